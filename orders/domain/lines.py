"""Lines of quotations and orders: what a row of SKU and quantity becomes, at whose price."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from catalog.domain.price import prices_for
from catalog.domain.tax_rate import tax_rate_on, with_tax_rate
from catalog.models import Product
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import line_amount, split_tax_lines

MAX_LINES = 500
UNREAD = ("description", "description_en", "search", "attributes", "line__spare_parts")  # of no use to a line
MAX_QUANTITY = Decimal("999999")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it was entered. agreed: (unit price, discount percent, source) that was agreed elsewhere (an accepted
    quotation, a replayed order); without it the server prices the row. found: (Product with tax_rate, Price) when this
    very request has looked the row up already."""

    sku: str
    quantity: Decimal
    note: str = ""
    agreed: tuple | None = None
    quotation_line: object = None
    found: tuple | None = None


def priced(model, rows, distributor, **parent):
    """(unsaved lines of `model` for rows, {product id: Product}), priced for the distributor today. Raises Refused
    naming the row at fault. Two queries however many rows, none for rows that were looked up already."""
    rows = list(rows)
    if not rows:
        raise Refused(_("There is no line yet. Enter at least one product."), field="lines")
    if len(rows) > MAX_LINES:
        raise Refused(_("An order has at most %(most)s lines. Split it.") % {"most": MAX_LINES}, field="lines")
    products = products_of(rows)
    chosen = [(_product(number, row, products), row) for number, row in enumerate(rows, start=1)]
    prices = _prices([pair for pair in chosen if not pair[1].agreed], distributor)
    lines = [_line(model, n, *pair, prices, parent) for n, pair in enumerate(chosen, start=1)]
    split(lines)
    return lines, {product.pk: product for product, _row in chosen}


def products_of(rows):
    """{SKU in capitals: Product with its line and today's tax_rate} of the rows; one query, or none."""
    if all(row.found for row in rows):
        return {row.sku.strip().upper(): row.found[0] for row in rows}
    skus = {row.sku.strip() for row in rows}
    spellings = skus | {sku.upper() for sku in skus} | {sku.lower() for sku in skus}
    found = Product.objects.filter(sku__in=spellings).select_related("line").defer(*UNREAD)
    found = with_tax_rate(found, dates.today())
    return {product.sku.upper(): product for product in found}


def _product(number, row, products):
    """The product of a row; Refused when there is none, or it is not sold so."""
    product = products.get(row.sku.strip().upper())
    if product is None:
        raise Refused(
            _("Line %(line)s: there is no product “%(sku)s”.") % {"line": number, "sku": row.sku[:60]}, field="lines"
        )
    if not row.agreed and not product.is_sold:
        raise Refused(
            _("Line %(line)s: %(sku)s is no longer sold.") % {"line": number, "sku": product.sku}, field="lines"
        )
    problem = _quantity_range(row.quantity) if row.agreed else quantity_problem(product, row.quantity)
    if problem:
        raise Refused(_("Line %(line)s: %(problem)s") % {"line": number, "problem": problem}, field="lines")
    if product.tax_rate is None:
        tax_rate_on(product.tax_code, dates.today())  # says which rate is missing
    return product


def _prices(chosen, distributor):
    """{product id: Price} for rows that the server prices; the quantities of a product's rows count together."""
    if all(row.found for _product, row in chosen):
        return {product.pk: row.found[1] for product, row in chosen}
    quantities = {}
    for product, row in chosen:
        quantities[product.pk] = quantities.get(product.pk, Decimal(0)) + row.quantity
    return prices_for([product for product, _row in chosen], distributor, quantities=quantities, on=dates.today())


def _line(model, position, product, row, prices, parent):
    if row.agreed:
        unit_price, discount, source = row.agreed
    else:
        price = prices[product.pk]
        unit_price, discount, source = price.amount, Decimal(0), str(price.reason)
    line = model(
        position=position,
        product_id=product.pk,
        product_line=product.line_id,
        sku=product.sku,
        name=product.name,
        spec=product.spec,
        unit=product.unit,
        tax_rate=product.tax_rate,
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
    if row.quotation_line is not None:
        line.quotation_line = row.quotation_line
    return line


def _quantity_range(quantity):
    if not (0 < quantity <= MAX_QUANTITY):
        return _("Enter a quantity above 0, at most %(most)s.") % {"most": MAX_QUANTITY}
    return ""


def quantity_problem(product, quantity):
    """What is wrong with ordering so many of a product, in words; "" when nothing is."""
    if problem := _quantity_range(quantity):
        return problem
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
