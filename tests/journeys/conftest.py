"""The browser, the server it talks to, and the people. What is committed stands in a world of its own ("jny-…")."""

import os
import shutil
import socket
import time

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test.testcases import LiveServerThread

from customers.domain import customer
from tenants.hosts import url_of
from tests import builders
from tests.journeys.person import Person
from tests.journeys.steps import committed

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PREFIX = "jny-"


def pytest_collection_modifyitems(items):
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.django_db)  # what a test reads for itself; the server's threads commit


@pytest.fixture(scope="session")
def browser_type_launch_args():
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"No browser for the journeys: install one of {', '.join(BROWSERS)}.")
    return {"executable_path": found, "args": ARGS}


@pytest.fixture(scope="session")
def world(django_db_setup, django_db_blocker):
    """A committed world; the database stays open to the server's threads."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver keeps an event loop in this thread
    with django_db_blocker.unblock():
        yield builders.a_world(prefix=PREFIX)
        connection.bind(None)
        wait_for_the_last_request()
        connection.close()


def wait_for_the_last_request():
    """The test database cannot be dropped while a request still holds it."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _try in range(50):
        with connection.cursor() as cursor:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.1)


@pytest.fixture(scope="session")
def site(world, browser):
    """The whole product on a free port. Its links carry the port, as they carry 8000 in the demo."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    before = settings.PORT, settings.SECURE_CSP
    settings.PORT = port
    settings.SECURE_CSP = settings.SECURE_CSP | {
        "form-action": [part.replace(f":{before[0]}", f":{port}") for part in settings.SECURE_CSP["form-action"]]
    }
    connection.settings_dict["CONN_MAX_AGE"] = 0  # each request's connection ends with it
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, port=port)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield server
    server.terminate()
    connection.close()  # beside the browser's event loop this thread has another connection than without
    settings.PORT, settings.SECURE_CSP = before


@pytest.fixture
def at(new_context, site, world):
    """at("sales") → a Person logged in at their own place, in a browser of their own; at() is somebody without a login.

    place: "acme", "bolt", "hq", "www". After the test nobody may have seen a script's error or a blocked style.
    """
    people = []

    def open_browser(who=None, place=None, *, phone=False, language="en"):
        place = place or home_of(who)
        side = place if place in ("hq", "www") else "distributor"
        context = new_context(viewport=PHONE if phone else DESK, locale=language)
        context.set_default_timeout(10_000)
        person = Person(context.new_page(), url_of(side, PREFIX + place, ""))
        people.append(person)
        if who:
            person.log_in(world.users[who].email, builders.PASSWORD)
        return person

    yield open_browser
    assert [complaint for person in people for complaint in person.complaints] == []


@pytest.fixture(scope="session")
def a_customer(world):
    """The name of a customer of acme."""
    name, contact = "西安古城墙骑行服务部", {"name": "任洪洞", "main": True}
    committed(customer.add_customer, world.acme, by=world.member("sales"), name=name, contacts=[contact])
    return name


@pytest.fixture(scope="session")
def an_open_order(world):
    """The number of an order of acme that waits for its review."""
    return committed(builders.a_submitted_order, world, ("G-1", 2), ("G-2", 1)).number


@pytest.fixture(scope="session")
def a_sent_order(world):
    """The number of an order of acme that is on its way."""

    def send():
        order = builders.an_approved_order(world, ("G-5", 3))
        builders.a_shipment(world, order)
        return order

    return committed(send).number


@pytest.fixture(scope="session")
def a_large_debt(world):
    """The number of an approved order that leaves bolt 9,600 of its credit limit of 100,000."""
    return committed(builders.an_approved_order, world, ("G-3", 800), distributor=world.bolt, by="stranger").number


def home_of(who):
    """Where the people of tests.builders.World belong."""
    return "www" if who is None else "acme" if who in builders.AT_ACME else "bolt" if who == "stranger" else "hq"


@pytest.fixture(autouse=True)
def _nothing_stays_bound(world):
    yield
    connection.bind(None)
