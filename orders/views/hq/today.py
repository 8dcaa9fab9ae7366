"""What waits for a person at HQ, for the first page: lines that each open exactly their rows."""

from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from distributors.models import ApprovalRequest, ChannelOrder
from distributors.models.approval import Step
from orders.views.hq.approval import WAITING, steps_of
from orders.views.hq.scope import seen_by
from portal.lib import dates

Status = ChannelOrder.Status


def waiting_for(member):
    """[{label, count, url, late}] of what this person may do now; lines with nothing are left out.

    late: how many of them are over their time. Three queries at most, whatever waits.
    """
    lines = _decisions(member)
    if member.may("shipment.allocate") or member.may("receipt.record"):
        lines += _orders(member)
    return [line for line in lines if line["count"]]


def _url(name, **parameters):
    return f"{reverse(name)}?{urlencode(parameters)}"


def _decisions(member):
    steps = steps_of(member)
    if not steps:
        return []
    rows = seen_by(member, ApprovalRequest.objects.filter(state=WAITING, step__in=steps))
    counts = {
        step: (count, late)
        for step, count, late in rows.order_by()
        .values_list("step")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(due_at__lt=dates.now())))
    }
    labels = {
        Step.REVIEW: _("Orders to review"),
        Step.RECHECK: _("Orders to re-check"),
        Step.DISCOUNT: _("Discounts to approve"),
        Step.ISSUE: _("Quotations to issue"),
    }
    return [
        {"label": labels[step], "count": counts.get(step, (0, 0))[0], "late": counts.get(step, (0, 0))[1],
         "url": _url("approvals", step=step)}
        for step in steps
    ]  # fmt: skip


def _orders(member):
    today = dates.today()
    to_ship = Q(status__in=(Status.APPROVED, Status.PART_SHIPPED))
    old = Q(since__lt=dates.day_start(today - timedelta(days=3)))
    counts = seen_by(member, ChannelOrder.objects.all()).aggregate(
        ship=Count("pk", filter=to_ship),
        ship_late=Count("pk", filter=to_ship & old),
        held=Count("pk", filter=Q(status=Status.HELD)),
        overdue=Count("pk", filter=Q(pay_by__lt=today)),
    )
    lines = []
    if member.may("shipment.allocate"):
        label = _("Orders to allocate and dispatch")
        lines.append(
            {"label": label, "count": counts["ship"], "late": counts["ship_late"], "url": reverse("shipments")}
        )
    if member.may("receipt.record"):
        lines.append({"label": _("Orders on credit hold"), "count": counts["held"], "late": 0,
                      "url": _url("orders", status=Status.HELD)})  # fmt: skip
        lines.append({"label": _("Orders past their day of payment"), "count": counts["overdue"],
                      "late": counts["overdue"], "url": _url("receivables", age="over")})  # fmt: skip
    return lines
