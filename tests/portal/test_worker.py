"""The background worker goes on whatever one of its duties does, and deletes only what is over."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import OperationalError

from portal.lib import dates
from portal.management.commands import worker
from tenants.models import IdempotencyKey


@pytest.fixture
def command():
    command = worker.Command()
    command.stopping, command.jobs, command.tidied = False, None, None
    return command


def broken(error):
    def duty():
        raise error

    return duty


def test_a_duty_that_fails_is_one_line_and_the_next_one_is_done(command, caplog, monkeypatch):
    done = []
    duties = [("first", broken(ValueError("no\nway"))), ("second", lambda: done.append(1))]
    monkeypatch.setattr(command, "duties", lambda: duties)
    monkeypatch.setattr(worker, "connection", Closable())
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    with caplog.at_level(logging.ERROR, "portal.worker"):
        assert command.round() is False
    assert done == [1]
    assert [record.getMessage() for record in caplog.records] == ["first: ValueError: no"]


def test_a_database_that_is_away_ends_the_round_and_is_asked_again_later(command, caplog, monkeypatch):
    done, gone = [], Closable()
    duties = [("first", broken(OperationalError("server closed"))), ("second", lambda: done.append(1))]
    monkeypatch.setattr(command, "duties", lambda: duties)
    monkeypatch.setattr(worker, "connection", gone)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    assert command.round() is False
    assert (done, gone.closed) == ([], 1)


class Closable:
    closed = 0

    def close(self):
        self.closed += 1


def test_a_stopped_worker_ends_in_the_middle_of_its_rest(command):
    command.stop(15, None)
    command.rest(60)  # comes back at once
    assert command.stopping


def test_old_answers_to_submits_go_those_of_the_loader_stay(world):
    old = dates.now() - timedelta(days=31)
    for key, at in (("old", old), ("new", dates.now()), ("adventureworks SO1", old)):
        IdempotencyKey.objects.create(user=uuid4(), key=key, fingerprint="", result="", at=at)
    call_command("worker", once=True)
    kept = IdempotencyKey.objects.filter(key__in=["old", "new", "adventureworks SO1"])
    assert set(kept.values_list("key", flat=True)) == {"new", "adventureworks SO1"}
