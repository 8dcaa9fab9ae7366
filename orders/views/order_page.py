"""What the page of one order shows, at both sides."""

from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from orders.domain.posting import pay_by
from orders.domain.whereabouts import waiting_step, whereabouts
from orders.models import Allocation, Order, TimelineEntry
from portal.lib.money import uppercase


def order_context(order, distributor):
    """The template's context of an order, evaluated: the caller is inside the distributor. Seven queries."""
    lines = list(order.lines.all())
    shipments = list(order.shipments.prefetch_related("lines__order_line").order_by("since"))
    waiting = waiting_step(order.pk)
    paid_until = pay_by(order)
    return {
        "order": order,
        "lines": lines,
        "shipments": shipments,
        "payments": payments_of(order),
        "timeline": timeline_of(order, Order.Status),
        "where": whereabouts(order, distributor=distributor, waiting=waiting, pay_by=paid_until),
        "pay_by": paid_until,
        "owed": order.total - order.paid,
        "in_words": uppercase(order.total),
        "returned_because": returned_because(order),
        "fulfilling": order.status in Order.SOLD,
    }


def payments_of(order):
    """[{number, received_on, status, amount}]: what each receipt paid of the order, without those reversed."""
    rows = (
        Allocation.objects.filter(order=order)
        .values("receipt__number", "receipt__received_on", "receipt__method")
        .annotate(amount=Sum("amount"))
        .order_by("receipt__received_on", "receipt__number")
    )
    return [
        {
            "number": row["receipt__number"],
            "received_on": row["receipt__received_on"],
            "method": row["receipt__method"],
            "amount": row["amount"],
        }
        for row in rows
        if row["amount"] != Decimal(0)
    ]


def timeline_of(document, statuses):
    """[{what, who, at, note, status}] of a document for parts/timeline.html, newest first."""
    entries = []
    for row in TimelineEntry.objects.filter(document=document.pk).order_by("-at", "-id"):
        who = f"{row.by_name} · {_('head office')}" if row.side == "hq" else row.by_name
        what, note = (str(statuses(row.now).label), row.text) if row.now else (row.text, "")
        entries.append({"what": what, "who": who, "at": row.at, "note": note, "status": row.now})
    return entries


def returned_because(order):
    """The reason HQ gave when it returned the order last; "" when it is not returned."""
    if order.status != Order.Status.RETURNED:
        return ""
    entries = TimelineEntry.objects.filter(document=order.pk, now=Order.Status.RETURNED)
    return entries.order_by("-at").values_list("text", flat=True).first() or ""
