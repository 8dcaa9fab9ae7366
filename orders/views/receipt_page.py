"""What the page of one receipt shows, at both sides."""

from orders.models import Receipt
from orders.views.order_page import timeline_of


def receipt_context(receipt):
    """The template's context of a receipt, evaluated: the caller is inside the distributor. Two queries."""
    allocations = list(receipt.allocations.select_related("order").order_by("at", "id"))
    return {
        "receipt": receipt,
        "allocations": allocations,
        "left": receipt.amount - receipt.allocated if receipt.status == Receipt.Status.RECORDED else 0,
        "timeline": timeline_of(receipt, Receipt.Status),
    }
