"""Where code runs: inside one distributor, or in public. The only way in is `with inside(distributor):`."""

from contextlib import contextmanager
from functools import wraps

from django.db import connection, transaction

from tenants.database.base import Binding


@contextmanager
def inside(distributor, *, read_only=False):
    """Run a block in the distributor's schema, in a transaction (the current one, or one of its own).

    A portal request is bound by its middleware with the distributor's own database role; entering the same
    distributor again keeps that role. HQ's verbs and commands enter with the login's role, because they write HQ's
    rows too. Return plain values out of the block: a lazy queryset would read another schema.
    """
    before, tenant = connection.binding, connection.tenant
    if before is not None and before.schema != distributor.schema_name:
        raise RuntimeError(f"{before.schema} is bound: leave it before entering {distributor.schema_name}.")
    here = before or Binding(distributor.schema_name, read_only=read_only)
    with transaction.atomic() if not connection.in_atomic_block else _same_transaction():
        connection.bind(here, tenant=distributor)
        try:
            yield distributor
        finally:
            connection.bind(before, tenant=tenant)


@contextmanager
def outside():
    """Run a block in public with the login's role, whatever is bound: people's pages of a portal need it."""
    before, tenant = connection.binding, connection.tenant
    connection.bind(None)
    try:
        yield
    finally:
        connection.bind(before, tenant=tenant)


@contextmanager
def _same_transaction():
    yield


def verb(function):
    """One transaction around a verb. In a request that is a savepoint, so that a Refused undoes all of the verb and
    the page can still be drawn; a verb called by a verb joins it."""

    @wraps(function)
    def run(*args, **kwargs):
        if getattr(connection, "in_verb", False):
            return function(*args, **kwargs)
        connection.in_verb = True
        try:
            with transaction.atomic():
                return function(*args, **kwargs)
        finally:
            connection.in_verb = False

    return run


def after_commit(function, *args, **kwargs):
    """Run function in public once the transaction is committed; the caller names the distributor in the arguments.
    What was committed stands even when the function fails (a mail server is down): the error is logged."""

    def run():
        within, connection.in_verb = getattr(connection, "in_verb", False), False  # a verb called here is its own
        try:
            with outside():
                function(*args, **kwargs)
        finally:
            connection.in_verb = within

    transaction.on_commit(run, robust=True)
