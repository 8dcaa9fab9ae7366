"""The two distributors of all tests here, and the count of what was asked."""

import pytest

from tenants import hosts
from tenants.models import Distributor, User
from tests import builders
from tests.isolation.cases import COUNTED
from tests.isolation.places import built, rolled_back


@pytest.fixture(scope="package")
def places(django_db_setup, django_db_blocker):
    """tests.isolation.places.Places."""
    with django_db_blocker.unblock():
        users = {user.email.partition("@")[0]: user for user in User.objects.filter(email__endswith="@example.com")}
        found = {slug: Distributor.objects.get(slug=slug) for slug in ("acme", "bolt")}
        names = {*builders.AT_ACME, *builders.AT_HQ, "stranger"}
        world = builders.World(**found, users={name: users[name] for name in names})
        with built(world) as places:
            yield places
        hosts._kept.clear()


@pytest.fixture(autouse=True)
def _one_question(places, db):
    """Each test leaves the world as it was. (`db` also tells pytest-django that a test database is needed.)"""
    with rolled_back():
        yield


def pytest_terminal_summary(terminalreporter):
    if COUNTED:
        terminalreporter.section("isolation: requests by kind")
        for kind, count in sorted(COUNTED.items()):
            terminalreporter.write_line(f"{count:7,}  {kind}")
