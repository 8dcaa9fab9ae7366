"""Where an order is, who has it, since when: read from its status and from the step that waits at HQ. Saves nothing."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from distributors.models import ApprovalRequest
from distributors.models.approval import STEP_ROLE, Step
from orders.models import Order
from portal.lib import dates

Status = Order.Status


@dataclass(slots=True)
class Whereabouts:
    """place: what is being done. who: the person or group that has it, "" when nobody does. since: moment.
    due: moment or day until which it should be done, None without one. waiting: the ApprovalRequest, or None."""

    place: str
    who: str
    since: datetime
    due: datetime | date | None = None
    waiting: ApprovalRequest | None = field(default=None)

    @property
    def late(self):
        if self.due is None:
            return False
        return self.due < (dates.now() if isinstance(self.due, datetime) else dates.today())


def waiting_step(document):
    """The ApprovalRequest of a document that waits at HQ, or None. One query, in public or inside."""
    return ApprovalRequest.objects.filter(document=document, state=ApprovalRequest.State.WAITING).first()


def whereabouts(order, *, distributor, waiting=None, pay_by=None):
    """The Whereabouts of an order. waiting: its waiting step. pay_by: the day by which it is to be paid."""
    desk = str(STEP_ROLE[Step.REVIEW].label)
    finance = str(STEP_ROLE[Step.RECHECK].label)
    theirs = f"{distributor} · {order.salesperson_name}"
    if waiting is not None and order.status in (Status.SUBMITTED, Status.REVIEWED):
        group = str(STEP_ROLE[Step(waiting.step)].label)
        return Whereabouts(
            waiting.get_step_display(), _("head office · %(group)s") % {"group": group}, waiting.created_at,
            waiting.due_at, waiting,
        )  # fmt: skip
    place, who = {
        Status.DRAFT: (_("Being written"), theirs),
        Status.SUBMITTED: (_("Order review"), _("head office · %(group)s") % {"group": desk}),
        Status.REVIEWED: (_("Finance re-check"), _("head office · %(group)s") % {"group": finance}),
        Status.HELD: (_("On credit hold"), _("head office · %(group)s") % {"group": finance}),
        Status.RETURNED: (_("Returned, to be amended"), theirs),
        Status.APPROVED: (_("To be allocated and dispatched"), _("head office · warehouse")),
        Status.PART_SHIPPED: (_("The rest is to be dispatched"), _("head office · warehouse")),
        Status.SHIPPED: (_("On the way, delivery to be confirmed"), str(distributor)),
        Status.DELIVERED: (_("Delivered, to be paid"), str(distributor)),
        Status.CLOSED: (_("Delivered and paid"), ""),
        Status.CANCELLED: (_("Cancelled"), ""),
    }[order.status]
    due = pay_by if order.status == Status.DELIVERED else None
    return Whereabouts(place, who, order.since, due, waiting)
