"""One world for all tests: built once, committed; each test's changes are rolled back. See tests/builders.py."""

import copy

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tenants import hosts
from tests import builders


def pytest_configure(config):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
    settings.LANGUAGE_CODE = "en"  # tests read the source words; the catalogues have tests of their own


def pytest_collection_modifyitems(items):
    """What commits runs last: first journeys, which look through lists, then races, which know their documents."""
    items.sort(key=lambda item: 2 * bool(item.get_closest_marker("race")) + bool(item.get_closest_marker("journey")))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    if not str(connection.settings_dict["NAME"]).startswith("test_"):
        # pytest-django makes a test database only when some test of the run asks for `db`
        pytest.exit("No test of this run uses the fixture `db`: it would write into the real database.", returncode=4)
    with django_db_blocker.unblock():
        call_command("upgrade", verbosity=0)
        _the_world.append(builders.a_world())


_the_world = []


@pytest.fixture
def world(db):
    """tests.builders.World: acme and bolt, their people and HQ's."""
    return _the_world[0]


@pytest.fixture
def acme(world):
    return world.acme


@pytest.fixture
def bolt(world):
    return world.bolt


@pytest.fixture(autouse=True)
def _hosts_are_known():
    """Each test begins with both hosts in the process's cache, as committed, so that query counts do not depend on the
    clock and nothing that was rolled back stays there."""
    hosts._kept.clear()
    for world in _the_world:
        for distributor in (world.acme, world.bolt):
            hosts._kept[distributor.slug] = (float("inf"), copy.copy(distributor))


@pytest.fixture(autouse=True)
def _nothing_stays_bound():
    yield
    connection.bind(None)


@pytest.fixture
def client_of(world):
    """client_of("sales") → a test client logged in at the person's host; at="bolt" or "hq" or "www" chooses another."""

    def make(who=None, at=None):
        place = at or ("acme" if who in builders.AT_ACME else "bolt" if who == "stranger" else "hq" if who else "www")
        host = {"hq": "hq.localhost", "www": "localhost"}.get(place, f"{place}.localhost")
        client = Client(HTTP_HOST=host)
        if who:
            client.force_login(world.users[who])
            session = client.session
            session["schema"] = {"acme": world.acme.schema_name, "bolt": world.bolt.schema_name}.get(place, place)
            session.save()
        return client

    return make
