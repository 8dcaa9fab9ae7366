"""An order from its review to its last cent, while an executive looks at the national figures."""

from playwright.sync_api import expect

from tests.journeys.steps import an_order, opens


def figures(executive):
    """{fact: this year's figure} on the executive's first page."""
    return {
        fact: executive.page.locator(f"#n-{fact}-year").inner_text() for fact in ("approved", "shipped", "collected")
    }


def changes(executive, fact, before):
    """The figure becomes another one by itself: nobody reloads."""
    expect(executive.page.locator(f"#n-{fact}-year")).not_to_have_text(before, timeout=15_000)


def decide(member, number, step):
    member.go("/approvals/")
    opens(member, number)
    member.press(f"{step}: approve")


def ship(warehouse, quantity=None):
    """Dispatch what is allocated of the order they look at, or less of it."""
    warehouse.press("Dispatch")
    if quantity:
        warehouse.page.locator("[name=lines-0-quantity]").fill(quantity)
    warehouse.type("Carrier", "顺丰速运")
    warehouse.press("Dispatch")
    warehouse.sees("is on its way")


def test_an_order_is_reviewed_rechecked_shipped_in_two_parts_paid_and_closed_while_the_figures_move(at):
    executive = at("executive")
    executive.page.evaluate("window.stillHere = true")
    before = figures(executive)
    sales, desk, finance, warehouse, clerk = map(at, ("sales", "order_desk", "finance", "warehouse", "clerk"))

    number = an_order(sales, [("G-1", "100")])
    decide(desk, number, "Order review")
    decide(finance, number, "Finance re-check")
    finance.status_is("approved")
    changes(executive, "approved", before["approved"])

    warehouse.go("/shipments/")
    opens(warehouse, number)
    warehouse.press("Allocate stock")
    ship(warehouse, "40")
    warehouse.status_is("part_shipped")
    changes(executive, "shipped", before["shipped"])
    ship(warehouse)
    warehouse.status_is("shipped")

    clerk.go(f"/orders/{number}/")
    for _shipment in range(2):
        clerk.press("Confirm delivery")
        clerk.sees("is confirmed as delivered")
    clerk.status_is("delivered")

    finance.go(f"/orders/jny-acme/{number}/")
    finance.press("Record a receipt")
    expect(finance.page.get_by_label("Amount", exact=True)).to_have_value("11300.00")
    finance.press("Record")
    changes(executive, "collected", before["collected"])
    assert executive.page.evaluate("window.stillHere") is True

    clerk.go(f"/orders/{number}/")
    clerk.status_is("closed")
    said = clerk.timeline()
    for moment in [
        ("Closed", "finance"),
        ("Approved", "finance"),
        ("In re-check", "order_desk"),
        ("In review", "sales"),
    ]:
        assert moment in said
    assert ("Delivered", "clerk") in said


def test_credit_hold_says_what_frees_it_and_a_receipt_frees_it(at, a_large_debt):
    sales, desk, finance = at("stranger"), at("order_desk"), at("finance")
    number = an_order(sales, [("G-3", "100")])
    decide(desk, number, "Order review")
    decide(finance, number, "Finance re-check")
    finance.status_is("held")
    why = "Over the credit limit by 1,700.00: pay that, or ask for a higher limit."
    finance.sees(why, within=".note-line")
    sales.go(f"/orders/{number}/")
    sales.sees(why, within=".note-line")

    finance.go(f"/receipts/new/?distributor=jny-bolt&order={a_large_debt}")
    finance.type("Amount", "1700")
    finance.press("Oldest first")
    finance.press("Record")
    sales.go(f"/orders/{number}/")
    sales.status_is("reviewed")
    decide(finance, number, "Finance re-check")
    finance.status_is("approved")


def test_who_reviewed_an_order_reads_why_they_cannot_recheck_it(at):
    number = an_order(at("sales"), [("G-2", "1")])
    two_hats = at("two_hats")
    decide(two_hats, number, "Order review")
    two_hats.status_is("reviewed")
    two_hats.go(f"/orders/jny-acme/{number}/")
    two_hats.sees("You entered it or decided another step of it: a second person has to.")
    assert two_hats.page.get_by_role("button", name="Approve").is_disabled()
