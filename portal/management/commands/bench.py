"""Measure what the typical pages and an order cost, at one or several sizes of the installation."""

import os
import subprocess
import sys
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from distributors.domain.fold import fold_all
from portal.bench.meter import reference
from portal.bench.scenes import GOALS, Scenes
from tenants.models import Distributor


class Command(BaseCommand):
    help = (
        "Measure what the typical pages and an order cost. Each size is a database of its own beside the "
        "installation's (loaded once and kept; --drop removes it), because the bench writes orders. Everything but the "
        "PDF is whole HTTP requests through every middleware; CPU is processor time of the server and its database "
        "backend, not the clock's."
    )

    def add_arguments(self, parser):
        parser.add_argument("--sizes", type=int, nargs="+", default=[60, 701], help="numbers of distributors")
        parser.add_argument("--rounds", type=int, default=40, help="how often each scene runs (default 40)")
        parser.add_argument("--here", action="store_true", help="measure this very database (it writes orders there)")
        parser.add_argument("--drop", action="store_true", help="drop the bench's databases")

    def handle(self, *, sizes, rounds, here, drop, **options):
        if here:
            return self._measure(rounds)
        for size in sizes:
            name = f"{settings.DATABASES['default']['NAME']}_bench_{size}"
            if drop:
                self._sql(f'DROP DATABASE IF EXISTS "{name}"')
                continue
            self._sql(f'CREATE DATABASE "{name}"', unless=name)
            environment = os.environ | {"DATABASE_URL": self._url(name)}
            python = [sys.executable, "manage.py"]
            load = [*python, "load_adventureworks", "--distributors", str(size)]
            subprocess.run(load, env=environment, check=True, stdout=sys.stderr)
            subprocess.run([*python, "bench", "--here", "--rounds", str(rounds)], env=environment, check=True)

    def _measure(self, rounds):
        call_command("upgrade", stdout=sys.stderr)
        fold_all()
        speed = f"{reference():.1f} ms for the reference loop"
        self.stdout.write(f"\n{Distributor.objects.count()} distributors, {rounds} rounds, {speed}")
        self.stdout.write(
            f"{'':<46}{'SQL':>5}{'goal':>6}{'CPU-ms':>9}{'goal':>6}{'server':>8}{'database':>10}{'KB':>8}"
        )
        for cost in Scenes().costs(rounds):
            sql, cpu = GOALS[cost.name]
            database = "?" if cost.database_ms is None else f"{cost.database_ms:.1f}"
            self.stdout.write(
                f"{cost.name:<46}{cost.sql:>5}{sql or '–':>6}{cost.cpu_ms:>9.1f}{cpu or '–':>6}{cost.server_ms:>8.1f}"
                f"{database:>10}{cost.bytes / 1024:>8.1f}"
            )

    def _sql(self, text, unless=None):
        with connection.cursor() as cursor:
            if unless:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [unless])
                if cursor.fetchone():
                    return
            cursor.execute(text)

    def _url(self, name):
        db = settings.DATABASES["default"]
        port = f":{db['PORT']}" if db["PORT"] else ""
        secret = f":{quote(db['PASSWORD'])}" if db["PASSWORD"] else ""
        return f"postgres://{quote(db['USER'])}{secret}@{quote(db['HOST'], safe='')}{port}/{name}"
