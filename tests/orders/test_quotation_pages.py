"""The pages of quotations in the portal and at HQ."""

import io

from openpyxl import load_workbook

from orders.models import Order, Quotation
from tenants.context import inside
from tests.builders import read, waiting
from tests.orders.papers import a_customer, a_quotation, accepted, issued, submitted


def form(**more):
    return {
        "customer": "中铁第五勘察设计院", "valid_days": "30", "rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0",
        "rows-0-sku": "g-1", "rows-0-quantity": "2", "rows-0-discount": "3", "rows-1-sku": "G-2",
        "rows-1-quantity": "1,0", "rows-1-unit_price": "¥110", "idempotency_key": "k", "do": "draft",
    } | more  # fmt: skip


def the_quotation(world):
    with inside(world.acme):
        return Quotation.objects.get()


def test_a_salesperson_enters_and_submits_a_quotation(world, client_of):
    a_customer(world)
    page = client_of("sales")
    answer = page.post("/quotations/new/", form(**{"rows-1-quantity": "1", "do": "submit"}))
    assert answer.status_code == 302
    quotation = the_quotation(world)
    assert (str(quotation.total), quotation.status) == ("329.22", "approved")
    assert page.get(answer["Location"]).status_code == 200


def test_a_wrong_row_stays_on_the_page_with_its_message(world, client_of):
    a_customer(world)
    for bad in ({"rows-1-quantity": "-1"}, {"rows-1-quantity": "0.0000000001"}, {"rows-0-discount": "101"},
                {"rows-1-unit_price": "NaN"}, {"rows-1-quantity": "1", "rows-1-sku": "G-9"}):  # fmt: skip
        answer = client_of("sales").post("/quotations/new/", form(**bad))
        assert answer.status_code == 409 and "Line" in answer.content.decode(), bad
    with inside(world.acme):
        assert not Quotation.objects.exists()


def test_the_grid_says_what_needs_approval_while_it_is_typed(world, client_of):
    answer = client_of("sales").post("/quotations/rows/", form(**{"rows-0-discount": "12", "rows-1-quantity": "1"}))
    assert "discount 12% is over the salesperson&#x27;s authority of 5%" in answer.content.decode()


def test_a_clerk_may_not_quote(world, client_of):
    number = a_quotation(world).number
    for path in ("/quotations/new/", f"/quotations/{number}/edit/"):
        assert client_of("clerk").get(path).status_code == 403
    assert client_of("clerk").post(f"/quotations/{number}/submit/").status_code == 403
    assert client_of("clerk").get(f"/quotations/{number}/").status_code == 200


def test_a_clerk_may_make_the_order_of_an_accepted_quotation(world, client_of):
    quotation = accepted(world, ("G-1", 5))
    answer = client_of("clerk").post(f"/quotations/{quotation.number}/convert/", {"q-1": "2", "idempotency_key": "c"})
    assert answer.status_code == 302
    with inside(world.acme):
        assert [str(li.quantity) for li in Order.objects.get().lines.all()] == ["2.000"]


def test_another_distributor_does_not_find_it(world, client_of):
    number = issued(world).number
    for path in ("", "quotation.pdf", "edit/"):
        assert client_of("stranger").get(f"/quotations/{number}/{path}").status_code == 404


def test_hq_does_not_see_drafts_and_a_manager_only_its_region(world, client_of):
    draft = a_quotation(world)
    assert client_of("order_desk").get(f"/quotations/acme/{draft.number}/").status_code == 404
    sent = submitted(world, ("G-1", 1, {"discount": 20}))
    path = f"/quotations/acme/{sent.number}/"
    page = client_of("manager").get(path)
    assert page.status_code == 200 and "over the salesperson" in page.content.decode()
    assert client_of("south_manager").get(path).status_code == 404
    assert sent.number not in client_of("south_manager").get("/quotations/").content.decode()
    assert sent.number in client_of("manager").get("/quotations/").content.decode()


def test_hq_approves_returns_and_issues_on_the_page(world, client_of):
    quotation = submitted(world, ("G-1", 1, {"discount": 20}))
    path = f"/quotations/acme/{quotation.number}/decide/"
    step = waiting(quotation)
    body = {"request": step.pk, "version": step.version, "decision": "approve"}
    assert client_of("order_desk").post(path, body).status_code == 409
    assert client_of("finance").post(path, body).status_code == 403
    assert client_of("manager").post(path, body).status_code == 302
    assert client_of("manager").post(path, body).status_code == 409
    step = waiting(quotation)
    issue = {"request": step.pk, "version": step.version, "decision": "approve"}
    assert client_of("order_desk").post(path, issue).status_code == 302
    assert read(world.acme, Quotation, quotation.pk).status == "issued"
    assert client_of("order_desk").get(f"/quotations/acme/{quotation.number}/quotation.pdf").content[:4] == b"%PDF"


def test_a_draft_is_printed_without_being_kept(world, client_of):
    number = a_quotation(world).number
    answer = client_of("sales").get(f"/quotations/{number}/quotation.pdf")
    assert answer["Content-Type"] == "application/pdf" and answer.content[:4] == b"%PDF"


def test_the_table_is_exported(world, client_of):
    quotation = issued(world)
    book = load_workbook(io.BytesIO(client_of("sales").get("/quotations/?export=xlsx").content))
    assert quotation.number in [row[0].value for row in book.active.iter_rows()]


def test_lists_need_the_same_number_of_queries_for_one_and_for_ten(world, client_of, django_assert_max_num_queries):
    issued(world)
    for who in ("sales", "order_desk"):
        page = client_of(who)
        page.get("/quotations/")
        with django_assert_max_num_queries(40) as few:
            page.get("/quotations/")
        for _number in range(4):
            submitted(world)
        with django_assert_max_num_queries(len(few.captured_queries)):
            page.get("/quotations/")


def test_a_nul_character_is_no_page_and_no_form(world, client_of):
    number = a_quotation(world).number
    page = client_of("sales")
    assert page.get("/quotations/%00/").status_code == 404
    for query in ("quotations/?q=%00", "quotations/new/?customer=%00&sku=%00", "quotations/new/?repeat=%00"):
        assert page.get(f"/{query}").status_code == 200
    assert page.post(f"/quotations/{number}/message/", {"text": "a\x00b"}).status_code == 400
    assert page.post(f"/quotations/{number}/withdraw/", {"reason": "\x00"}).status_code == 400
