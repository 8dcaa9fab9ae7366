"""What the tests of the walls need: the world without a transaction around, and nothing kept in the process."""

import pytest
from django.db import connection

from tenants import hosts
from tests import conftest as everywhere


@pytest.fixture(autouse=True)
def _no_kept_hosts():
    yield
    hosts._kept.clear()


@pytest.fixture
def open_world(django_db_setup, django_db_blocker):
    """The World with no transaction around the test: what it writes is committed, and it cleans up itself."""
    with django_db_blocker.unblock():
        yield everywhere._the_world[0]
        connection.bind(None)
        connection.close()
