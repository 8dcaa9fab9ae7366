"""Who is who at which host: SEC-9, 10, 13, 16, 17, 18, 19."""

import time

import pytest
from django.conf import settings
from django.test import Client

from distributors.domain.distributor import reopen_distributor, suspend_distributor
from tenants.domain.staff import deactivate_membership, set_staff_roles
from tenants.models import Membership, User
from tests.builders import PASSWORD

LOGIN = "/account/login/"


def log_in(host, email, password=PASSWORD, **more):
    client = Client(HTTP_HOST=host)
    return client, client.post(LOGIN, {"login": email, "password": password} | more)


def sent_to_login(response):
    return response.status_code == 302 and response["Location"].startswith(LOGIN)


def test_a_person_logs_in_at_their_portal(world):
    client, answer = log_in("acme.localhost", "sales@example.com")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/profile/").status_code == 200


def test_a_session_of_one_portal_is_nobody_at_another(world):
    client, _answer = log_in("acme.localhost", "both@example.com")
    elsewhere = Client(HTTP_HOST="bolt.localhost")
    elsewhere.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert sent_to_login(elsewhere.get("/profile/"))


def test_the_cookie_is_for_its_host_alone(world):
    client, _answer = log_in("acme.localhost", "sales@example.com")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["domain"], cookie["httponly"], cookie["samesite"], cookie["path"]) == ("", True, "Lax", "/")


def test_the_session_has_another_id_after_the_login(world):
    client = Client(HTTP_HOST="acme.localhost")
    client.get(LOGIN)
    client.cookies[settings.SESSION_COOKIE_NAME] = before = "a" * 32
    client.post(LOGIN, {"login": "sales@example.com", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_a_logout_ends_the_session(world):
    client, _answer = log_in("acme.localhost", "sales@example.com")
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post("/account/logout/")
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert sent_to_login(client.get("/profile/"))


def test_another_password_ends_every_session(world):
    client, _answer = log_in("acme.localhost", "sales@example.com")
    user = User.objects.get(email="sales@example.com")
    user.set_password("another long password")
    user.save()
    assert sent_to_login(client.get("/profile/"))


@pytest.mark.parametrize(
    ("key", "age"), [("seen", settings.SESSION_IDLE_SECONDS + 5), ("since", settings.SESSION_COOKIE_AGE + 5)]
)
def test_a_session_ends_when_it_is_idle_or_old(world, key, age):
    client, _answer = log_in("acme.localhost", "sales@example.com")
    session = client.session
    session[key] = int(time.time()) - age
    session.save()
    assert sent_to_login(client.get("/profile/"))


@pytest.mark.parametrize("url", ["//evil.example/", "/\\evil.example", "https:evil", "https://bolt.localhost/", "\\/e"])
def test_after_the_login_one_goes_to_an_own_path_only(world, url):
    _client, answer = log_in("acme.localhost", "sales@example.com", next=url)
    assert answer["Location"] == "/"


def test_an_own_path_is_taken(world):
    _client, answer = log_in("acme.localhost", "sales@example.com", next="/orders/")
    assert answer["Location"] == "/orders/"


def test_a_post_with_the_origin_of_another_portal_is_refused(world):
    client = Client(HTTP_HOST="acme.localhost", enforce_csrf_checks=True)
    client.get(LOGIN)
    token = client.cookies["csrftoken"].value
    form = {"login": "sales@example.com", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post(LOGIN, form, HTTP_ORIGIN="http://bolt.localhost").status_code == 403


def test_a_page_is_not_kept_by_anybody(world):
    client, _answer = log_in("acme.localhost", "sales@example.com")
    assert "no-store" in client.get("/profile/")["Cache-Control"]


def test_wrong_passwords_are_counted_over_all_portals(world):
    for n in range(12):
        host = f"{('acme', 'bolt', 'hq')[n % 3]}.localhost"
        _client, answer = log_in(host, "sales@example.com", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    _client, answer = log_in("acme.localhost", "sales@example.com")  # even the right one, now
    assert answer.status_code != 302


def test_a_known_and_an_unknown_address_get_the_same_answer(world):
    _client, known = log_in("acme.localhost", "sales@example.com", "wrong password")
    _client, unknown = log_in("acme.localhost", "nobody@example.com", "wrong password")
    assert known.status_code == unknown.status_code == 200
    assert known.content.count(b"error") == unknown.content.count(b"error")
    reset = [
        Client(HTTP_HOST="acme.localhost").post("/account/password/reset/", {"email": email})["Location"]
        for email in ("sales@example.com", "nobody@example.com")
    ]
    assert reset[0] == reset[1]


def test_who_has_no_place_here_is_refused(world):
    for host, email in [("hq.localhost", "sales@example.com"), ("acme.localhost", "order_desk@example.com")]:
        client, _answer = log_in(host, email)
        assert client.get("/profile/").status_code == 403


def test_an_unknown_host_gets_one_constant_answer(db):
    answers = {
        Client(HTTP_HOST=h).get("/x").content for h in ("nosuch.localhost", "a.b.localhost", "evil.example", "x_")
    }
    assert answers == {b"Not found"}
    assert Client(HTTP_HOST="nosuch.localhost").get("/").status_code == 404


def test_a_suspended_portal_is_closed_until_it_is_reopened(world, client_of):
    admin, client = world.member("administrator"), client_of("sales")
    assert client.get("/profile/").status_code == 200
    suspend_distributor(world.acme, by=admin, reason="unpaid")
    assert client.get("/profile/").status_code == 403
    assert Client(HTTP_HOST="acme.localhost").get(LOGIN).status_code == 403
    reopen_distributor(world.acme, by=admin)
    assert client.get("/profile/").status_code == 200
    assert [e.what for e in world.acme.events.order_by("at")] == ["suspended", "active"]


def test_a_deactivated_person_is_refused_at_the_next_page(world, client_of):
    client = client_of("sales")
    assert client.get("/profile/").status_code == 200
    place = Membership.objects.get(user=world.users["sales"], distributor=world.acme)
    deactivate_membership(place, by=world.member("owner"))
    assert client.get("/profile/").status_code == 403


def test_a_demoted_person_loses_the_right_at_the_next_page(world, client_of):
    client = client_of("two_hats")
    assert client.get("/distributors/acme/credit/").status_code == 200
    set_staff_roles(world.users["two_hats"], ["order_desk"], by=world.member("administrator"))
    assert client.get("/distributors/acme/credit/").status_code == 403


def test_a_disabled_login_is_nobody(world, client_of):
    client = client_of("order_desk")
    User.objects.filter(email="order_desk@example.com").update(is_active=False)
    assert sent_to_login(client.get("/profile/"))


def test_forced_to_a_second_factor_an_approver_reaches_nothing_before(world, client_of, settings):
    settings.FORCE_MFA = True
    client = client_of("order_desk")
    for path in ("/distributors/", "/profile/", "/switch/", "/distributors/acme/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/totp/activate/"), path
    assert client.post("/distributors/acme/visit/", {"reason": "a look"})["Location"] == "/account/2fa/totp/activate/"
    session = client.session
    session["mfa"] = True
    session.save()
    assert client.get("/distributors/").status_code == 200


def test_who_decides_nothing_is_not_forced(world, client_of, settings):
    settings.FORCE_MFA = True
    assert client_of("sales").get("/profile/").status_code == 200
