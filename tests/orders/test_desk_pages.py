"""HQ's pages for orders: decide, allocate, dispatch, record money; the right person, the right region, once."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from distributors.models import ApprovalRequest, ChannelOrder
from orders.models import Order, Receipt, Shipment
from orders.views.hq.today import waiting_for
from portal.lib import dates
from tenants.context import inside
from tests import builders

pytestmark = pytest.mark.django_db


def decision(order, approve=True, reason="", **changes):
    return {
        "version": order.version,
        "request": str(builders.waiting(order).pk),
        "decision": "approve" if approve else "return",
        "reason": reason,
    } | changes


def url(order, action="", slug="acme"):
    return f"/orders/{slug}/{order.number}/" + (f"{action}/" if action else "")


def status(order):
    return ChannelOrder.objects.get(pk=order.pk).status


def test_the_inbox_shows_each_person_their_own_step(world, client_of):
    order = builders.a_submitted_order(world)
    assert order.number in client_of("order_desk").get("/approvals/").content.decode()
    assert order.number not in client_of("finance").get("/approvals/").content.decode()
    assert order.number in client_of("finance").get("/approvals/?show=all").content.decode()


def test_review_and_recheck_by_two_people_approve_the_order(world, client_of):
    order = builders.a_submitted_order(world)
    assert client_of("order_desk").post(url(order, "decide"), decision(order))["Location"] == url(order)
    assert status(order) == "reviewed"
    client_of("finance").post(url(order, "decide"), decision(order))
    assert status(order) == "approved"


def test_finance_sees_the_room_left_and_everybody_the_next_document(world, client_of):
    order, other = builders.a_submitted_order(world, ("G-1", 2)), builders.a_submitted_order(world)
    page = client_of("finance").get(url(order))
    assert page.context["credit"] == {"limit": Decimal(100_000), "used": 0, "after": Decimal("99774.00")}
    page = client_of("order_desk").get(url(order))
    assert page.context["credit"] is None
    assert page.context["next"].url == url(other)


def test_a_return_needs_a_reason(world, client_of):
    order, desk = builders.a_submitted_order(world), client_of("order_desk")
    answer = desk.post(url(order, "decide"), decision(order, approve=False))
    assert answer.status_code == 409
    assert "Say why the order is returned" in answer.content.decode()
    desk.post(url(order, "decide"), decision(order, approve=False, reason="No address."))
    assert status(order) == "returned"


def test_a_decision_on_what_was_changed_meanwhile_is_refused(world, client_of):
    order = builders.a_submitted_order(world)
    answer = client_of("order_desk").post(url(order, "decide"), decision(order, version=order.version + 1))
    assert answer.status_code == 409
    assert "was changed meanwhile" in answer.content.decode()
    assert status(order) == "submitted"


def test_the_second_of_two_deciders_is_told_who_was_first(world, client_of):
    order = builders.a_submitted_order(world)
    same = decision(order)
    client_of("order_desk").post(url(order, "decide"), same)
    answer = client_of("other_desk").post(url(order, "decide"), same)
    assert answer.status_code == 409
    assert "was already decided: approved by order_desk." in answer.content.decode()


def test_nobody_decides_two_steps_of_one_order(world, client_of):
    order, two_hats = builders.a_submitted_order(world), client_of("two_hats")
    two_hats.post(url(order, "decide"), decision(order))
    assert "a second person has to" in two_hats.get(url(order)).content.decode()
    answer = two_hats.post(url(order, "decide"), decision(order))
    assert answer.status_code == 409
    assert status(order) == "reviewed"


def test_finance_cannot_review_and_the_warehouse_cannot_decide(world, client_of):
    order = builders.a_submitted_order(world)
    assert client_of("finance").post(url(order, "decide"), decision(order)).status_code == 409
    assert client_of("warehouse").post(url(order, "decide"), decision(order)).status_code == 403
    assert status(order) == "submitted"


def test_another_regions_order_is_not_there(world, client_of):
    order, south = builders.a_submitted_order(world), client_of("south_manager")
    assert south.get(url(order)).status_code == 404
    assert order.number not in south.get("/orders/").content.decode()
    assert order.number not in south.get("/approvals/?show=all").content.decode()
    assert south.get("/search/", {"q": order.number}).context["groups"] == []
    request = builders.waiting(order)
    assert south.get(f"/approvals/{request.pk}/").status_code == 404
    assert client_of("manager").get(url(order)).status_code == 200


def test_a_draft_is_not_head_offices_to_see(world, client_of):
    draft = builders.a_draft(world)
    assert client_of("order_desk").get(url(draft)).status_code == 404


def test_hq_reads_the_customer_only_when_the_agreement_shares_it(world, acme, client_of):
    order = builders.a_submitted_order(world)
    with inside(acme):
        Order.objects.filter(pk=order.pk).update(customer_name="Secret customer")
    desk = client_of("order_desk")
    assert "Secret customer" not in desk.get(url(order)).content.decode()
    acme.sharing = "full"
    acme.save()
    assert "Secret customer" in desk.get(url(order)).content.decode()


def test_the_warehouse_allocates_and_dispatches_in_parts_with_serial_numbers(world, acme, client_of):
    order, warehouse = builders.an_approved_order(world, ("G-1", 3), ("G-2", 1)), client_of("warehouse")
    assert order.number in warehouse.get("/shipments/").content.decode()
    warehouse.post(url(order, "allocate"))
    page = warehouse.get(url(order, "dispatch"))
    assert [form["quantity"].value() for form in page.context["parcels"].forms] == ["3", "1"]
    sent = {
        "lines-TOTAL_FORMS": 2, "lines-INITIAL_FORMS": 2, "idempotency_key": uuid4().hex,
        "carrier": "顺丰", "tracking": "SF1",
        "lines-0-position": 1, "lines-0-quantity": "2", "lines-0-serials": "S1, S2",
        "lines-1-position": 2, "lines-1-quantity": "", "lines-1-serials": "",
    }  # fmt: skip
    wrong = warehouse.post(url(order, "dispatch"), sent | {"lines-0-serials": "S1"})
    assert wrong.status_code == 409
    assert "Line 1: enter 2 different serial numbers, or none." in wrong.content.decode()
    warehouse.post(url(order, "dispatch"), sent)
    warehouse.post(url(order, "dispatch"), sent)
    with inside(acme):
        [shipment] = Shipment.objects.all()
        assert (shipment.carrier, shipment.tracking, shipment.amount) == ("顺丰", "SF1", Decimal("226.00"))
    assert status(order) == "part_shipped"
    assert shipment.number in warehouse.get("/shipments/sent/").content.decode()


def test_the_order_desk_cancels_an_approved_order_with_a_reason(world, client_of):
    order, desk = builders.an_approved_order(world), client_of("order_desk")
    assert desk.post(url(order, "cancel"), {"reason": ""}).status_code == 409
    desk.post(url(order, "cancel"), {"reason": "The project is off."})
    assert status(order) == "cancelled"
    assert client_of("warehouse").post(url(order, "cancel"), {"reason": "x"}).status_code == 403


def receipt_form(amount, **fields):
    return {"amount": amount, "received_on": dates.today().isoformat(), "method": "银行转账",
            "idempotency_key": uuid4().hex} | fields  # fmt: skip


def test_a_receipt_pays_the_oldest_order_first(world, acme, client_of):
    first, second = builders.an_approved_order(world, ("G-1", 1)), builders.an_approved_order(world, ("G-1", 2))
    finance = client_of("finance")
    page = finance.post("/receipts/new/?distributor=acme", receipt_form("200", do="propose"))
    assert [order.share for order in page.context["owing"]] == ["113.00", "87.00"]
    answer = finance.post("/receipts/new/?distributor=acme", receipt_form("¥200.00"))
    with inside(acme):
        [receipt] = Receipt.objects.all()
        assert [o.paid for o in Order.objects.order_by("number")] == [Decimal("113.00"), Decimal("87.00")]
    assert answer["Location"] == f"/receipts/acme/{receipt.number}/"
    assert receipt.number in finance.get("/receipts/").content.decode()
    assert {first.number, second.number} <= {
        a.order.number for a in finance.get(answer["Location"]).context["allocations"]
    }


def test_shares_can_be_changed_and_the_rest_allocated_later(world, acme, client_of):
    builders.an_approved_order(world, ("G-1", 1))
    second, finance = builders.an_approved_order(world, ("G-1", 2)), client_of("finance")
    too_much = finance.post(
        "/receipts/new/?distributor=acme", receipt_form("300", proposed="1", **{f"share-{second.pk}": "300"})
    )
    assert too_much.status_code == 409
    assert "is owed 226.00" in too_much.content.decode()
    finance.post("/receipts/new/?distributor=acme", receipt_form("300", proposed="1", **{f"share-{second.pk}": "226"}))
    with inside(acme):
        [receipt] = Receipt.objects.all()
    assert receipt.allocated == Decimal("226.00")
    page = finance.get(f"/receipts/acme/{receipt.number}/")
    [rest] = page.context["owing"]
    finance.post(f"/receipts/acme/{receipt.number}/allocate/", {f"share-{rest.pk}": "74"})
    with inside(acme):
        assert Receipt.objects.get().allocated == Decimal("300.00")


def test_a_reversed_receipt_is_owed_again_and_drops_out_of_the_table(world, acme, client_of):
    order, finance = builders.an_approved_order(world), client_of("finance")
    finance.post("/receipts/new/?distributor=acme", receipt_form("113"))
    with inside(acme):
        [receipt] = Receipt.objects.all()
    assert finance.post(f"/receipts/acme/{receipt.number}/reverse/", {"reason": ""}).status_code == 409
    finance.post(f"/receipts/acme/{receipt.number}/reverse/", {"reason": "Wrong payer."})
    assert ChannelOrder.objects.get(pk=order.pk).paid == 0
    assert client_of("order_desk").post(f"/receipts/acme/{receipt.number}/reverse/", {"reason": "x"}).status_code == 403


def test_what_is_owed_stands_in_its_age_class(world, client_of):
    order = builders.an_approved_order(world)
    ChannelOrder.objects.filter(pk=order.pk).update(pay_by=dates.today() - dates.timedelta(days=45))
    finance = client_of("finance")
    page = finance.get("/receipts/owed/?age=60")
    assert [row.number for row in page.context["listing"].rows] == [order.number]
    assert [figure["amount"] for figure in page.context["figures"]] == [0, 0, Decimal("113.00"), 0, 0]
    assert [row.number for row in finance.get("/receipts/owed/?age=30").context["listing"].rows] == []


@override_settings(ROOT_URLCONF="portal.urls_hq")
def test_what_waits_for_a_person_counts_only_what_they_may_decide(world):
    builders.a_submitted_order(world)
    late = builders.a_submitted_order(world)
    ApprovalRequest.objects.filter(document=late.pk).update(due_at=dates.now() - dates.timedelta(hours=1))
    [line] = waiting_for(world.member("order_desk"))
    assert (line["count"], line["late"], line["url"]) == (2, 1, "/approvals/?step=review")
    assert waiting_for(world.member("executive")) == []
    builders.an_approved_order(world)
    assert [(line["count"], line["url"]) for line in waiting_for(world.member("warehouse"))] == [(1, "/shipments/")]


def test_the_search_finds_orders_distributors_and_products(world, client_of):
    order = builders.a_submitted_order(world)
    desk = client_of("order_desk")
    assert desk.get("/search/", {"q": order.number})["Location"] == url(order)
    kinds = [group["kind"] for group in desk.get("/search/", {"q": "bjjgs"}).context["groups"]]
    assert kinds == ["distributor", "order"]
    assert [group["kind"] for group in desk.get("/search/", {"q": "g-3"}).context["groups"]] == ["product"]


def test_the_pages_take_as_many_queries_for_one_row_as_for_many(world, client_of):
    desk = client_of("two_hats")
    order = builders.an_approved_order(world, ("G-1", 1))
    builders.a_shipment(world, order)
    builders.an_approved_order(world)
    builders.a_submitted_order(world)
    client_of("finance").post("/receipts/new/?distributor=acme", receipt_form("10"))
    pages = ["/approvals/", "/orders/", "/shipments/", "/shipments/sent/", "/receipts/", "/receipts/owed/",
             "/receipts/new/?distributor=acme", "/search/?q=2026"]  # fmt: skip

    def counts(number):
        found = {}
        for page in [*pages, f"/orders/acme/{number}/"]:
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(page).status_code == 200
            found[page.replace(number, "…")] = len(captured)
        return found

    once = counts(order.number)
    for _time in range(4):
        many = builders.an_approved_order(world, ("G-1", 1), ("G-2", 2), ("G-3", 1))
        builders.a_shipment(world, many)
        builders.an_approved_order(world)
        builders.a_submitted_order(world)
        client_of("finance").post("/receipts/new/?distributor=acme", receipt_form("10"))
    assert counts(many.number) == once
