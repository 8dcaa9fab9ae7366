"""HQ's read-only visit: every page of a reader works, nothing is written, whatever is asked."""

import pytest

from tenants.models import PortalVisit
from tenants.permissions import EVERYONE, ROLES
from tests.isolation import canary
from tests.isolation.cases import count, each, own_path
from tests.isolation.places import rolled_back

LOG = {"public.tenants_portalvisitpage"}  # the visit's own record
MAY_POST = ("visit-leave", "set_language")


def visiting(places, who="executive"):
    return places.session(places.world.users[who], "bolt", visit=str(places.visits["bolt"]))


@each(lambda e: e.side == "distributor" and e.ours, methods=["GET"])
def test_a_reader_reads_what_a_reader_may(places, endpoint, method):
    session, path = visiting(places), own_path(places, endpoint)
    places.watch.start()
    response = places.ask(method, path, at="bolt", session=session, about="on a visit")
    if endpoint.name != "enter":  # a way in of its own, which the visit does not need
        assert not places.watch.changes(besides=LOG)
    count("reader reads")
    if endpoint.public or endpoint.right is EVERYONE or endpoint.right in ROLES["visitor"]:
        assert response.status_code in (200, 302, 405), response.status_code
    else:
        assert response.status_code in (403, 405), response.status_code


@each(lambda e: e.side == "distributor", methods=["POST", "PUT", "PATCH", "DELETE"])
def test_a_reader_changes_nothing(places, endpoint, method):
    session, path = visiting(places), own_path(places, endpoint)
    places.watch.start()
    response = places.ask(method, path, at="bolt", session=session, about="on a visit")
    count("reader writes")
    if endpoint.name in MAY_POST:
        return
    assert response.status_code == 403, response.status_code
    assert not places.watch.changes(besides=LOG)


@pytest.mark.parametrize("who", ["warehouse", "manager", "owner", "stranger"])
def test_a_visit_is_for_the_visitor_alone(places, who):
    """Somebody else's visit, a manager of another region (its region is the south), a distributor's own people."""
    forbidden = [canary.PRIVATE_WORDS] if who in ("owner", "stranger") else [canary.beyond_name("bolt")]
    response = places.ask("GET", "/orders/", at="bolt", session=visiting(places, who), forbidden=forbidden)
    assert response.status_code == 403


def test_a_visit_that_ended_is_over(places):
    session = visiting(places)
    with rolled_back():  # the database keeps a transaction read-only until it ends
        assert places.ask("GET", "/orders/", at="bolt", session=session).status_code == 200
    PortalVisit.objects.filter(pk=places.visits["bolt"]).update(ended_at="2026-01-01T00:00Z")
    assert places.ask("GET", "/orders/", at="bolt", session=session).status_code == 403


def test_a_visit_to_one_portal_opens_no_other(places):
    session = places.session(places.world.users["executive"], "acme", visit=str(places.visits["bolt"]))
    assert places.ask("GET", "/orders/", at="acme", session=session).status_code == 403
