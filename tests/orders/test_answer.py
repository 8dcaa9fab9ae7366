"""The customer's answer by the signed link."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache

from orders.domain.answer import link_of, send_link, token_of, write_message
from orders.domain.quotation import revise_quotation, withdraw_quotation
from orders.models import Quotation, QuotationMessage
from portal.lib import dates
from tenants.context import inside
from tests.builders import in_the_portal, read
from tests.orders.papers import a_customer, issued, submitted


@pytest.fixture(autouse=True)
def _no_counters(db):
    cache.clear()


def path_of(distributor, quotation):
    return f"/q/{token_of(distributor, quotation)}/"


ACCEPT = {"do": "accept", "name": "曾建国", "agreed": "on"}


def test_the_customer_reads_the_offer_without_a_login_and_nothing_else(world, client_of):
    quotation = issued(world, ("G-1", 2, {"unit_price": 120}))
    page = client_of(at="acme").get(path_of(world.acme, quotation))
    text = page.content.decode()
    assert page.status_code == 200 and "240.00" in text and "noindex" in page["X-Robots-Tag"]
    assert "113.00" not in text and "80.00" not in text  # neither what the distributor pays nor the floor
    assert client_of(at="acme").get(path_of(world.acme, quotation) + "quotation.pdf").content[:4] == b"%PDF"


def test_the_page_keeps_its_link_to_itself_and_can_still_be_answered(world, client_of):
    page = client_of(at="acme").get(path_of(world.acme, issued(world)))
    assert (
        page["Referrer-Policy"] == "same-origin"
    )  # "no-referrer" makes browsers send Origin: null, which CSRF refuses


def test_the_customer_accepts_once(world, client_of):
    quotation = issued(world)
    path = path_of(world.acme, quotation)
    assert client_of(at="acme").post(path + "answer/", ACCEPT).status_code == 302
    now = read(world.acme, Quotation, quotation.pk)
    assert (now.status, now.accepted_by_name) == ("accepted", "曾建国")
    decline = {"do": "decline", "name": "曾建国", "text": "too dear"}
    assert client_of(at="acme").post(path + "answer/", decline).status_code == 409


def test_accepting_needs_a_name_and_the_tick(world, client_of):
    quotation = issued(world)
    for missing in ("name", "agreed"):
        answer = client_of(at="acme").post(path_of(world.acme, quotation) + "answer/", ACCEPT | {missing: ""})
        body = {name: value for name, value in ACCEPT.items() if name != missing}
        answer = client_of(at="acme").post(path_of(world.acme, quotation) + "answer/", body)
        assert answer.status_code == 422
    assert read(world.acme, Quotation, quotation.pk).status == "issued"


def test_declining_needs_a_reason(world, client_of):
    quotation = issued(world)
    path = path_of(world.acme, quotation) + "answer/"
    assert client_of(at="acme").post(path, {"do": "decline", "name": "曾"}).status_code == 422
    assert client_of(at="acme").post(path, {"do": "decline", "name": "曾", "text": "too dear"}).status_code == 302
    now = read(world.acme, Quotation, quotation.pk)
    assert (now.status, now.answer) == ("declined", "too dear")


def test_a_question_reaches_the_thread_and_inner_messages_stay_inside(world, client_of):
    quotation = issued(world)
    path = path_of(world.acme, quotation)
    assert (
        client_of(at="acme").post(path + "ask/", {"name": "曾", "text": "<script>x</script> when?"}).status_code == 302
    )
    say = {"by": world.member("sales")}
    in_the_portal(world.acme, write_message, world.acme, quotation.pk, "for head office", **say)
    in_the_portal(world.acme, write_message, world.acme, quotation.pk, "in a week", inner=False, **say)
    text = client_of(at="acme").get(path).content.decode()
    assert "in a week" in text and "for head office" not in text and "<script>x" not in text
    with inside(world.acme):
        assert QuotationMessage.objects.filter(side="customer").count() == 1


def test_the_link_of_one_distributor_is_nothing_at_another(world, client_of):
    quotation = issued(world)
    token = token_of(world.acme, quotation)
    for at in ("bolt", "hq", "www"):
        assert client_of(at=at).get(f"/q/{token}/").status_code == 404
    assert client_of(at="bolt").post(f"/q/{token}/answer/", ACCEPT).status_code == 404
    assert read(world.acme, Quotation, quotation.pk).status == "issued"


def test_a_forged_link_and_one_of_an_unissued_quotation_are_nothing(world, client_of):
    token = token_of(world.acme, issued(world))
    unissued = token_of(world.acme, submitted(world))
    for wrong in (token[:-1] + ("a" if token[-1] != "a" else "b"), "x", unissued):
        assert client_of(at="acme").get(f"/q/{wrong}/").status_code == 404


def test_after_its_last_day_the_page_says_expired_and_shows_no_price(world, client_of):
    quotation = issued(world, ("G-1", 7))
    path = path_of(world.acme, quotation)
    with dates.at(dates.now() + timedelta(days=31)):
        text = client_of(at="acme").get(path).content.decode()
        assert "Expired" in text and "791.00" not in text
        assert client_of(at="acme").post(path + "answer/", ACCEPT).status_code == 409
        assert client_of(at="acme").get(path + "quotation.pdf").status_code == 404


def test_a_replaced_and_a_withdrawn_quotation_say_so(world, client_of):
    by = world.member("sales")
    replaced, withdrawn = issued(world), issued(world)
    in_the_portal(world.acme, revise_quotation, world.acme, replaced.pk, by=by)
    in_the_portal(world.acme, withdraw_quotation, world.acme, withdrawn.pk, by=by, reason="mistake")
    for quotation, word in ((replaced, "Replaced"), (withdrawn, "Withdrawn")):
        text = client_of(at="acme").get(path_of(world.acme, quotation)).content.decode()
        assert word in text and "226.00" not in text
        assert client_of(at="acme").post(path_of(world.acme, quotation) + "answer/", ACCEPT).status_code == 409


def test_too_many_answers_are_turned_away(world, client_of):
    quotation = issued(world)
    path = path_of(world.acme, quotation) + "ask/"
    codes = [client_of(at="acme").post(path, {"name": "曾", "text": "?"}).status_code for _turn in range(12)]
    assert codes[0] == 302 and codes[-1] == 429


def test_the_link_is_mailed_on_request(world, client_of, django_capture_on_commit_callbacks):
    a_customer(world, contacts=[{"name": "曾建国", "email": "zeng@example.com"}])
    quotation = issued(world)
    with django_capture_on_commit_callbacks(execute=True):
        in_the_portal(
            world.acme, send_link, world.acme, quotation.pk, by=world.member("sales"), email="zeng@example.com"
        )
    (letter,) = mail.outbox
    assert letter.to == ["zeng@example.com"] and link_of(world.acme, quotation)[:30] in letter.body
