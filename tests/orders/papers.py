"""Quotations and commitments for the tests, built with the verbs."""

from decimal import Decimal
from uuid import uuid4

from customers.domain.customer import add_customer
from customers.models import Customer
from orders.domain.answer import accept_quotation
from orders.domain.offer import OfferRow
from orders.domain.quotation import decide_quotation, draft_quotation, submit_quotation
from tenants.context import inside
from tests.builders import in_the_portal, waiting

D = Decimal


def offers(*rows):
    """offers(("G-1", 2, {"discount": 3})) → quotation rows; offers() is two pieces of G-1 at the list price."""
    made = []
    for sku, quantity, *more in rows or [("G-1", 2)]:
        fields = {name: D(str(value)) for name, value in (more[0] if more else {}).items()}
        made.append(OfferRow(sku, D(str(quantity)), **fields))
    return made


def a_customer(world, name="中铁第五勘察设计院", distributor=None, by="sales", **fields):
    place = distributor or world.acme
    with inside(place):
        found = Customer.objects.filter(name=name).first()
    return found or in_the_portal(place, add_customer, place, by=world.member(by), name=name, anyway=True, **fields)


def a_quotation(world, *rows, by="sales", distributor=None, **fields):
    """A draft."""
    place = distributor or world.acme
    customer = a_customer(world, distributor=place, by=by)
    fields = {"key": uuid4().hex, "valid_days": 30} | fields
    return in_the_portal(place, draft_quotation, place, customer.pk, offers(*rows), by=world.member(by), **fields)


def submitted(world, *rows, by="sales", distributor=None, **fields):
    place = distributor or world.acme
    draft = a_quotation(world, *rows, by=by, distributor=place, **fields)
    return in_the_portal(place, submit_quotation, place, draft.pk, by=world.member(by))


def decide(world, quotation, who, approve=True, note=""):
    return decide_quotation(waiting(quotation), by=world.member(who), approve=approve, note=note)


def issued(world, *rows, distributor=None, by="sales", **fields):
    """An issued quotation; the manager of the north has approved the discount where that was needed."""
    quotation = submitted(world, *rows, distributor=distributor, by=by, **fields)
    if quotation.status == "submitted":
        decide(world, quotation, "manager")
    return decide(world, quotation, "order_desk")


def accepted(world, *rows, **fields):
    quotation = issued(world, *rows, **fields)
    return in_the_portal(world.acme, accept_quotation, world.acme, quotation.pk, name="曾建国")
