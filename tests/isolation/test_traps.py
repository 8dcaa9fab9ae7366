"""Each wall has a twin here without it, in which the oracle must see the leak; and error pages say nothing (SEC-30)."""

import re

import pytest
from django.db import InternalError, ProgrammingError

from tests.isolation import canary
from tests.isolation.cases import count
from tests.isolation.places import rolled_back
from tests.isolation.test_reader import LOG, visiting

TRACES = re.compile(
    r"Traceback|File \"|\.py\b|SELECT .* FROM|UPDATE .* SET|no_such_table|no-such-page|d_acme|d_bolt|psycopg|[Dd]jango"
    r"|[Pp]ostgre|secret of the house|RuntimeError|ProgrammingError|NoReverseMatch|gunicorn|wsgiref|[Pp]ython"
)


@pytest.fixture(autouse=True)
def trapped(settings):
    settings.URLCONFS = settings.URLCONFS | {"distributor": "tests.isolation.traps"}


def in_bolt(places, path, session=None, **extra):
    session = session or places.session(places.person("sales", "bolt"), "bolt")
    return places.ask("GET", path, at="bolt", session=session, **extra)


def test_the_oracle_sees_a_page_that_leaves_the_wall(places):
    with pytest.raises(canary.Leak, match="CANARY-ACME"):
        in_bolt(places, "/trap/outside/")


def test_the_database_refuses_the_neighbours_schema_even_to_raw_sql(places):
    with pytest.raises(ProgrammingError, match="permission denied"):
        in_bolt(places, "/trap/neighbour/")


def test_twin_without_the_role_the_same_page_leaks_and_is_seen(places, monkeypatch):
    monkeypatch.setattr("tenants.middleware.role_name", lambda schema: "")
    with pytest.raises(canary.Leak, match="CANARY-ACME"):
        in_bolt(places, "/trap/neighbour/")


@pytest.mark.parametrize("path", ["/trap/write-visit/", "/trap/write-customer/"])
def test_a_visit_is_read_only_in_the_database(places, path):
    with pytest.raises(InternalError, match="read-only transaction"):
        in_bolt(places, path, visiting(places))


def test_twin_without_read_only_the_write_is_seen(places, monkeypatch):
    from tenants.database.base import Binding

    monkeypatch.setattr("tenants.middleware.Binding", lambda schema, role, read_only=False: Binding(schema, role))
    places.watch.start()
    in_bolt(places, "/trap/write-customer/", visiting(places))
    changed = {table for table, _sign, _row in places.watch.changes(besides=LOG)}
    assert changed == {f"{places.world.bolt.schema_name}.customers_customer"}


def test_twin_without_the_regions_filter_the_other_region_is_seen(places, monkeypatch):
    monkeypatch.setattr("orders.views.hq.scope.seen_by", lambda member, rows: rows)
    session = places.session(places.world.users["south_manager"], "hq")
    with pytest.raises(canary.Leak, match="CANARY-ACME"):
        path = f"/orders/acme/{places.things['acme']['order']}/"
        places.ask("GET", path, at="hq", session=session, forbidden=[canary.of("acme")])


def test_twin_without_the_check_of_the_session_a_foreign_one_opens_a_page(places, monkeypatch):
    monkeypatch.setattr("tenants.middleware.MembershipMiddleware.session_holds", lambda self, request: True)
    session = places.session(places.world.users["both"], "acme")
    assert in_bolt(places, "/orders/", session).status_code == 200


@pytest.mark.parametrize("path", ["/trap/break/", "/trap/query/", "/trap/template/"])
@pytest.mark.parametrize("who", ["member", "visitor"])
def test_an_error_page_says_nothing_of_the_house(places, path, who):
    with rolled_back():
        response = in_bolt(places, path, visiting(places) if who == "visitor" else None, raises=False)
        assert response.status_code == 500
        says_nothing(response)
    count("error pages")


@pytest.mark.parametrize("path", ["/orders/XX-1/", "/no/such/page/", "/orders/%00/", "/staff/", "/orders/%F0%28%8C%28/",
                                  "/catalogue/?page=1e9&sort=user__password", "/customers/?q=%00", "/orders/?page=-1"])  # fmt: skip
def test_other_error_pages_say_nothing_either(places, path):
    """SEC-5 with them: unknown sorts and pages are no error."""
    with rolled_back():
        response = in_bolt(places, path, raises=False)
        assert response.status_code in (200, 400, 403, 404), response.status_code
        if response.status_code != 200:
            says_nothing(response)
    count("error pages")


def says_nothing(response):
    for where, text in canary.texts_of(response):
        text = re.sub(r'(href|src)="[^"]*"|"X-CSRFToken": "\w+"', "", text)
        assert not TRACES.search(text), f"{where} shows {TRACES.search(text)[0]!r}"
