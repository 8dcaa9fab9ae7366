"""An accepted quotation becomes orders to HQ, whole or in part, never more than was quoted."""

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.domain.price import prices_for
from catalog.models import Product
from orders.domain.answer import expire_due
from orders.domain.lines import Row
from orders.domain.offer import price_after_discount
from orders.domain.order import enter_order
from orders.domain.status import move, note_on
from orders.models import Order, Quotation, QuotationLine
from portal.lib.errors import Refused
from tenants.context import inside, verb
from tenants.domain.idempotency import once
from tenants.models import IdempotencyKey

Status = Quotation.Status


def convert_quotation(distributor, quotation_id, quantities=None, *, by, key="", **fields):
    """Order what an accepted quotation offers. Returns the draft Order.

    quantities: {position: Decimal > 0}, None for all that is open. fields: those of enter_order (purchase_order,
    ship_to, wanted_on, note). The distributor pays its own price, or the quotation's where HQ approved a lower one.
    Raises Refused when it is not accepted, over, or asks for more than is open.
    """
    expire_due(distributor, quotation_id)  # on its own: the mark stays when the conversion is refused
    return _convert(distributor, quotation_id, quantities, by, key, fields)


@verb
def _convert(distributor, quotation_id, quantities, by, key, fields):
    with inside(distributor):
        quotation = Quotation.objects.locked(quotation_id)  # two conversions stand in line here
        asked = "all" if quantities is None else sorted((p, str(q)) for p, q in quantities.items())
        order_key = f"order {key}"[:64] if key else ""
        if once(key, by=by, result=quotation_id, body=f"convert {quotation_id} {asked} {sorted(fields.items())}"):
            return Order.objects.get(pk=IdempotencyKey.objects.get(user=by.id, key=order_key).result)
        if quotation.status not in (Status.ACCEPTED, Status.CONVERTED):
            raise Refused(
                _("%(number)s is “%(status)s”. Only a quotation that the customer accepted becomes an order.")
                % {"number": quotation, "status": quotation.get_status_display()}
            )
        lines = list(quotation.lines.all())
        chosen = _chosen(quotation, lines, quantities)
        rows = _rows(distributor, quotation, chosen)
        order = enter_order(
            distributor, rows, by=by, key=order_key, customer=quotation.customer, quotation=quotation,
            salesperson=(quotation.salesperson, quotation.salesperson_name), **fields,
        )  # fmt: skip
        for line, quantity in chosen:
            line.converted += quantity
        QuotationLine.objects.bulk_update([line for line, _quantity in chosen], ["converted"])
        if quotation.status == Status.ACCEPTED and all(li.converted == li.quantity for li in lines):
            move(quotation, Status.CONVERTED, by=by, note=order.number)
        else:
            note_on(quotation, _("Ordered in part: %(number)s") % {"number": order}, by=by)
        return order


def _chosen(quotation, lines, quantities):
    """[(line, quantity)] to be ordered now; Refused when it is more than is open, or nothing."""
    if quantities is None:
        quantities = {li.position: li.quantity - li.converted for li in lines if li.quantity > li.converted}
    found = {li.position: li for li in lines}
    chosen = []
    for position, quantity in sorted(quantities.items()):
        line = found.get(position)
        left = line.quantity - line.converted if line else Decimal(0)
        if not quantity.is_finite() or not 0 < quantity <= left:
            raise Refused(
                _("Line %(line)s: enter more than 0 and at most %(most)s, so much is not yet ordered.")
                % {"line": position, "most": f"{left.normalize():f}"},
                field="lines",
            )
        chosen.append((line, quantity))
    if not chosen:
        raise Refused(_("All of %(number)s is ordered already.") % {"number": quotation}, field="lines")
    return chosen


def _rows(distributor, quotation, chosen):
    """The order's rows: the distributor's own price of today, or the approved special price where that is lower."""
    products = Product.objects.filter(pk__in={line.product_id for line, _quantity in chosen})
    quantities = {}
    for line, quantity in chosen:
        quantities[line.product_id] = quantities.get(line.product_id, Decimal(0)) + quantity
    own = prices_for(products, distributor, quantities=quantities)
    rows = []
    for line, quantity in chosen:
        price = own.get(line.product_id)
        # a product that is no longer sold is still delivered as it was quoted
        amount, why = (price.amount, str(price.reason)) if price else (line.own_price, line.price_source)
        deal = price_after_discount(line)
        if quotation.reasons and deal < amount:  # with reasons it was issued only because HQ approved the discount
            amount, why = deal, _("deal %(number)s") % {"number": quotation}
        rows.append(Row(line.sku, quantity, line.note, agreed=(amount, Decimal(0), why), quotation_line=line))
    return rows
