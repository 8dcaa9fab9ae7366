"""Recompute the channel ledger from the distributors' own rows and name every difference."""

import sys

from django.core.management.base import BaseCommand

from distributors.models import LedgerCheck
from orders.domain.verify import differences
from portal.lib import dates


class Command(BaseCommand):
    help = __doc__ + " Exits 1 when there is any."

    def handle(self, **options):
        count, seen = 0, 0

        def progress(number, total, distributor):
            nonlocal seen
            seen = total
            if sys.stderr.isatty():
                self.stderr.write(f"\r[{number}/{total}] {distributor.slug:<40}", ending="")

        for difference in differences(progress):
            count += 1
            self.stdout.write(str(difference))
        if sys.stderr.isatty():
            self.stderr.write("\r" + " " * 60 + "\r", ending="")
        self.stdout.write(f"{count} differences in {seen} distributors.")
        LedgerCheck.objects.all().delete()  # the last one is what the national page shows
        LedgerCheck.objects.create(at=dates.now(), distributors=seen, differences=count)
        if count:
            sys.exit(1)
