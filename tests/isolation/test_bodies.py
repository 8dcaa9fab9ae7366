"""Ids of others in the bodies of forms: nothing of theirs changes, and nothing of theirs gets into own rows."""

import re

import pytest

from orders.models import Order
from tenants.context import inside
from tests.isolation import canary
from tests.isolation.cases import PLACE, count, each, own_path

# Every name under which a form takes an id, a number or a slug, with what of acme's stands there
NAMES = {
    "customer": "customer", "customer_id": "customer_id", "contact": "customer_id", "order": "sold_id", "order_id": "sold_id",
    "quotation": "quotation", "receipt": "receipt", "request": "approval", "selected": "sold_id", "owner": "user",
    "salesperson": "user", "user": "user", "membership": "membership", "invitation": "invitation", "visit": "visit",
    "slug": "slug", "token": "token", "repeat": "order", "number": "order",
}  # fmt: skip
# Fields that no form has, or that no person may set (SEC-3)
EXTRA = {"status": "approved", "unit_price": "0.01", "credit_limit": "9999999", "approved_at": "2026-01-01",
         "is_staff": "1", "is_superuser": "1", "discount_percent": "100", "total": "0", "distributor_id": "", "role": "owner"}  # fmt: skip


def poison(places):
    theirs = places.things["acme"]
    body = {name: str(theirs[thing]) for name, thing in NAMES.items()}
    world = places.world
    return body | {"distributor": str(world.acme.pk), "region": str(world.acme.region_id),
                   "province": str(world.acme.province_id), f"share-{theirs['sold_id']}": "1.00", "amount": "1.00",
                   "received_on": "2026-01-01", "reason": "reason", "text": "text", "note": "note", "approve": "1",
                   "decision": "approve", "version": "0"}  # fmt: skip


@pytest.fixture(scope="package")
def theirs(places):
    """Matches what is acme's alone: the ids in its schema that no other row has, and its marks."""
    acme, bolt = (getattr(places.world, place).schema_name for place in ("acme", "bolt"))
    ids = places.watch.ids_in(acme) - places.watch.ids_in(bolt) - places.watch.ids_in("public")
    assert len(ids) > 30
    return re.compile("|".join([*sorted(ids), canary.of("acme").pattern]), re.IGNORECASE)


def nothing_of_acme(places, theirs):
    schema, own_id = places.world.acme.schema_name, str(places.world.acme.pk)
    for table, sign, row in places.watch.changes():
        assert not table.startswith(f"{schema}."), f"{sign} {table}: {row[:300]}"
        assert own_id not in row, f"{sign} {table}: {row[:300]}"
        assert not theirs.search(row), f"{sign} {table}: {row[:300]}"


@each(lambda e: e.side == "distributor", methods=["POST"])
@pytest.mark.parametrize("with_extra", [False, True], ids=["ids", "ids and fields nobody may set"])
def test_foreign_ids_in_a_body_reach_nothing_from_another_portal(places, theirs, endpoint, method, with_extra):
    """SEC-2, SEC-3, SEC-6."""
    session = places.session(places.person(endpoint.having[-1], "bolt"), "bolt") if not endpoint.public else ""
    data = poison(places) | (EXTRA if with_extra else {})
    data.pop("customer" if with_extra else "", None)  # typed back to its writer in the page
    places.watch.start()
    places.ask(method, own_path(places, endpoint), at="bolt", session=session, data=data, forbidden=[canary.of("acme")])
    count("foreign ids in a body")
    nothing_of_acme(places, theirs)


@each(lambda e: e.side == "hq" and "channel_manager" in e.having, methods=["POST"])
def test_foreign_ids_in_a_body_reach_nothing_from_another_region(places, theirs, endpoint, method):
    session = places.session(places.world.users["south_manager"], "hq")
    places.watch.start()
    places.ask(method, own_path(places, endpoint), at="hq", session=session, data=poison(places) | EXTRA,
               forbidden=[canary.of("acme")])  # fmt: skip
    count("foreign ids in a body")
    nothing_of_acme(places, theirs)


@each(lambda e: e.side == "hq" and "slug" in e.kwargs, methods=["POST"])
def test_ids_of_one_distributor_do_not_reach_it_from_anothers_page(places, theirs, endpoint, method):
    """Head office, on a page of bolt, by every role that may."""
    for role in {endpoint.having[0], endpoint.having[-1]}:
        places.watch.start()
        places.ask(method, own_path(places, endpoint), at=PLACE["hq"], session=places.session(places.person(role, "hq"), "hq"),
                   data=poison(places), about=f"as {role}")  # fmt: skip
        count("foreign ids in a body")
        nothing_of_acme(places, theirs)


def test_a_receipt_of_bolt_cannot_pay_an_order_of_acme(places, theirs):
    session = places.session(places.person("finance", "hq"), "hq")
    sold = places.things["acme"]["sold_id"]
    data = {"amount": "5", "received_on": "2026-01-01", f"share-{sold}": "5", "proposed": "1"}
    places.watch.start()
    response = places.ask("POST", "/receipts/new/?distributor=bolt", at="hq", session=session, data=data)
    assert response.status_code == 409
    assert not places.watch.changes()


@pytest.mark.parametrize("page", ["/orders/new/", "/quotations/new/"])
@pytest.mark.parametrize("thing", ["customer", "customer_id"])
def test_a_document_of_bolt_cannot_name_a_customer_of_acme(places, page, thing):
    session = places.session(places.person("sales", "bolt"), "bolt")
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-sku": "G-1", "rows-0-quantity": "1"}
    data = rows | {"customer": str(places.things["acme"][thing]), "valid_days": "30", "do": "draft"}
    places.watch.start()
    response = places.ask("POST", page, at="bolt", session=session, data=data)
    assert response.status_code == 422, response.status_code
    assert not places.watch.changes()
    data["customer"] = places.things["bolt"]["customer"]  # its own customer is taken: the no was for acme's
    assert places.ask("POST", page, at="bolt", session=session, data=data).status_code == 302


def test_fields_that_nobody_may_set_are_not_set(places):
    """SEC-3: status, price and total of an order are the server's."""
    session = places.session(places.person("sales", "bolt"), "bolt")
    rows = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-sku": "G-1", "rows-0-quantity": "1"}
    sneaked = EXTRA | {f"rows-0-{name}": value for name, value in EXTRA.items()}
    response = places.ask("POST", "/orders/new/", at="bolt", session=session, data=sneaked | rows | {"do": "draft"})
    assert response.status_code == 302
    with inside(places.world.bolt):
        made = Order.objects.get(number=response.url.strip("/").rpartition("/")[2])
        assert (made.status, made.total, made.lines.get().unit_price) == ("draft", 113, 113)


def test_a_customer_of_bolt_cannot_be_given_to_a_person_of_acme(places):
    session = places.session(places.person("owner", "bolt"), "bolt")
    data = {"name": "New", "owner": str(places.things["acme"]["user"]), "contacts-TOTAL_FORMS": "0",
            "contacts-INITIAL_FORMS": "0", "anyway": "on"}  # fmt: skip
    places.watch.start()
    assert places.ask("POST", "/customers/new/", at="bolt", session=session, data=data).status_code == 422
    assert not places.watch.changes()


def test_one_foreign_id_among_the_chosen_refuses_all(places):
    """SEC-6: products are everybody's; here an id that is none."""
    session = places.session(places.person("administrator", "hq"), "hq")
    chosen = [str(places.things["shared"]["product"]), str(places.things["acme"]["sold_id"])]
    places.watch.start()
    places.ask("POST", "/products/publish/", at="hq", session=session, data={"selected": chosen})
    assert not places.watch.changes()
