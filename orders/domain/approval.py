"""HQ decides a step of an order: approve, or return with a reason. (Quotations: orders.domain.quotation.)"""

from django.utils.translation import gettext as _

from distributors.domain import approval, credit
from distributors.models import ApprovalRequest
from orders.domain.order import Status, ask_step, hold, set_approved
from orders.domain.posting import post_order, show_card
from orders.domain.status import move
from orders.models import Order
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import inside, verb


@verb
def decide_order(request, *, by, approve, note="", version=None):
    """Decide one waiting step of an order under the order's lock. Returns the order.

    request: ApprovalRequest (read, not locked). version: the version that the decider saw; another one is Refused.
    approve False returns the order to the distributor and needs a note. An approval that breaks the credit limit holds
    the order instead; the step stays open.
    """
    if not approve and not note.strip():
        raise Refused(_("Say why the order is returned: the distributor reads it."), field="note")
    distributor = request.distributor
    with inside(distributor):
        order = Order.objects.locked(request.document)  # always the document first, then HQ's rows
        request = ApprovalRequest.objects.locked(request.pk)
        approval.check_decider(request, by=by)
        if request.version != order.version or (version is not None and version != order.version):
            raise Refused(
                _("%(number)s was changed meanwhile. Look at it again before you decide.") % {"number": order}
            )
        last = approve and _is_last(order, request)
        lines = list(order.lines.all()) if last or not approve else []
        if last and (excess := credit.excess_of(distributor, order.total)):
            hold(order, lines, excess, by=by)
            approval.say_again(distributor, order.pk, [order.hold])
            show_card(distributor, order)
            return order
        if not approval.touch(distributor, order, by=by, part=request.step, approved=approve, note=note):
            raise Refused(
                _("%(number)s needs a second person: you entered it or decided another step of it.") % {"number": order}
            )
        State = ApprovalRequest.State
        request.state = State.APPROVED if approve else State.RETURNED
        request.decided_by, request.decided_name, request.decided_at, request.note = (
            by.id,
            by.name,
            dates.now(),
            note[:500],
        )
        request.save(update_fields=["state", "decided_by", "decided_name", "decided_at", "note"])
        if not approve:
            order.hold = ""
            move(order, Status.RETURNED, by=by, note=note, fields=["hold"])
            post_order(distributor, order, lines)
        elif last:
            set_approved(order, by=by, note=note)
            post_order(distributor, order, lines)
        else:
            move(order, Status.REVIEWED, by=by, note=note)
            submitter = (request.submitted_by, request.submitted_name)
            ask_step(distributor, order, _next_step(order, request), submitter=submitter)
        show_card(distributor, order)
        return order


def _steps(order):
    return [step["step"] for step in order.route]


def _is_last(order, request):
    steps = _steps(order)
    return request.step not in steps or request.step == steps[-1]


def _next_step(order, request):
    return order.route[_steps(order).index(request.step) + 1]


def free_holds(distributor, *, by, why):
    """Look at the distributor's held orders again, oldest first, after money came in or the limit rose: one that fits
    now goes back in front of finance. The caller is inside the distributor and in a verb. Returns their numbers."""
    freed = []
    room_used = 0
    for order in Order.objects.filter(status=Status.HELD).order_by("submitted_at").select_for_update():
        lines = list(order.lines.all())
        if excess := credit.excess_of(distributor, order.total + room_used):
            hold(order, lines, excess, by=by)
        else:
            room_used += order.total
            order.hold = ""
            move(order, Status.REVIEWED, by=by, note=why, fields=["hold"])
            approval.say_again(distributor, order.pk, [why])
            freed.append(order.number)
        show_card(distributor, order)
    return freed
