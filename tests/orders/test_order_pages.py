"""The portal's order pages: enter, submit, follow, amend, confirm; another distributor's number is not there."""

from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from catalog.models import Product
from orders.models import Order
from portal.lib.workbooks import workbook
from tenants.context import inside
from tests import builders

pytestmark = pytest.mark.django_db


def form(*rows, do="submit", key="", **fields):
    """What the page of a new order sends: rows are (SKU, quantity)."""
    data = {"do": do, "idempotency_key": key or uuid4().hex, "rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    for number, (sku, quantity) in enumerate(rows):
        data |= {f"rows-{number}-sku": sku, f"rows-{number}-quantity": quantity, f"rows-{number}-note": ""}
    return data | fields


def orders_of(distributor):
    with inside(distributor):
        return list(Order.objects.order_by("number"))


def test_pasted_rows_become_an_order_that_waits_for_review(world, acme, client_of):
    sales = client_of("sales")
    page = sales.post("/orders/new/", form(("", ""), do="check", pasted="SKU\t数量\nG-1\t2\ng-2\t1,000\n"))
    assert [row.line.price for row in page.context["grid"].forms if row.line] == [113, 113]
    assert page.context["totals"]["gross"] == Decimal("113226.00")
    answer = sales.post("/orders/new/", form(("G-1", "2"), ("g-2", "1,000"), purchase_order="PO-7"))
    [order] = orders_of(acme)
    assert answer.status_code == 302
    assert answer["Location"] == f"/orders/{order.number}/"
    assert (order.status, order.purchase_order, order.total) == ("submitted", "PO-7", Decimal("113226.00"))


def test_an_uploaded_sheet_fills_the_rows(client_of):
    content = workbook(
        "采购", [("备注", "text"), ("数量", "number"), ("货号", "text")], [["急", 3, "G-3"], ["", 1, "G-4"]]
    )
    page = client_of("sales").post("/orders/new/", form(("", "")) | {"file": SimpleUploadedFile("采购.xlsx", content)})
    typed = [
        (row.line.typed.sku, row.line.typed.quantity, row.line.typed.note)
        for row in page.context["grid"].forms
        if row.line
    ]
    assert typed == [("G-3", "3", "急"), ("G-4", "1", "")]


def test_an_unknown_row_stays_with_its_closest_matches_and_blocks_the_order(acme, client_of):
    page = client_of("sales").post("/orders/new/", form(("G-1", "1"), ("G-11", "2"), note="keep me"))
    assert page.status_code == 409
    row = page.context["grid"].forms[1].line
    assert row.state == "unknown"
    assert row.matches[0]["sku"] == "G-1"
    text = page.content.decode()
    assert "There is no product “G-11” on sale." in text
    assert "keep me" in text
    assert orders_of(acme) == []


def test_a_quantity_below_the_smallest_order_says_so_at_its_row(acme, client_of):
    Product.objects.filter(sku="G-2").update(min_quantity=10, pack=5)
    sales = client_of("sales")
    assert "G-2 is sold from 10 台 on." in sales.post("/orders/new/", form(("G-2", "5"))).content.decode()
    assert "G-2 is sold in packs of 5." in sales.post("/orders/new/", form(("G-2", "12"))).content.decode()
    assert orders_of(acme) == []


def test_a_form_sent_twice_makes_one_order(acme, client_of):
    sales, sent = client_of("sales"), form(("G-1", "1"))
    first, second = sales.post("/orders/new/", sent), sales.post("/orders/new/", sent)
    assert first["Location"] == second["Location"]
    assert len(orders_of(acme)) == 1


def test_a_draft_is_edited_and_submitted_and_a_stale_page_is_told(world, acme, client_of):
    draft, sales = builders.a_draft(world, ("G-1", 1)), client_of("sales")
    stale = form(("G-1", "9"), do="draft", version=draft.version)
    sales.post(f"/orders/{draft.number}/edit/", form(("G-2", "3"), version=draft.version))
    [order] = orders_of(acme)
    assert (order.status, order.total) == ("submitted", Decimal("339.00"))
    answer = sales.post(f"/orders/{draft.number}/edit/", stale, follow=True)
    assert "cannot be edited" in answer.content.decode()


def test_an_order_edited_by_another_meanwhile_is_not_overwritten(world, client_of):
    draft, sales = builders.a_draft(world, ("G-1", 1)), client_of("sales")
    sales.post(f"/orders/{draft.number}/edit/", form(("G-2", "3"), do="draft", version=draft.version))
    answer = sales.post(f"/orders/{draft.number}/edit/", form(("G-5", "9"), do="draft", version=draft.version))
    assert answer.status_code == 409
    assert "was changed meanwhile" in answer.content.decode()
    assert 'value="G-5"' in answer.content.decode()


def test_a_returned_order_shows_the_reason_and_is_amended(world, acme, client_of):
    order = builders.a_submitted_order(world, ("G-1", 1))
    builders.decide(world, order, "order_desk", approve=False, note="Please add the tripod.")
    sales = client_of("sales")
    assert "Please add the tripod." in sales.get(f"/orders/{order.number}/").content.decode()
    assert "Please add the tripod." in sales.get("/").content.decode()
    sales.post(f"/orders/{order.number}/edit/", form(("G-1", "1"), ("G-2", "1"), version=order.version))
    assert [(o.status, o.total) for o in orders_of(acme)] == [("submitted", Decimal("226.00"))]


def test_the_order_page_says_who_has_it_and_since_when(world, client_of):
    order = builders.a_submitted_order(world)
    page = client_of("clerk").get(f"/orders/{order.number}/")
    where = page.context["where"]
    assert (where.place, where.who, where.since) == (
        "Order review",
        "head office · Order desk",
        builders.waiting(order).created_at,
    )
    assert not where.late


def test_a_held_order_says_what_frees_it(world, client_of):
    order = builders.a_submitted_order(world, ("G-1", 900), ("G-2", 1))
    builders.decide(world, order, "order_desk")
    builders.decide(world, order, "finance")
    page = client_of("sales").get(f"/orders/{order.number}/").content.decode()
    assert "Over the credit limit by 1,813.00: pay that, or take line 1 out" in page


def test_delivery_is_confirmed_once_however_often_it_is_sent(world, acme, client_of):
    order = builders.an_approved_order(world)
    sent, sales = builders.a_shipment(world, order), client_of("sales")
    for _time in range(2):
        assert sales.post(f"/shipments/{sent.number}/deliver/")["Location"] == f"/orders/{order.number}/"
    assert [o.status for o in orders_of(acme)] == ["delivered"]


def test_an_order_is_cancelled_with_a_reason_until_it_is_approved(world, acme, client_of):
    order, sales = builders.a_submitted_order(world), client_of("sales")
    assert sales.post(f"/orders/{order.number}/cancel/", {"reason": " "}).status_code == 409
    sales.post(f"/orders/{order.number}/cancel/", {"reason": "customer gave up"})
    assert [o.status for o in orders_of(acme)] == ["cancelled"]
    approved = builders.an_approved_order(world)
    answer = sales.post(f"/orders/{approved.number}/cancel/", {"reason": "late"})
    assert answer.status_code == 409
    assert "Ask the order desk to cancel it." in answer.content.decode()


def test_another_distributors_order_is_not_there(world, client_of):
    order = builders.a_submitted_order(world)
    stranger = client_of("stranger")
    for path in (f"/orders/{order.number}/", f"/orders/{order.number}/edit/", f"/orders/new/?repeat={order.number}"):
        assert stranger.get(path).status_code == 404
    for path in (f"/orders/{order.number}/submit/", f"/orders/{order.number}/cancel/"):
        assert stranger.post(path).status_code == 404
    assert order.number not in stranger.get("/orders/").content.decode()
    assert stranger.get("/search/", {"q": order.number}).context["groups"] == []


def test_a_repeated_order_and_the_catalogues_choice_prefill_the_rows(world, client_of):
    order, sales = builders.a_submitted_order(world, ("G-3", 7)), client_of("sales")

    def rows(page):
        return [(f.line.typed.sku, f.line.typed.quantity) for f in page.context["grid"].forms if f.line]

    assert rows(sales.get(f"/orders/new/?repeat={order.number}")) == [("G-3", "7")]
    assert rows(sales.get("/orders/new/?sku=G-1,G-2")) == [("G-1", "1"), ("G-2", "1")]


def test_a_customer_is_found_or_the_field_says_what_to_do(client_of):
    page = client_of("sales").post("/orders/new/", form(("G-1", "1"), customer="nobody"))
    assert page.status_code == 422
    assert "There is no customer “nobody”." in page.content.decode()


def test_the_table_of_orders_exports_what_it_shows(world, client_of):
    order = builders.a_submitted_order(world, ("G-1", 2))
    builders.a_draft(world)
    content = client_of("sales").get("/orders/?status=submitted&export=xlsx").content
    [_head, row] = load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
    assert row[0] == order.number
    assert row[4] == 226


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_pages_take_as_many_queries_for_one_row_as_for_many(world, client_of):
    sales = client_of("sales")
    order = builders.an_approved_order(world, ("G-1", 1))
    builders.a_shipment(world, order)
    pages = ["/", "/orders/", "/shipments/", "/receipts/", "/search/?q=2026"]
    once = {page: queries(sales, page) for page in pages} | {"order": queries(sales, f"/orders/{order.number}/")}
    for _time in range(4):
        many = builders.an_approved_order(world, ("G-1", 1), ("G-2", 2), ("G-3", 1), ("G-4", 1))
        builders.a_shipment(world, many)
    builders.a_submitted_order(world)
    again = {page: queries(sales, page) for page in pages} | {"order": queries(sales, f"/orders/{many.number}/")}
    assert again == once


def test_the_grid_answers_with_prices_for_any_number_of_rows_in_the_same_queries(client_of):
    sales = client_of("sales")

    def count(*rows):
        with CaptureQueriesContext(connection) as captured:
            assert sales.post("/orders/rows/", form(*rows)).status_code == 200
        return len(captured)

    assert count(("G-1", "1"), ("X", "1")) == count(*[(f"G-{n}", "1") for n in range(1, 6)] * 6, ("X", "1"), ("Y", "2"))
