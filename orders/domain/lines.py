"""Lines of quotations and orders: what a row of SKU and quantity becomes, at whose price."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from catalog.domain.price import prices_for
from catalog.domain.tax_rate import tax_rates_on
from catalog.models import Product
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import line_amount, split_tax_lines

MAX_LINES = 500
MAX_QUANTITY = Decimal("999999")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was entered. agreed: (unit price, discount percent, source) that was agreed elsewhere (an accepted
    quotation, a replayed order); without it the server prices the row."""

    sku: str
    quantity: Decimal
    note: str = ""
    agreed: tuple | None = None
    quotation_line: object = None


def priced(model, rows, distributor, **parent):
    """Unsaved lines of `model` for rows, priced for the distributor today. Raises Refused naming the row at fault.

    Three queries however many rows: products, prices, tax rates.
    """
    rows = list(rows)
    if not rows:
        raise Refused(_("There is no line yet. Enter at least one product."), field="lines")
    if len(rows) > MAX_LINES:
        raise Refused(_("An order has at most %(most)s lines. Split it.") % {"most": MAX_LINES}, field="lines")
    skus = {r.sku.strip() for r in rows}
    spellings = skus | {sku.upper() for sku in skus} | {sku.lower() for sku in skus}
    products = {p.sku.upper(): p for p in Product.objects.filter(sku__in=spellings).select_related("line")}
    chosen = []
    for number, row in enumerate(rows, start=1):
        product = products.get(row.sku.strip().upper())
        if product is None:
            raise Refused(
                _("Line %(line)s: there is no product “%(sku)s”.") % {"line": number, "sku": row.sku[:60]},
                field="lines",
            )
        if not (0 < row.quantity <= MAX_QUANTITY):
            raise Refused(
                _("Line %(line)s: enter a quantity above 0, at most %(most)s.")
                % {"line": number, "most": MAX_QUANTITY},
                field="lines",
            )
        if not row.agreed and not product.is_sold:
            raise Refused(
                _("Line %(line)s: %(sku)s is no longer sold.") % {"line": number, "sku": product.sku}, field="lines"
            )
        if not row.agreed and (problem := quantity_problem(product, row.quantity)):
            raise Refused(_("Line %(line)s: %(problem)s") % {"line": number, "problem": problem}, field="lines")
        chosen.append((product, row))
    today = dates.today()
    quantities = {}
    for product, row in chosen:
        quantities[product.pk] = quantities.get(product.pk, Decimal(0)) + row.quantity
    ours = [p for p, r in chosen if not r.agreed]
    prices = prices_for(ours, distributor, quantities=quantities, on=today) if ours else {}
    rates = tax_rates_on(today)
    lines = []
    for position, (product, row) in enumerate(chosen, start=1):
        if row.agreed:
            unit_price, discount, source = row.agreed
        else:
            price = prices[product.pk]
            unit_price, discount, source = price.amount, Decimal(0), str(price.reason)
        lines.append(
            model(
                position=position,
                product_id=product.pk,
                product_line=product.line_id,
                sku=product.sku,
                name=product.name,
                spec=product.spec,
                unit=product.unit,
                tax_rate=rates[product.tax_code],
                list_price=product.list_price,
                unit_price=unit_price,
                price_source=source[:200],
                quantity=row.quantity,
                discount_percent=discount,
                amount=line_amount(unit_price, row.quantity, discount),
                lead_days=product.lead_days,
                note=row.note[:200],
                **parent,
            )
        )
        if row.quotation_line is not None:
            lines[-1].quotation_line = row.quotation_line
    split(lines)
    return lines, {p.pk: p for p, _r in chosen}


def quantity_problem(product, quantity):
    """What is wrong with ordering so many of a product, in words; "" when nothing is."""
    if not (0 < quantity <= MAX_QUANTITY):
        return _("Enter a quantity above 0, at most %(most)s.") % {"most": MAX_QUANTITY}
    if quantity < product.min_quantity:
        return _("%(sku)s is sold from %(least)s %(unit)s on.") % {
            "sku": product.sku, "least": f"{product.min_quantity.normalize():f}", "unit": product.unit,
        }  # fmt: skip
    if quantity % product.pack:
        return _("%(sku)s is sold in packs of %(pack)s.") % {
            "sku": product.sku, "pack": f"{product.pack.normalize():f}",
        }  # fmt: skip
    return ""


def split(lines):
    """Set net and tax of each line from its amount and rate."""
    for line, (net, tax) in zip(lines, split_tax_lines([(li.amount, li.tax_rate) for li in lines]), strict=True):
        line.net, line.tax = net, tax


def add_up(document, lines):
    """Set the document's total, net and tax: always the sums of its lines."""
    document.net = sum((li.net for li in lines), Decimal(0))
    document.tax = sum((li.tax for li in lines), Decimal(0))
    document.total = document.net + document.tax


QUANTITIES = """
UPDATE orders_orderline AS l SET reserved = d.reserved, shipped = d.shipped, delivered = d.delivered
FROM unnest(%s::uuid[], %s::numeric[], %s::numeric[], %s::numeric[]) AS d (id, reserved, shipped, delivered)
WHERE l.id = d.id
"""


def save_quantities(lines):
    """Save reserved, shipped and delivered of order lines, however many, in one statement."""
    lines = list(lines)
    with connection.cursor() as cursor:
        cursor.execute(
            QUANTITIES,
            [
                [str(li.pk) for li in lines],
                [li.reserved for li in lines],
                [li.shipped for li in lines],
                [li.delivered for li in lines],
            ],
        )
