"""Kill -9 the loader at random moments, run it again until it is done, and count what is there."""

import random
import subprocess
import sys
import time

COUNT = 12  # distributors
COMMAND = [sys.executable, "manage.py", "load_adventureworks", "--distributors", str(COUNT)]
BUSY = (3, 10)  # seconds after its start: it has begun and is not done
MOST_RUNS = 60


def drill(kills):
    """[(what, figure, whether it is right)] after `kills` kills."""
    from tests.drills import findings

    killed, runs, moments = 0, 0, []
    while True:
        runs += 1
        wait = random.uniform(*BUSY) if killed < kills else None
        if not _run(wait):
            break
        killed += 1
        moments.append(round(wait, 1))
        print(f"  loader killed after {wait:.1f} s ({killed}/{kills}): {_progress()}", flush=True)
        if runs > MOST_RUNS:
            raise SystemExit("The loader does not come to an end.")
    wanted, there = _orders_wanted(), _orders_there()
    twice = [order for order, count in findings.orders_by("purchase_order").items() if count > 1]
    return [
        ("loader: kills -9", killed, killed == kills),
        ("loader: runs", runs, True),
        ("loader: orders there / wanted", f"{there} / {wanted}", there == wanted),
        ("loader: orders twice", len(twice), not twice),
        ("loader: gaps in the numbers", len(findings.gaps()), not findings.gaps()),
        ("loader: verify_ledger", len(findings.ledger_differences()), not findings.ledger_differences()),
    ]


def _run(wait):
    """Run the loader; kill it after `wait` seconds. Returns whether it was killed."""
    with subprocess.Popen(COMMAND, stdout=subprocess.DEVNULL) as loader:
        until = time.monotonic() + (wait or 900)
        while time.monotonic() < until:
            if loader.poll() is not None:
                if loader.returncode:
                    raise SystemExit(f"The loader ended with {loader.returncode}.")
                return False
            time.sleep(0.05)
        loader.kill()
    return True


def _progress():
    from django.db import connection

    from tenants.models import Distributor, IdempotencyKey

    if "tenants_distributor" not in connection.introspection.table_names():
        return "no tables yet"
    orders = IdempotencyKey.objects.filter(key__startswith="adventureworks ").count()
    return f"{Distributor.objects.count()} distributors, {orders} orders"


def _orders_wanted():
    """How many orders the data set has for these distributors before today; today's come as the hours pass."""
    from portal import adventureworks as aw
    from portal.lib import dates

    chosen = {reseller.key for reseller in aw.first_resellers(COUNT)}
    today = dates.today()
    return sum(order.reseller in chosen and order.order_date < today for order in aw.orders_until(today))


def _orders_there():
    from portal.lib import dates
    from tests.drills import findings

    submitted = findings.orders_by("submitted_at")
    return sum(count for (_slug, at), count in submitted.items() if dates.local_day(at) < dates.today())
