"""Today in the portal: what waits for me, what is late, three numbers. Each is a link to exactly its rows."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, Q, Sum
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from orders.models import Order, Quotation, Shipment, TimelineEntry
from portal.lib import dates
from tenants.permissions import EVERYONE, allow

Status = Order.Status
SOME = 5  # held and returned orders are named, up to so many


@allow(EVERYONE)
def home(request):
    today = dates.today()
    context = {
        "today": today,
        "work": [item for item in _work(today) if item["count"]],
        "named": _stopped(),
        "late": _late(today),
        "numbers": _numbers(today),
        "may_order": request.member.may("order.edit"),
        "may_quote": request.member.may("quotation.edit") and _url("quotation-new"),
    }
    return render(request, "orders/home_today.html", context)


def _stopped():
    """The returned and held orders, each with `why`: the reason, or what frees it. Two queries."""
    orders = list(Order.objects.filter(status__in=(Status.RETURNED, Status.HELD)).order_by("since")[:SOME])
    returns = TimelineEntry.objects.filter(document__in=[order.pk for order in orders], now=Status.RETURNED)
    reasons = dict(returns.order_by("at").values_list("document", "text"))
    for order in orders:
        order.why = order.hold or reasons.get(order.pk, "")
    return orders


def _url(name, **parameters):
    """The URL of a table with its filters; "" while there is no such page."""
    try:
        return reverse(name) + (f"?{urlencode(parameters)}" if parameters else "")
    except NoReverseMatch:
        return ""


def _work(today):
    """[{label, count, url, status}] of what this distributor's people have to do. Three queries."""
    counts = dict(
        Order.objects.filter(status__in=(Status.RETURNED, Status.DRAFT, Status.HELD))
        .order_by().values_list("status").annotate(n=Count("pk"))
    )  # fmt: skip
    under_way = Shipment.objects.filter(status=Shipment.Status.DISPATCHED).count()
    Q_ = Quotation.Status
    quoted = dict(
        Quotation.objects.filter(status__in=(Q_.RETURNED, Q_.DRAFT, Q_.ACCEPTED, Q_.ISSUED))
        .order_by().values_list("status").annotate(n=Count("pk"))
    )  # fmt: skip

    def orders(label, status):
        return {"label": label, "count": counts.get(status, 0), "url": _url("orders", status=status), "status": status,
                "text": status.label}  # fmt: skip

    def quotations(label, status):
        return {"label": label, "count": quoted.get(status, 0), "url": _url("quotations", status=status),
                "status": status, "text": status.label}  # fmt: skip

    return [
        orders(_("Orders to amend and submit again"), Status.RETURNED),
        orders(_("Orders on credit hold"), Status.HELD),
        {"label": _("Shipments to confirm"), "count": under_way, "url": _url("shipments", status="dispatched"),
         "status": Shipment.Status.DISPATCHED, "text": Shipment.Status.DISPATCHED.label},
        orders(_("Drafts to finish"), Status.DRAFT),
        quotations(_("Quotations to amend"), Q_.RETURNED),
        quotations(_("Accepted quotations to order"), Q_.ACCEPTED),
        quotations(_("Quotations that wait for the customer's answer"), Q_.ISSUED),
        quotations(_("Quotations to finish"), Q_.DRAFT),
    ]  # fmt: skip


def _late(today):
    """[{label, count, amount, url}] of what is late. Two queries."""
    oldest = today - timedelta(days=7)
    shipments = Shipment.objects.filter(status=Shipment.Status.DISPATCHED, day__lte=oldest).count()
    expiring = Quotation.objects.filter(
        status=Quotation.Status.ISSUED, valid_until__lt=today + timedelta(days=3)
    ).count()
    rows = [
        (_("Shipments under way for more than a week"), shipments,
         _url("shipments", status="dispatched", day_to=oldest.isoformat())),
        (_("Quotations that run out within three days"), expiring,
         _url("quotations", status="issued", valid_to=(today + timedelta(days=2)).isoformat())),
    ]  # fmt: skip
    return [{"label": label, "count": count, "url": url} for label, count, url in rows if count]


def _numbers(today):
    """Own orders this month, shipped this month, open to pay. Two queries."""
    month = dates.month_start(today)
    sums = Order.objects.aggregate(
        ordered=Sum("total", filter=Q(status__in=Order.POSTED, submitted_at__gte=dates.day_start(month))),
        owed=Sum(F("total") - F("paid"), filter=Q(status__in=Order.SOLD)),
    )
    shipped = Shipment.objects.filter(day__gte=month).aggregate(amount=Sum("amount"))["amount"]
    since = month.isoformat()
    return [
        {"label": _("Ordered this month"), "amount": sums["ordered"] or 0,
         "url": _url("orders", show="ordered", submitted_from=since)},
        {"label": _("Shipped this month"), "amount": shipped or 0, "url": _url("shipments", day_from=since)},
        {"label": _("Open to pay"), "amount": sums["owed"] or 0, "url": _url("orders", show="owed")},
    ]  # fmt: skip
