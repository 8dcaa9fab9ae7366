"""Counts what an action costs in this process and in its database backend."""

import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.test import Client

BATCHES = 5


@dataclass(frozen=True)
class Cost:
    """sql: statements of one run, with savepoints, without BEGIN and COMMIT. server_ms, database_ms: milliseconds of
    processor time a run (None where the system does not tell the database's). bytes: length of the last answer."""

    name: str
    sql: int
    server_ms: float
    database_ms: float | None
    bytes: int

    @property
    def cpu_ms(self):
        return self.server_ms + (self.database_ms or 0)


def cost_of(name, action, rounds):
    """Run action() once to warm up, once counting SQL, then `rounds` times in BATCHES batches, of which the cheapest
    counts: what disturbs a shared processor only ever adds. action returns the answer's bytes."""
    action()
    sql = 0

    def count(execute, *args):
        nonlocal sql
        sql += 1
        return execute(*args)

    with connection.execute_wrapper(count):
        action()
    batches = [_batch(action, max(rounds // BATCHES, 1)) for _batch_number in range(BATCHES)]
    server, database, size = min(batches, key=lambda batch: batch[0] + (batch[1] or 0))
    return Cost(name, sql, server, database, size)


def _batch(action, rounds):
    """(server ms, database ms or None, bytes) a round."""
    before_db, before = _backend_seconds(), time.process_time()
    for _round in range(rounds):
        size = action()
    server, after_db = time.process_time() - before, _backend_seconds()
    database = None if after_db is None else (after_db - before_db) / rounds * 1000
    return server / rounds * 1000, database, size


def reference():
    """Milliseconds of processor time for a fixed piece of work: how fast this machine is just now."""

    def work():
        started, texts = time.process_time(), {}
        for number in range(100_000):
            texts[number % 1000] = str(number)
        return (time.process_time() - started) * 1000

    return min(work() for _time in range(10))


def _backend_seconds():
    """Processor time of this connection's backend, from Linux; None elsewhere or when it runs on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    try:
        if "postgres" not in Path(f"/proc/{pid}/comm").read_text():
            return None
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, ValueError):
        return None


def client_for(user, host, schema):
    """A test client logged in at a host, through the whole chain of middleware."""
    client = Client(HTTP_HOST=host, raise_request_exception=True)
    client.force_login(user)
    session = client.session
    session["schema"] = schema
    session.save()
    return client


def got(response, status=200):
    """The answer's length; a wrong status ends the bench."""
    if response.status_code != status:
        raise SystemExit(f"bench: {response.request['PATH_INFO']} answered {response.status_code}, not {status}")
    return len(response.content)
