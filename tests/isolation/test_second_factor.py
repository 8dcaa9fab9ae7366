"""FORCE_MFA: who decides, moves money or gives rights reaches nothing before the second factor is set up (SEC-16)."""

import pytest

from tenants.permissions import ROLES, SENSITIVE
from tests.isolation import canary
from tests.isolation.cases import PLACE, count, each, own_path

SET_UP = "/account/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def forced(settings):
    settings.FORCE_MFA = True


def sensitive(endpoint):
    return [role for role in endpoint.having if ROLES[role] & SENSITIVE] if not endpoint.public else []


@each(lambda e: e.ours and sensitive(e))
def test_without_a_second_factor_every_page_leads_to_its_set_up(places, endpoint, method):
    at = PLACE[endpoint.side]
    for role in {sensitive(endpoint)[0], sensitive(endpoint)[-1]}:
        session = places.session(places.person(role, at), at)
        response = places.ask(method, own_path(places, endpoint), at=at, session=session, about=f"as {role}",
                              forbidden=[canary.beyond_name("acme"), canary.beyond_name("bolt")])  # fmt: skip
        count("no second factor")
        assert response.status_code == 405 or (response.status_code == 302 and response.url == SET_UP), (
            f"as {role}: {response.status_code} {response.headers.get('Location', '')}"
        )


def test_with_a_second_factor_the_pages_open(places):
    for role, at in (("finance", "hq"), ("owner", "bolt")):
        session = places.session(places.person(role, at), at, mfa=True)
        assert places.ask("GET", "/orders/", at=at, session=session).status_code == 200


def test_the_set_up_page_itself_is_open(places):
    session = places.session(places.person("finance", "hq"), "hq")
    response = places.ask("GET", SET_UP, at="hq", session=session)
    assert response.status_code == 200 or "reauthenticate" in response.url


def test_who_neither_decides_nor_gives_rights_needs_none(places):
    session = places.session(places.person("sales", "bolt"), "bolt")
    assert places.ask("GET", "/orders/", at="bolt", session=session).status_code == 200
