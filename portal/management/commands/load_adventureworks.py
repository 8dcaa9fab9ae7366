"""Load AdventureWorks, a manufacturer that sells through resellers, through the verbs."""

import resource

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from distributors.domain.fold import fold_all
from portal.demo.adventureworks import DEMO_DISTRIBUTORS, load
from portal.demo.people import PASSWORD


class Command(BaseCommand):
    help = __doc__ + " Run again it goes on where it was stopped."

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="all 701 distributors, 3,796 orders, 60,855 lines")
        parser.add_argument("--keep-dates", action="store_true", help="keep 2010 to 2013 instead of moving it to now")
        parser.add_argument("--distributors", type=int, default=DEMO_DISTRIBUTORS, metavar="N", help="how many")

    def handle(self, *, keep_dates, distributors, **options):
        call_command("upgrade", stdout=self.stdout)
        try:
            made = load(everything=options["all"], keep_dates=keep_dates, count=distributors, out=self.stdout)
        except KeyboardInterrupt:
            raise CommandError("Stopped. Nothing is half done: run it again to go on.") from None
        fold_all()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.stdout.write(
            f"{made['distributors']} distributors; {made['orders']:,} orders with {made['lines']:,} lines replayed in "
            f"{made['seconds']} s, at most {peak} MB. Everybody's password: {PASSWORD}"
        )
