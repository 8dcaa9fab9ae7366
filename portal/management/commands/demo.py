"""Load the demonstration, serve it, and say where to go and as whom."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from distributors.domain.fold import fold_all
from distributors.models import ChannelOrder
from portal import processes
from portal.demo.adventureworks import DEMO_DISTRIBUTORS, load
from portal.demo.living import load_living
from portal.demo.people import PASSWORD
from tenants.hosts import url_of

LOGINS = [
    ("hq", "executive@hq.example", "Executive 决策者", "national view"),
    ("hq", "desk@hq.example", "Order desk 商务秘书", "review orders, issue quotations"),
    ("hq", "finance@hq.example", "Finance 财务", "re-check orders, receipts, credit"),
    ("hq", "warehouse@hq.example", "Warehouse 库房", "allocate, dispatch"),
    ("hq", "service@hq.example", "Service desk 客服", "service commitments"),
    ("hq", "linda3@hq.example", "Channel manager 渠道经理", "华东大区 only"),
    ("hq", "admin@hq.example", "Administrator 管理员", "catalogue, prices, people, distributors"),
]


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--all", action="store_true", help="all 701 distributors instead of 60 (about 10 minutes)")
        parser.add_argument("--distributors", type=int, default=DEMO_DISTRIBUTORS, metavar="N")
        parser.add_argument("--load-only", action="store_true", help="load, do not serve")

    def handle(self, *, load_only, distributors, **options):
        signal.signal(signal.SIGTERM, _interrupt)
        for pid, name in processes.living():
            if name == "demo":
                raise CommandError(f"The demo runs already (process {pid}). Use it, or end it with: make stop")
        processes.stop()  # the server and worker of a demo that was killed
        try:
            self._load(options["all"], distributors)
            if not load_only:
                with processes.remembered("demo"):
                    self._serve()
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. `make demo` goes on from here; `make stop` also stops the database.")

    def _load(self, everything, distributors):
        call_command("upgrade", stdout=self.stdout)
        made = load(everything=everything, count=distributors, out=self.stdout)
        load_living(self.stdout)
        fold_all()
        self.stdout.write(f"{made['distributors']} distributors, {ChannelOrder.objects.count():,} orders are there.")

    def _serve(self):
        call_command("check", "--fail-level", "ERROR")
        environment = os.environ | {"PYTHONUNBUFFERED": "1", "PORTAL_BUILT_STATIC": "True"}
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
        subprocess.run(collect, env=environment, check=True)
        server = [
            sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{settings.PORT}",
            "--workers", "2", "--max-requests", "2000", "--timeout", "60", "--log-level", "warning",
        ]  # fmt: skip
        children = [
            subprocess.Popen(command, env=environment, start_new_session=True)
            for command in (server, [sys.executable, "manage.py", "worker"])
        ]
        try:
            for child, name in zip(children, ("its server", "its worker"), strict=True):
                processes.remember(child.pid, name)
            threading.Thread(target=self._say_when_ready, args=(children[0],), daemon=True).start()
            while all(child.poll() is None for child in children):
                time.sleep(0.3)
            raise CommandError(
                f"The server or the worker has ended. Is port {settings.PORT} taken? "
                "Choose another one: PORTAL_PORT=8080 make demo"
            )
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=20)

    def _say_when_ready(self, server):
        while server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", settings.PORT)) == 0:
                    break
            time.sleep(0.1)
        else:
            return
        slug = _busiest()
        lines = [
            "",
            f"Ready. Everybody's password: {PASSWORD} (two-factor login is off here; production asks for it)",
            "",
        ]
        lines += [f"Head office    {url_of('hq')}"]
        lines += [f"    {email:<28} {role:<26} {what}" for _side, email, role, what in LOGINS]
        lines += [f"A distributor  {url_of('distributor', slug)}"]
        for who, role in (("owner", "Owner 负责人"), ("sales", "Sales 业务员"), ("clerk", "Clerk 内勤")):
            lines.append(f"    {who}@{slug}.example  {role}")
        lines += [f"Public face    {url_of('www')}", "", "Ctrl-C stops the site, `make stop` also the database."]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _busiest():
    row = ChannelOrder.objects.values("distributor__slug").annotate(n=Count("id")).order_by("-n", "distributor__slug")
    return row.first()["distributor__slug"]


def _interrupt(*_args):
    raise KeyboardInterrupt
