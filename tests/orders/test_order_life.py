"""One order's whole life through the verbs, with the ledger beside it."""

from decimal import Decimal

import pytest
from django.db.models import F, Sum

from distributors.models import ChannelOrder, LedgerDelta, LedgerEntry
from orders.domain import order, shipment
from orders.domain.cancellation import cancel_order
from orders.models import Order, TimelineEntry
from portal.lib.errors import Refused
from tenants.context import inside
from tests.builders import (
    a_closed_order,
    a_draft,
    a_shipment,
    a_submitted_order,
    an_approved_order,
    decide,
    in_the_portal,
    read,
    rows,
    waiting,
)

D = Decimal


def ledger(**where):
    found = LedgerEntry.objects.filter(**where).values("fact").annotate(gross=Sum(F("net") + F("tax"))).order_by()
    return {row["fact"]: row["gross"] for row in found if row["gross"]}


def test_an_order_goes_from_entry_to_closed_and_the_ledger_follows(world):
    closed = a_closed_order(world, ("G-1", 2), ("G-2", 3))
    assert closed.status == Order.Status.CLOSED
    assert closed.total == D("565.00")
    assert ledger() == dict.fromkeys(["ordered", "approved", "shipped", "collected"], D("565.00"))
    assert ChannelOrder.objects.get(pk=closed.pk).status == "closed"
    with inside(world.acme):
        path = list(TimelineEntry.objects.filter(document=closed.pk).exclude(now="").values_list("now", flat=True))
    assert path == ["draft", "submitted", "reviewed", "approved", "shipped", "delivered", "closed"]


def test_each_ledger_entry_has_its_delta_until_it_is_folded(world):
    an_approved_order(world)
    entries = LedgerEntry.objects.aggregate(n=Sum("net"), t=Sum("tax"))
    deltas = LedgerDelta.objects.aggregate(n=Sum("net"), t=Sum("tax"))
    assert entries == deltas


def test_a_returned_order_is_taken_back_from_the_ledger_and_can_be_sent_again(world):
    document = a_submitted_order(world, ("G-1", 2))
    decide(world, document, "order_desk", approve=False, note="wrong address")
    assert ledger() == {}
    returned = read(world.acme, Order, document.pk)
    assert returned.status == Order.Status.RETURNED
    by = world.member("sales")
    edited = in_the_portal(world.acme, order.edit_order, world.acme, document.pk, rows(("G-1", 1)), by=by, version=1)
    in_the_portal(world.acme, order.submit_order, world.acme, document.pk, by=by, version=edited.version)
    assert ledger() == {"ordered": D("113.00")}


def test_who_submitted_the_order_or_decided_a_step_cannot_decide_another(world):
    document = a_submitted_order(world)
    decide(world, document, "two_hats")
    with pytest.raises(Refused, match="needs a second person"):
        decide(world, document, "two_hats")
    assert decide(world, document, "finance").status == Order.Status.APPROVED


def test_an_order_changed_meanwhile_cannot_be_decided_by_what_was_seen_before(world):
    from orders.domain.approval import decide_order

    document = a_submitted_order(world)
    with pytest.raises(Refused, match="changed meanwhile"):
        decide_order(waiting(document), by=world.member("order_desk"), approve=True, version=document.version + 1)


def test_an_order_over_the_credit_limit_is_held_with_what_frees_it(world):
    document = a_submitted_order(world, ("G-1", 900), ("G-2", 10))
    decide(world, document, "order_desk")
    held = decide(world, document, "finance")
    assert held.status == Order.Status.HELD
    assert held.hold == "Over the credit limit by 2,830.00: pay that, or take line 1 out (101,700.00)."
    assert ledger() == {"ordered": D("102830.00")}


def test_parts_of_an_order_ship_one_after_the_other_to_the_cent(world):
    document = an_approved_order(world, ("G-1", 3))
    by = world.member("warehouse")
    shipment.allocate_order(world.acme, document.pk, by=by)
    amounts = [shipment.dispatch_order(world.acme, document.pk, {1: D(1)}, by=by).amount for _part in range(3)]
    assert sum(amounts) == document.total == D("339.00")
    with pytest.raises(Refused):
        shipment.dispatch_order(world.acme, document.pk, {1: D(1)}, by=by)


def test_a_cancelled_order_gives_its_stock_back(world):
    document = an_approved_order(world, ("G-3", 7))
    shipment.allocate_order(world.acme, document.pk, by=world.member("warehouse"))
    cancel_order(world.acme, document.pk, by=world.member("order_desk"), reason="customer went away")
    from catalog.models import Stock

    assert Stock.objects.get(product__sku="G-3").reserved == 0
    assert ledger() == {}


def test_the_same_key_gives_the_same_order(world):
    by, key = world.member("sales"), "one-key"
    first = in_the_portal(world.acme, order.enter_order, world.acme, rows(), by=by, key=key)
    again = in_the_portal(world.acme, order.enter_order, world.acme, rows(), by=by, key=key)
    assert first.pk == again.pk
    with pytest.raises(Refused, match="other contents"):
        in_the_portal(world.acme, order.enter_order, world.acme, rows(("G-2", 5)), by=by, key=key)


def test_numbers_have_no_gap_and_count_per_distributor(world):
    first, second = a_draft(world), a_draft(world)
    with pytest.raises(Refused):
        a_draft(world, ("NO-SUCH", 1))
    third = a_draft(world)
    other = a_draft(world, by="stranger", distributor=world.bolt)
    numbers = [int(document.number.rsplit("-", 1)[1]) for document in (first, second, third)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    assert other.number.endswith("-00001")


def test_nothing_is_shipped_before_it_is_approved(world):
    document = a_submitted_order(world)
    with pytest.raises(Refused, match="only an approved order"):
        a_shipment(world, document)


def test_who_returned_an_order_may_decide_it_when_it_comes_back_unchanged(world):
    document = a_submitted_order(world)
    decide(world, document, "order_desk", approve=False, note="call me first")
    in_the_portal(world.acme, order.submit_order, world.acme, document.pk, by=world.member("sales"))
    assert decide(world, document, "order_desk").status == Order.Status.REVIEWED


def test_cancelling_an_approved_order_frees_a_held_one(world):
    first = an_approved_order(world, ("G-1", 800))
    second = a_submitted_order(world, ("G-2", 200))
    decide(world, second, "order_desk")
    assert decide(world, second, "finance").status == Order.Status.HELD
    cancel_order(world.acme, first.pk, by=world.member("order_desk"), reason="customer went away")
    assert read(world.acme, Order, second.pk).status == Order.Status.REVIEWED
    assert decide(world, second, "finance").status == Order.Status.APPROVED


def test_finance_reads_who_submitted_the_order_and_why_it_is_held(world):
    document = a_submitted_order(world, ("G-1", 900), ("G-2", 10))
    decide(world, document, "order_desk")
    assert waiting(document).submitted_name == "sales"
    decide(world, document, "finance")
    assert waiting(document).reasons == [read(world.acme, Order, document.pk).hold]
