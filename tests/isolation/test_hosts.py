"""Host names, ways back after a login, and forms sent from another origin."""

from urllib.parse import urlsplit

import pytest

from tests.builders import PASSWORD
from tests.isolation.cases import PLACE, count, each, own_path
from tests.isolation.places import HOSTS

NOBODY = b"Not found"
UNKNOWN = [
    "nowhere.localhost", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000", "acme.localhost.evil.com",
    "evil.com", "acme.evil.com", "x.acme.localhost", "acme..localhost", ".localhost", "d_acme.localhost",
    "public.localhost", "pg_catalog.localhost", "admin.localhost", "hq.hq.localhost", "acmelocalhost", "-acme.localhost",
    "acme-.localhost", "xn--acme.localhost", "аcme.localhost".encode().decode("latin-1"), "acme%2elocalhost",
    "acme.localhost/", "acme localhost", "*.localhost", "acme.localhost,bolt.localhost", "'; select 1--.localhost",
]  # fmt: skip
SAME = "ACME.localhost acme.LOCALHOST acme.localhost. acme.localhost:8000 acme.localhost:80 Acme.Localhost.:1".split()
TRICKS = [
    "//evil.com", "///evil.com", "/\\evil.com", "\\\\evil.com", "https:evil.com", "https:/evil.com", "https://evil.com",
    "http://bolt.localhost/orders/", "http://bolt.localhost:8000/", "http://acme.localhost.evil.com/", "javascript:alert(1)",
    "data:text/html,x", "/\t/evil.com", "\t//evil.com", " //evil.com", "/\n/evil.com", "//acme.localhost@evil.com",
    "http:///evil.com", "%2f%2fevil.com", "/%5cevil.com", "/./\\evil.com",
]  # fmt: skip


@pytest.mark.parametrize("path", ["/", "/orders/", "/account/login/", "/check/abc/"])
@pytest.mark.parametrize("host", UNKNOWN)
def test_an_unknown_host_gets_one_constant_answer(places, host, path):
    """SEC-10: it does not tell a portal that is not there from one that cannot be."""
    session = places.session(places.person("owner", "acme"), "acme")
    response = places.ask("GET", path, at="www", host=host, session=session)
    count("unknown host")
    assert (response.status_code, response.content) == (404, NOBODY)
    assert not response.cookies


@pytest.mark.parametrize("host", ["acme.localhost:80@evil.com", "acme.localhost:evil", "acme.localhost:8000:1"])
def test_a_host_with_more_than_a_port_is_refused(places, host):
    response = places.ask("GET", "/account/login/", at="acme", host=host)
    assert response.status_code in (400, 404)


@pytest.mark.parametrize("host", SAME)
def test_a_host_is_the_same_in_capitals_with_a_dot_and_a_port(places, host):
    session = places.session(places.person("owner", "acme"), "acme")
    assert places.ask("GET", "/orders/", at="acme", host=host, session=session).status_code == 200


def test_no_header_but_host_names_the_portal(places):
    session = places.session(places.person("owner", "bolt"), "bolt")
    names = ("HTTP_X_FORWARDED_HOST", "HTTP_X_HOST", "HTTP_FORWARDED", "HTTP_X_ORIGINAL_HOST")
    headers = dict.fromkeys(names, "acme.localhost") | {"HTTP_X_TENANT": "acme"}
    assert places.ask("GET", "/customers/", at="bolt", session=session, **headers).status_code == 200


def is_own_path(location):
    """As a browser reads it: without tabs and line ends, with \\ as /."""
    read = "".join(c for c in location if c not in "\t\r\n").strip().replace("\\", "/")
    parts = urlsplit(read)
    return not parts.scheme and not parts.netloc and not read.startswith("//")


@pytest.mark.parametrize("trick", TRICKS)
def test_a_login_leads_to_an_own_path_only(places, trick):
    """SEC-18."""
    login = {"login": places.person("owner", "acme").email, "password": PASSWORD, "next": trick}
    response = places.ask("POST", "/account/login/", at="acme", data=login)
    count("way back")
    assert response.status_code == 302, "the test's own login failed"
    assert is_own_path(response.url), response.url


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("path", ["/language/", "/account/logout/", "/account/reauthenticate/", "shipment-deliver"])
def test_other_ways_back_are_own_paths_too(places, path, trick):
    if path == "shipment-deliver":
        path = f"/shipments/{places.things['acme']['shipment']}/deliver/"
    session = places.session(places.person("owner", "acme"), "acme")
    data = {"next": trick, "language": "en", "password": PASSWORD}
    response = places.ask("POST", path, at="acme", session=session, data=data)
    count("way back")
    if response.status_code == 302 and not is_own_path(response.url):
        assert response.url.startswith("http://acme.localhost"), response.url


TOKEN = "k" * 32


def sent_from(places, endpoint, origin):
    at = PLACE[endpoint.side]
    role = endpoint.having[-1] if endpoint.having and not endpoint.public else None
    session = places.session(places.person(role, at), at) if role else ""
    return places.ask(
        "POST", own_path(places, endpoint), at=at, session=session, csrf=True, data={"csrfmiddlewaretoken": TOKEN},
        cookies={"csrftoken": TOKEN}, HTTP_ORIGIN=origin,
    )  # fmt: skip


@each(methods=["POST"])
def test_a_form_sent_from_another_portal_is_refused(places, endpoint, method):
    """SEC-19, on every URL."""
    places.watch.start()
    response = sent_from(places, endpoint, f"http://{HOSTS['acme']}")
    count("foreign origin")
    assert response.status_code == 403, response.status_code
    assert not places.watch.changes()


@each(lambda e: e.name in ("staff-invite", "order-new", "rule-new"), methods=["POST"])
def test_the_same_form_from_its_own_page_is_taken(places, endpoint, method):
    response = sent_from(places, endpoint, f"http://{HOSTS[PLACE[endpoint.side]]}")
    assert response.status_code != 403
