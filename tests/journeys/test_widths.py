"""Every main page at a phone's and a desk's width: nothing sticks out, nobody is shut out, nothing is complained about."""

import pytest

from tests.journeys.conftest import DESK, PHONE

PORTAL = """/ /catalogue/ /customers/ /customers/new/ /quotations/ /quotations/new/ /orders/ /orders/new/ /shipments/
    /receipts/ /commitments/ /staff/ /staff/invite/ /visits/ /profile/ /search/?q=g /account/password/change/""".split()
HQ = """/ /approvals/ /orders/ /quotations/ /shipments/ /shipments/sent/ /receipts/ /receipts/new/ /receipts/owed/
    /commitments/ /products/ /products/new/ /product-lines/ /price-lists/ /price-lists/new/ /stock/ /stock/receive/
    /imports/ /imports/new/ /distributors/ /open-distributor/ /distributors/jny-acme/ /national/ /staff/ /rules/
    /regions/ /search/?q=g /profile/""".split()


def faults(person, pages):
    """[(width, path, what)] of the pages that do not open, are wider than the window or shut somebody out."""
    found = []
    for size in (PHONE, DESK):
        person.page.set_viewport_size(size)
        for path in pages:
            wrong = [f"status {status}"] if (status := person.go(path)) != 200 else []
            wrong += [f"{pixels} px too wide"] if (pixels := person.overflow()) > 0 else []
            wrong += person.barriers() if size is DESK else []
            found += [(size["width"], path, what) for what in wrong]
    return found


def test_the_pages_of_a_portal_fit_their_window_and_shut_nobody_out(at, an_open_order):
    assert faults(at("owner"), [*PORTAL, f"/orders/{an_open_order}/", f"/orders/{an_open_order}/edit/"]) == []


@pytest.mark.parametrize("who", ["administrator", "finance"])
def test_the_pages_of_head_office_fit_their_window_and_shut_nobody_out(at, who, an_open_order):
    person = at(who)
    theirs = {entry.get_attribute("href") for entry in person.page.locator("#nav a").all()}
    deeper = [path for path in HQ if who == "administrator" and "receipts/new" not in path]
    assert faults(person, sorted({*theirs, *deeper, f"/orders/jny-acme/{an_open_order}/"})) == []


def test_the_public_pages_do_too(at):
    assert faults(at(), ["/", "/check/"]) == []


def test_a_clerk_confirms_a_delivery_on_a_phone(at, a_sent_order):
    clerk = at("clerk", phone=True)
    clerk.page.locator("[data-bottombar]").get_by_role("link", name="Orders").click()
    clerk.press(a_sent_order)
    clerk.press("Confirm delivery")
    clerk.sees("is confirmed as delivered")
    clerk.status_is("delivered")
    assert clerk.overflow() <= 0
