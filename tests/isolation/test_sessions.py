"""A session is good at its own host and for a member there, on every URL."""

import pytest

from distributors.domain.distributor import suspend_distributor
from tenants.models import Membership
from tests.builders import system
from tests.isolation import canary
from tests.isolation.cases import PLACE, count, each, is_to_login, own_path
from tests.isolation.places import HOSTS

FROM = {"hq": ("acme", "bolt"), "bolt": ("acme", "hq"), "www": ("acme", "hq")}


def theirs(endpoint):
    return not endpoint.public


def nothing(at):
    return [canary.beyond_name("acme"), canary.beyond_name("bolt")] if at != "acme" else [canary.of("bolt")]


@each(theirs)
def test_a_session_of_another_host_is_nobodys(places, endpoint, method):
    at = PLACE[endpoint.side]
    for other in FROM[at]:
        user = places.world.users["both"] if at == "bolt" and other == "acme" else None  # even with a place at both
        user = user or places.person({"hq": "administrator"}.get(other, "owner"), other)
        response = places.ask(
            method, own_path(places, endpoint), at=at, session=places.session(user, other), forbidden=nothing(at),
            about=f"with a session of {HOSTS[other]}",
        )  # fmt: skip
        count("foreign session")
        assert is_to_login(response) or response.status_code == 405, (other, response.status_code)


@each(lambda e: e.side == "www")
def test_at_the_public_face_a_session_changes_nothing(places, endpoint, method):
    for other in ("acme", "bolt", "hq"):
        user = places.person({"hq": "administrator"}.get(other, "owner"), other)
        places.ask(method, own_path(places, endpoint), at="www", session=places.session(user, other))
        count("foreign session")


@each(theirs)
def test_a_person_without_a_place_there_is_refused(places, endpoint, method):
    """SEC-9. They logged in at that very host; their places are elsewhere."""
    at = PLACE[endpoint.side]
    people = {"bolt": ("administrator", "owner"), "hq": ("owner", "stranger")}[at]
    for who in people:
        session = places.session(places.world.users[who], at)
        response = places.ask(method, own_path(places, endpoint), at=at, session=session, about=f"as {who}",
                              forbidden=[canary.beyond_name("bolt"), canary.PRIVATE_WORDS] if who != "stranger" else
                              [canary.of("acme"), canary.PRIVATE_WORDS])  # fmt: skip
        count("no place there")
        if endpoint.ours:
            assert response.status_code in (403, 405), f"as {who}: {response.status_code}"


def test_the_public_pages_of_a_login_without_a_place_show_no_content(places):
    session = places.session(places.world.users["owner"], "bolt")
    for path in ("/account/email/", "/account/password/change/", "/account/2fa/"):
        response = places.ask("GET", path, at="bolt", session=session, forbidden=[canary.beyond_name("bolt")])
        assert response.status_code in (200, 302, 403)


@each(lambda e: theirs(e) and e.ours and e.side == "distributor", methods=["GET"])
def test_who_lost_the_place_is_refused_at_the_next_request(places, endpoint, method):
    """SEC-13."""
    user = places.person(endpoint.asker, "bolt")
    session, path = places.session(user, "bolt"), own_path(places, endpoint)
    Membership.objects.filter(user=user).update(active=False)
    response = places.ask(method, path, at="bolt", session=session, forbidden=[canary.of("acme")])
    assert response.status_code in (403, 405), response.status_code
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    response = places.ask(method, path, at="bolt", session=session, forbidden=nothing("bolt"))
    assert is_to_login(response) or response.status_code == 405, response.status_code
    count("lost the place")
    count("login deactivated")


@each(lambda e: theirs(e) and e.ours and e.side == "hq", methods=["GET"])
def test_who_lost_the_role_at_head_office_is_refused_at_the_next_request(places, endpoint, method):
    user = places.person(endpoint.asker, "hq")
    session = places.session(user, "hq")
    user.staff_roles.update(active=False)
    response = places.ask(method, own_path(places, endpoint), at="hq", session=session,
                          forbidden=[canary.beyond_name("acme"), canary.beyond_name("bolt")])  # fmt: skip
    assert response.status_code in (403, 405), response.status_code
    count("lost the place")


@each(lambda e: e.side == "distributor")
def test_a_suspended_portal_lets_nobody_in(places, endpoint, method):
    """SEC-10: not its owner, not the public pages, not the login."""
    session = places.session(places.person("owner", "bolt"), "bolt")
    path = own_path(places, endpoint)
    try:
        suspend_distributor(places.world.bolt, by=system(), reason="test")
        response = places.ask(method, path, at="bolt", session=session, forbidden=nothing("bolt"))
    finally:
        forget()
    count("suspended")
    assert response.status_code == 403


def forget():
    """Drop the distributors kept by the process: the rollback does not tell it."""
    from tenants import hosts

    hosts._kept.clear()


@pytest.mark.parametrize("field", ["since", "seen"])
def test_an_old_session_is_nobodys(places, settings, field):
    """SEC-17: 12 hours in all, and the idle time."""
    session = places.session(places.person("owner", "bolt"), "bolt", **{field: 1})
    assert is_to_login(places.ask("GET", "/orders/", at="bolt", session=session))
