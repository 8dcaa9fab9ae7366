"""Real threads against real locks. Approval, credit, stock, numbers and conversion have a twin with the lock off, which
goes wrong: so the race is one. (Parallel shipments and receipts have none.)

These tests commit, in a world of their own; they run after all the others (tests/conftest.py).
"""

import threading
import time
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import translation

from catalog.domain import stock as stock_verbs
from catalog.models import Stock
from customers.domain.customer import add_customer
from distributors.domain import credit
from distributors.models import ChannelOrder, CreditAccount, Decision, LedgerEntry
from orders.domain import approval, conversion, order, shipment
from orders.domain.answer import accept_quotation
from orders.domain.lines import Row
from orders.domain.offer import OfferRow
from orders.domain.quotation import decide_quotation, draft_quotation, submit_quotation
from orders.domain.receipt import allocate_receipt, record_receipt
from orders.domain.verify import differences_of
from orders.models import Order, Quotation, QuotationLine
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.rows import RowQuerySet
from tenants.context import inside
from tests import builders

D = Decimal
pytestmark = pytest.mark.race


@pytest.fixture(scope="module")
def live(django_db_setup, django_db_blocker):
    """A committed world, and the database open to threads."""
    with django_db_blocker.unblock():
        yield builders.a_world(prefix="race-")
        connection.bind(None)


def at_once(*actions):
    """Run the actions in threads that start together. Returns what each returned or raised."""
    results, gate = [None] * len(actions), threading.Barrier(len(actions))

    def run(place, action):
        try:
            gate.wait()
            with translation.override("en"):
                results[place] = action()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def errors(results):
    return [result for result in results if isinstance(result, Exception)]


def slowly(monkeypatch, module, name):
    """Make a step of a verb take a moment, so that two threads surely meet in it."""
    real = getattr(module, name)

    def slow(*args, **kwargs):
        answer = real(*args, **kwargs)
        time.sleep(0.15)
        return answer

    monkeypatch.setattr(module, name, slow)


@contextmanager
def locks_off(monkeypatch):
    """Row locks are not taken: what the twins run with."""
    with monkeypatch.context() as patch:
        patch.setattr(RowQuerySet, "locked", lambda self, pk: self.get(pk=pk))
        patch.setattr(RowQuerySet, "select_for_update", lambda self, *a, **k: self.all())
        patch.setattr(QuerySet, "select_for_update", lambda self, *a, **k: self.all())
        yield


def test_a_race_has_a_world_of_its_own(live, world):
    """(It also uses the fixture that makes the test database, which a run of races alone needs.)"""
    assert live.acme.schema_name != world.acme.schema_name


# ── one step, two deciders ──────────────────────────────────────────────────────────────────────────────────────────
def two_deciders(live, monkeypatch):
    document = builders.a_submitted_order(live)
    waiting = builders.waiting(document)
    members = [live.member("order_desk"), live.member("other_desk")]
    slowly(monkeypatch, approval.approval, "check_decider")
    results = at_once(*[lambda m=m: approval.decide_order(waiting, by=m, approve=True) for m in members])
    return document, results


def test_of_two_deciders_one_wins_and_the_other_is_told(live, monkeypatch):
    document, results = two_deciders(live, monkeypatch)
    (refused,) = errors(results)
    assert isinstance(refused, Refused)
    assert "already decided" in str(refused)
    assert Decision.objects.filter(document=document.pk, part="review").count() == 1


def test_without_the_lock_both_deciders_pass_the_check(live, monkeypatch):
    with locks_off(monkeypatch):
        document, results = two_deciders(live, monkeypatch)
    decisions = Decision.objects.filter(document=document.pk, part="review").count()
    assert decisions == 2 or any(not isinstance(error, Refused) for error in errors(results))


# ── credit ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def orders_against_a_limit(live, monkeypatch, count=4):
    """Four orders of 113 each, room for two, all approved by finance at once. Returns the exposure over the limit."""
    documents = [builders.a_submitted_order(live, distributor=live.bolt, by="stranger") for _ in range(count)]
    for document in documents:
        builders.decide(live, document, "order_desk")
    CreditAccount.objects.filter(distributor=live.bolt).update(limit=credit.exposure(live.bolt) + D(250))
    finance = live.member("finance")
    requests = [builders.waiting(document) for document in documents]
    slowly(monkeypatch, credit, "exposure")
    results = at_once(*[lambda r=r: approval.decide_order(r, by=finance, approve=True) for r in requests])
    assert not errors(results)
    limit = CreditAccount.objects.get(distributor=live.bolt).limit
    approved = ChannelOrder.objects.filter(pk__in=[d.pk for d in documents], status="approved").count()
    return credit.exposure(live.bolt) - limit, approved


def test_parallel_approvals_never_break_the_credit_limit(live, monkeypatch):
    over, approved = orders_against_a_limit(live, monkeypatch)
    assert over <= 0
    assert approved == 2


def test_without_the_credit_lock_the_limit_breaks(live, monkeypatch):
    with locks_off(monkeypatch):
        over, _approved = orders_against_a_limit(live, monkeypatch)
    assert over > 0


# ── stock ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def parallel_reservations(live, monkeypatch, count=5):
    """Five orders of 4 pieces each want the last 10 of G-5, at once."""
    documents = [builders.an_approved_order(live, ("G-5", 4)) for _ in range(count)]
    row = Stock.objects.get(product__sku="G-5")
    stock_verbs.adjust_stock({row.product_id: row.reserved + 10}, document="count", by=live.member("warehouse"))
    by = live.member("warehouse")
    slowly(monkeypatch, stock_verbs, "_locked")
    results = at_once(*[lambda d=d: shipment.allocate_order(live.acme, d.pk, by=by) for d in documents])
    given = sum((sum(r.values()) for r in results if isinstance(r, dict)), D(0))
    return given, results


def test_the_last_ten_pieces_are_promised_once(live, monkeypatch):
    given, results = parallel_reservations(live, monkeypatch)
    assert given == 10
    assert all(isinstance(error, Refused) for error in errors(results))


def test_without_the_stock_lock_they_are_promised_twice_or_the_constraint_stops_it(live, monkeypatch):
    with locks_off(monkeypatch):
        given, results = parallel_reservations(live, monkeypatch)
    assert given > 10 or any(not isinstance(error, Refused) for error in errors(results))


def test_no_more_is_shipped_than_is_reserved_by_forty_parallel_shipments(live):
    document = builders.an_approved_order(live, ("G-4", 10))
    by = live.member("warehouse")
    shipment.allocate_order(live.acme, document.pk, by=by)
    ship = lambda: shipment.dispatch_order(live.acme, document.pk, {1: D(1)}, by=by)  # noqa: E731
    results = [result for _wave in range(4) for result in at_once(*[ship] * 10)]
    assert len(errors(results)) == 30
    assert all(isinstance(error, Refused) for error in errors(results))
    assert builders.read(live.acme, Order, document.pk).status == Order.Status.SHIPPED


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def parallel_numbers(place, by, count=12):
    enter = lambda: order.enter_order(place, [Row("G-1", D(1))], by=by).number  # noqa: E731
    return at_once(*[enter] * count)


def test_numbers_given_in_parallel_have_neither_gap_nor_double(live):
    by = live.member("sales")
    before = order.enter_order(live.acme, [Row("G-1", D(1))], by=by).number
    numbers = sorted(int(n.rsplit("-", 1)[1]) for n in parallel_numbers(live.acme, by))
    start = int(before.rsplit("-", 1)[1])
    assert numbers == list(range(start + 1, start + 13))


def test_a_number_made_of_the_highest_plus_one_is_given_twice(live, monkeypatch):
    def highest_plus_one(distributor, kind):
        last = Order.objects.order_by("-number").values_list("number", flat=True).first()
        time.sleep(0.1)
        return f"{last[:-5]}{int(last[-5:]) + 1:05d}"

    monkeypatch.setattr(order, "next_number", highest_plus_one)
    assert errors(
        parallel_numbers(live.bolt, live.member("stranger"), count=4)
    )  # the unique constraint stops the double, with a crash


# ── conversion ──────────────────────────────────────────────────────────────────────────────────────────────────────
def an_accepted_quotation(live):
    sales = live.member("sales")
    customer = add_customer(live.acme, by=sales, name=f"客户 {time.monotonic_ns()}", anyway=True)
    quotation = draft_quotation(live.acme, customer.pk, [OfferRow("G-1", D(5))], by=sales)
    submit_quotation(live.acme, quotation.pk, by=sales)
    decide_quotation(builders.waiting(quotation), by=live.member("order_desk"), approve=True)
    return accept_quotation(live.acme, quotation.pk, name="王")


def parallel_conversions(live, monkeypatch):
    quotation = an_accepted_quotation(live)
    by = live.member("sales")
    slowly(monkeypatch, conversion, "_chosen")
    results = at_once(*[lambda: conversion.convert_quotation(live.acme, quotation.pk, by=by)] * 3)
    with inside(live.acme):
        made = Order.objects.filter(quotation=quotation.pk).count()
        ordered = QuotationLine.objects.get(quotation=quotation.pk).converted
        assert Quotation.objects.filter(pk=quotation.pk).exists()
    return made, ordered, results


def test_a_quotation_is_converted_once(live, monkeypatch):
    made, ordered, results = parallel_conversions(live, monkeypatch)
    assert (made, ordered) == (1, 5)
    assert all(isinstance(error, Refused) for error in errors(results))


def test_without_the_lock_it_is_converted_twice_or_the_constraint_stops_it(live, monkeypatch):
    with locks_off(monkeypatch):
        made, _ordered, results = parallel_conversions(live, monkeypatch)
    assert made > 1 or any(not isinstance(error, Refused) for error in errors(results))


# ── money ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_one_receipt_is_not_allocated_twice(live):
    finance = live.member("finance")
    documents = [builders.an_approved_order(live, ("G-2", 1)) for _ in range(4)]
    receipt = record_receipt(live.acme, D(150), received_on=dates.today(), by=finance, shares={})
    pay = [lambda d=d: allocate_receipt(live.acme, receipt.pk, {d.pk: D(113)}, by=finance) for d in documents]
    results = at_once(*pay)
    assert len(errors(results)) == 3
    assert all(isinstance(error, Refused) for error in errors(results))


def test_after_all_races_the_ledger_agrees_with_the_rows(live):
    assert LedgerEntry.objects.filter(distributor=live.acme).exists()
    assert differences_of(live.acme) == []
