"""Kill -9 the server's workers and master while people place and decide orders; nothing may be lost or doubled."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from queue import SimpleQueue

from tests.drills.visitors import Decider, Salesperson, Visitor

SECONDS = 50
PLACES = 3  # distributors whose salespeople order at once


def drill(kills, seconds=SECONDS):
    """[(what, figure, whether it is right)] after `kills` kills within `seconds`."""
    from tests.drills import findings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    before = findings.orders_by("purchase_order")
    server = Server(port)
    try:
        until = time.monotonic() + seconds
        sellers, deciders = _people(port, until)
        for one in (*sellers, *deciders):
            one.start()
        killed = _kill(server, sellers, kills, until)
        for one in (*sellers, *deciders):
            one.join(seconds + 30)
    finally:
        server.stop()
    there = findings.orders_by("purchase_order") - before
    acknowledged = [(s.slug, key) for s in sellers for key in s.acknowledged]
    numbers = findings.orders_by("number")
    lost = [one for one in acknowledged if one not in there]
    lost += [(s.slug, n) for s in sellers for n in s.acknowledged.values() if (s.slug, n) not in numbers]
    doubled = [one for one, count in there.items() if count > 1]
    return [
        ("server: kills -9 (of them the master)", f"{killed} ({server.masters_killed})", killed == kills),
        ("server: orders acknowledged", len(acknowledged), len(acknowledged) > kills),
        ("server: forms sent again", sum(one.visitor.resent for one in (*sellers, *deciders)), True),
        ("server: decisions acknowledged", sum(d.acknowledged for d in deciders), True),
        ("server: acknowledged and not there", len(lost), not lost),
        ("server: orders twice", len(doubled), not doubled),
        ("server: steps decided twice", len(findings.decided_twice()), not findings.decided_twice()),
        ("server: gaps in the numbers", len(findings.gaps()), not findings.gaps()),
        ("server: verify_ledger", len(findings.ledger_differences()), not findings.ledger_differences()),
    ]


def _kill(server, sellers, kills, until):
    """Kill at a random moment, and again once orders are answered again. Returns how often within the time."""
    for number in range(1, kills + 1):
        before = sum(len(one.acknowledged) for one in sellers)
        while sum(len(one.acknowledged) for one in sellers) <= before:
            if time.monotonic() > until:
                return number - 1
            time.sleep(0.02)
        time.sleep(random.uniform(0, 1.5))
        who = server.kill_one(master=number % 3 == 0)
        print(f"  {who} killed ({number}/{kills}) after {before} orders", flush=True)
    return kills


class Server:
    """gunicorn with two workers on a port of its own."""

    def __init__(self, port):
        self.port, self.masters_killed = port, 0
        self.start()

    def start(self):
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "portal.wsgi",
            "--bind",
            f"127.0.0.1:{self.port}",
            "--workers",
            "2",
        ]
        environment = os.environ | {"PORTAL_PORT": str(self.port), "PYTHONWARNINGS": "ignore"}
        for _try in range(100):
            self.master = subprocess.Popen(
                [*command, "--log-level", "critical", "--no-control-socket"], env=environment
            )
            if self._answers():
                return
        raise SystemExit("The server does not start.")

    def _answers(self):
        until = time.monotonic() + 20
        while self.master.poll() is None and time.monotonic() < until:
            with socket.socket() as probe:
                if self._workers() and probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return True
            time.sleep(0.1)
        return False

    def _workers(self):
        children = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_one(self, master):
        """Kill a worker, or the master with all its workers, which is then started again. Returns its name."""
        workers = self._workers()
        if not master:
            os.kill(random.choice(workers), signal.SIGKILL)
            return "a worker"
        for pid in (self.master.pid, *workers):
            os.kill(pid, signal.SIGKILL)
        self.master.wait()
        self.masters_killed += 1
        self.start()
        return "the master"

    def stop(self):
        self.master.terminate()
        self.master.wait(30)


def _people(port, until):
    from catalog.models import Product
    from tenants.models import Distributor, User

    to_review, to_recheck = SimpleQueue(), SimpleQueue()
    sku = Product.objects.sold().filter(min_quantity=1).order_by("list_price").values_list("sku", flat=True).first()
    sellers = []
    for distributor in Distributor.objects.order_by("slug")[:PLACES]:
        owner = User.objects.get(memberships__distributor=distributor, memberships__role="owner")
        visitor = Visitor(f"{distributor.slug}.localhost", port, _session(owner, distributor.schema_name))
        sellers.append(Salesperson(visitor, distributor.slug, sku, to_review, until))
    desk, finance = (User.objects.get(email=f"{who}@hq.example") for who in ("desk", "finance"))
    deciders = [
        Decider(Visitor("hq.localhost", port, _session(desk, "hq")), to_review, to_recheck, until),
        Decider(Visitor("hq.localhost", port, _session(finance, "hq")), to_recheck, None, until),
    ]
    return sellers, deciders


def _session(user, schema):
    """The session key of somebody who has logged in."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    session = client.session
    session["schema"] = schema
    session.save()
    return session.session_key
