"""What a quotation offers: lines at prices for the customer, and why HQ has to agree to them."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from orders.domain.lines import Row, priced, split
from orders.models import QuotationLine
from portal.lib.errors import Refused
from portal.lib.money import format_money, line_amount

LARGEST_PRICE = Decimal("99999999.9999")
LARGEST_TOTAL = Decimal("999999999.99")
PRICE_STEP, QUANTITY_STEP = Decimal("0.0001"), Decimal("0.001")


@dataclass(frozen=True, slots=True)
class OfferRow(Row):
    """A row of a quotation. unit_price: tax-inclusive, before the discount; None: the list price. discount: percent."""

    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)


def offered(rows, distributor, **parent):
    """Unsaved quotation lines for OfferRows: the customer's price as typed, the rest from the catalogue. Raises
    Refused naming the row at fault. Three queries however many rows."""
    rows = list(rows)
    for number, row in enumerate(rows, start=1):
        _check(number, row)
    lines, products = priced(QuotationLine, rows, distributor, **parent)
    for line, row in zip(lines, rows, strict=True):
        line.own_price = line.unit_price  # priced() gave what the distributor itself pays, with its reason
        line.floor_price = products[line.product_id].floor_price
        line.unit_price = line.list_price if row.unit_price is None else row.unit_price
        line.discount_percent = row.discount
        line.amount = line_amount(line.unit_price, line.quantity, line.discount_percent)
    if sum((li.amount for li in lines), Decimal(0)) > LARGEST_TOTAL:
        raise Refused(_("The quotation is over %(most)s. Split it.") % {"most": format_money(LARGEST_TOTAL)})
    split(lines)
    return lines


def rows_of(lines):
    """The rows that would make these lines again."""
    return [
        OfferRow(li.sku, li.quantity, li.note, unit_price=li.unit_price, discount=li.discount_percent) for li in lines
    ]


def price_after_discount(line):
    """What one unit costs after the line's discount: Decimal, 4 decimals."""
    return (line.unit_price * (100 - line.discount_percent) / 100).quantize(PRICE_STEP, ROUND_HALF_UP)


def discount_off_list(line):
    """How many percent the line is under the list price, by discount and typed price together; below 0: dearer."""
    if not line.list_price:
        return Decimal(0)
    return (1 - price_after_discount(line) / line.list_price) * 100


def reasons_for_approval(lines, limit):
    """Why HQ has to approve, in words, line by line; [] when it is within authority. limit: percent off list."""
    reasons = []
    for line in lines:
        price, discount = price_after_discount(line), discount_off_list(line)
        if discount > limit:
            reasons.append(
                _("Line %(line)s: discount %(discount)s%% is over the salesperson's authority of %(limit)s%%")
                % {"line": line.position, "discount": _short(discount, over=limit), "limit": _short(limit)}
            )
        if price < line.floor_price:
            reasons.append(
                _("Line %(line)s: unit price %(price)s is under the floor price %(floor)s")
                % {"line": line.position, "price": format_money(price), "floor": format_money(line.floor_price)}
            )
    return reasons


def _short(percent, over=None):
    """12.5 for 12.5000; rounded up where it would otherwise read as no more than `over`."""
    text = percent.quantize(Decimal("0.01"), ROUND_HALF_UP)
    if over is not None and text <= over:
        text = percent.quantize(Decimal("0.01"), ROUND_CEILING)
    return f"{text.normalize():f}"


def row_problem(row):
    """What is wrong with a row's figures, in words; "" when nothing is."""
    quantity, price, off = row.quantity, row.unit_price, row.discount
    if not quantity.is_finite() or quantity != quantity.quantize(QUANTITY_STEP):
        return _("Enter a quantity with at most 3 decimals.")
    if price is not None and not (
        price.is_finite() and 0 <= price <= LARGEST_PRICE and price == price.quantize(PRICE_STEP)
    ):
        return _("Enter a unit price of 0 or more, with at most 4 decimals.")
    if not (off.is_finite() and 0 <= off <= 100 and off == off.quantize(QUANTITY_STEP)):
        return _("A discount is between 0 and 100 percent, with at most 3 decimals.")
    return ""


def _check(number, row):
    if problem := row_problem(row):
        raise Refused(_("Line %(line)s: %(problem)s") % {"line": number, "problem": problem}, field="lines")
