"""Bring the database to the code's state: public, the walls, then each distributor's schema."""

import sys

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tenants.database import walls
from tenants.domain import fleet


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; exit 1 when a schema is behind")

    def _public_is_behind(self):
        """Whether public lacks a migration."""
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))

    def handle(self, *, check, **options):
        if check:
            if self._public_is_behind():
                raise CommandError("The public schema is behind: run manage.py upgrade.")
            if late := fleet.behind():
                raise CommandError(f"{len(late)} schemas are behind: " + ", ".join(d.slug for d in list(late)[:10]))
            return self.stdout.write("Every schema is at the code's state.")
        self.stdout.write("Public schema …")
        if self._public_is_behind():
            walls.take_down()
            call_command("migrate_schemas", shared=True, interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self.stdout.write("Rights of the distributors' roles …")
        walls.build()
        failed = {}
        late = fleet.behind()
        for number, (distributor, missing) in enumerate(late.items(), start=1):
            try:
                fleet.migrate(distributor, missing)
            except Exception as error:  # one broken schema must not hold up the rest
                failed[distributor.slug] = error
            sys.stdout.write(f"\r[{number}/{len(late)}] {distributor.slug:<40}")
        if late:
            sys.stdout.write("\n")
        if failed:
            raise CommandError("\n".join(f"{slug}: {error}" for slug, error in failed.items()))
        self.stdout.write(f"Schemas brought up to date: {len(late)}.")
