"""Cancelling an order, by the distributor or by HQ."""

from django.utils.translation import gettext as _

from distributors.domain import approval
from orders.domain.approval import free_holds
from orders.domain.posting import post_order, show_card
from orders.domain.quoted import count_ordered
from orders.domain.shipment import release_all
from orders.domain.status import move
from orders.models import Order
from portal.lib.errors import Refused
from portal.lib.money import format_money
from tenants.context import inside, verb

Status = Order.Status


@verb
def cancel_order(distributor, order_id, *, by, reason):
    """Cancel an order of which nothing was shipped or paid; reserved stock goes back, the ledger takes it back."""
    if not reason.strip():
        raise Refused(_("Say why the order is cancelled."), field="reason")
    with inside(distributor):
        order = Order.objects.locked(order_id)
        lines = list(order.lines.all())
        if order.paid:
            raise Refused(
                _("%(number)s has %(paid)s paid on it. Finance reverses or moves that first.")
                % {"number": order, "paid": format_money(order.paid)}
            )
        if by.side == "distributor" and order.status in Order.SOLD:
            raise Refused(_("%(number)s is approved already. Ask the order desk to cancel it.") % {"number": order})
        submitted = order.submitted_at is not None
        order.hold = ""
        move(order, Status.CANCELLED, by=by, note=reason, fields=["hold"])
        release_all(order, lines, by=by)
        approval.withdraw(distributor, order.pk)
        count_ordered(lines, [])
        if submitted:
            post_order(distributor, order, lines)
            show_card(distributor, order)
            free_holds(distributor, by=by, why=_("%(number)s was cancelled.") % {"number": order})
        return order
