"""Entering a quotation: what a person typed becomes rows with list and own price, amount, and what needs approval."""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.domain.tax_rate import tax_rates_on
from orders.domain import quick_order
from orders.domain.offer import OfferRow, price_after_discount, reasons_for_approval, row_problem
from orders.domain.quotation import draft_quotation, edit_quotation, submit_quotation
from orders.models import Quotation, QuotationLine
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import line_amount, parse_decimal, split_tax_lines, uppercase
from tenants.context import verb

ZERO = Decimal(0)


@dataclass(slots=True)
class TypedOffer(quick_order.Typed):
    """A row of a quotation as a person wrote it. unit_price "": the list price. discount "": none."""

    unit_price: str = ""
    discount: str = ""

    @property
    def blank(self):
        return not (self.sku or self.quantity or self.note or self.unit_price or self.discount)


@dataclass(slots=True)
class LookedOffer:
    """A typed row with what the catalogue says. looked: quick_order.Looked. line: an unsaved QuotationLine once the row
    is complete. problem: what is wrong with it. reasons: why HQ has to approve it, in words."""

    typed: TypedOffer
    looked: quick_order.Looked
    line: QuotationLine | None = None
    problem: str = ""
    reasons: list = field(default_factory=list)

    product = property(lambda self: self.looked.product)
    name = property(lambda self: self.looked.name)
    matches = property(lambda self: self.looked.matches)
    stock = property(lambda self: self.looked.stock)
    own_price = property(lambda self: self.looked.price)
    own_why = property(lambda self: self.looked.why)
    amount = property(lambda self: self.line.amount if self.line else None)

    @property
    def state(self):
        return self.looked.state or ("refused" if self.problem else "")

    @property
    def margin(self):
        """What the distributor keeps of the line at its own price; None while the row is incomplete."""
        if self.line is None or self.own_price is None:
            return None
        return (price_after_discount(self.line) - self.own_price) * self.line.quantity


def look_up_offers(typed, distributor, limit):
    """[LookedOffer] of TypedOffers, in order. limit: the typist's discount authority in percent. Queries as look_up."""
    looked = quick_order.look_up(typed, distributor)
    return [_offer(number, row, found, limit) for number, (row, found) in enumerate(zip(typed, looked, strict=True), 1)]


def _offer(number, typed, looked, limit):
    offer = LookedOffer(typed, looked, problem=looked.problem)
    if typed.blank or looked.product is None or looked.quantity is None:
        return offer
    try:
        row = _row(typed, looked)
    except Refused as no:
        offer.problem = offer.problem or str(no)
        return offer
    if wrong := row_problem(row):
        offer.problem = offer.problem or wrong
        return offer
    product = looked.product
    price = product.list_price if row.unit_price is None else row.unit_price
    offer.line = QuotationLine(
        position=number, unit_price=price, discount_percent=row.discount, quantity=row.quantity,
        list_price=product.list_price, floor_price=product.floor_price,
        amount=line_amount(price, row.quantity, row.discount),
    )  # fmt: skip
    offer.reasons = reasons_for_approval([offer.line], limit)
    return offer


def _row(typed, looked):
    price = parse_decimal(typed.unit_price, places=4) if typed.unit_price.strip() else None
    discount = parse_decimal(typed.discount.strip().rstrip("%％"), places=3) if typed.discount.strip() else ZERO
    return OfferRow(looked.product.sku, looked.quantity, typed.note, unit_price=price, discount=discount)


def rows_of(offers):
    """The OfferRows of looked-up rows; blank ones are left out. Raises Refused naming the first row with a problem."""
    for number, offer in enumerate(offers, start=1):
        if offer.problem:
            raise Refused(_("Line %(line)s: %(problem)s") % {"line": number, "problem": offer.problem}, field="lines")
    return [_row(offer.typed, offer.looked) for offer in offers if offer.product]


def totals_of(offers):
    """{"net", "tax", "gross", "words", "margin"} of the complete rows; None without one."""
    lines = [offer for offer in offers if offer.line is not None]
    if not lines:
        return None
    rates = tax_rates_on(dates.today())
    parts = split_tax_lines([(offer.amount, rates[offer.product.tax_code]) for offer in lines])
    net, tax = sum(net for net, _tax in parts), sum(tax for _net, tax in parts)
    margin = sum((offer.margin or ZERO for offer in lines), ZERO)
    return {"net": net, "tax": tax, "gross": net + tax, "words": uppercase(net + tax), "margin": margin}


@verb
def place_quotation(
    distributor, customer_id, rows, *, by, submit=False, quotation_id=None, seen=None, key="", **fields
):
    """Draft a quotation, or edit the one with that id, and submit it when asked: all or nothing. Returns it."""
    if quotation_id:
        made = edit_quotation(distributor, quotation_id, rows, by=by, seen=seen, customer_id=customer_id, **fields)
    else:
        made = draft_quotation(distributor, customer_id, rows, by=by, key=key, **fields)
    if submit and made.status in Quotation.EDITABLE:  # another status: the form came twice
        made = submit_quotation(distributor, made.pk, by=by)
    return made
