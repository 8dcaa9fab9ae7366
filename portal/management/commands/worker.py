"""The background worker: folds the ledger each second, carries out jobs, tidies up each hour."""

import logging
import signal
import time
from uuid import uuid4

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from distributors.domain.fold import fold_all
from tenants.context import outside
from tenants.domain.housekeeping import tidy

logger = logging.getLogger("portal.worker")

PAUSE = 1  # seconds between two rounds
TIDY_EVERY = 3600
LONGEST_WAIT = 30  # seconds, while the database is away
# The loader of the demonstration knows by its keys which orders it has replayed: they are never old
KEYS_OF_THE_LOADER = "adventureworks "


class Command(BaseCommand):
    help = __doc__ + " Ends on SIGTERM and SIGINT after what it is doing."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="one round of everything, then end")

    def handle(self, *, once, **options):
        self.stopping, self.jobs, self.tidied = False, None, None
        if once:
            for name, duty in self.duties():
                self.stdout.write(f"{name}: {duty()}")
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        failures = 0
        while not self.stopping:
            failures = 0 if self.round() else failures + 1
            self.rest(min(LONGEST_WAIT, PAUSE * 2 ** min(failures, 5)) if failures else PAUSE)
        connection.close()

    def rest(self, seconds):
        """Sleep, but see within a blink that the worker has to end."""
        until = time.monotonic() + seconds
        while not self.stopping and (left := until - time.monotonic()) > 0:
            time.sleep(min(0.1, left))

    def stop(self, number, frame):
        self.stopping = True
        if self.jobs is not None:
            self.jobs.running = False  # after the job under way

    def duties(self):
        return [("folded", fold_all), ("jobs", self.work), ("tidied", self.tidy_hourly)]

    def round(self):
        """Carry out each duty; a failure of one is a line in the log and stops no other. Returns whether all went."""
        well = True
        for name, duty in self.duties():
            if self.stopping:
                break
            try:
                close_old_connections()
                with outside():
                    duty()
            except (OperationalError, InterfaceError) as error:
                logger.error("%s: the database does not answer: %s", name, str(error).strip().partition("\n")[0])
                connection.close()
                return False
            except Exception as error:
                logger.error("%s: %s: %s", name, type(error).__name__, str(error).partition("\n")[0])
                connection.close()
                well = False
        return well

    def work(self):
        """Carry out the jobs that wait, one after the other. Returns how many."""
        backend = task_backends["default"]
        if not isinstance(backend, DatabaseBackend):
            return 0  # jobs are carried out at once, as in tests
        self.jobs = Worker(
            queue_names=["*"], interval=0, batch=True, backend_name="default", startup_delay=False, max_tasks=None,
            worker_id=uuid4().hex, excluded_queue_names=[],
        )  # fmt: skip
        try:
            self.jobs.run()
            return self.jobs._run_tasks
        finally:
            self.jobs = None

    def tidy_hourly(self):
        if self.tidied is not None and time.monotonic() - self.tidied < TIDY_EVERY:
            return None
        self.tidied = time.monotonic()
        return tidy(keep_keys=KEYS_OF_THE_LOADER)
