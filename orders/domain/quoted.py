"""An order that came from a quotation: its lines keep the agreed price, and the quotation knows what was ordered."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from orders.models import QuotationLine
from portal.lib.errors import Refused


def keep_agreed(old_lines, rows):
    """The rows of an edited order, those of a quoted product with the price and quotation line that they had."""
    quoted = {line.sku.upper(): line for line in old_lines if line.quotation_line_id}
    kept = []
    for row in rows:
        line = quoted.pop(row.sku.strip().upper(), None)
        if line is not None:
            agreed = (line.unit_price, line.discount_percent, line.price_source)
            row = replace(row, agreed=agreed, quotation_line=line.quotation_line)
        kept.append(row)
    return kept


def count_ordered(before, after):
    """Tell the quotation lines what is ordered now. before, after: order lines (either may be empty).

    Raises Refused when more would be ordered than was quoted. The caller holds the order's lock.
    """
    change = {}
    for lines, sign in ((before, -1), (after, 1)):
        for line in lines:
            if line.quotation_line_id:
                change[line.quotation_line_id] = change.get(line.quotation_line_id, Decimal(0)) + sign * line.quantity
    change = {pk: amount for pk, amount in change.items() if amount}
    for quoted in QuotationLine.objects.select_for_update().filter(pk__in=change).order_by("pk"):
        left = quoted.quantity - quoted.converted
        if change[quoted.pk] > left:
            raise Refused(
                _("%(sku)s: the quotation has only %(left)s left to order.")
                % {"sku": quoted.sku, "left": f"{left.normalize():f}"},
                field="lines",
            )
    for pk, amount in change.items():
        QuotationLine.objects.filter(pk=pk).update(converted=F("converted") + amount)
