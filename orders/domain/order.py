"""Verbs of the order that the distributor does: enter, edit, submit.

Cancelling stands in orders.domain.cancellation, HQ's decisions in orders.domain.approval, stock and shipments in
orders.domain.shipment, money in orders.domain.receipt.
"""

from django.utils.translation import gettext as _

from distributors.domain import approval, credit
from distributors.models.approval import DocumentKind, Step
from orders.domain.lines import add_up, priced
from orders.domain.posting import post_order, show_card
from orders.domain.quoted import count_ordered, keep_agreed
from orders.domain.status import move, note_on, started
from orders.models import Order, OrderLine
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import format_money
from tenants.context import inside, verb
from tenants.domain.idempotency import once
from tenants.domain.number import next_number

Status = Order.Status
FIELDS = ("purchase_order", "ship_to", "wanted_on", "note")
KEEP = "as it is"


@verb
def enter_order(distributor, rows, *, by, **fields):
    """A new draft order. rows: [orders.domain.lines.Row]. Raises Refused naming the row at fault.

    fields: purchase_order, ship_to, wanted_on, note; customer and quotation; salesperson (id, name), the person who
    enters by default; key, the form's idempotency key: the same key again returns the order made the first time.
    """
    with inside(distributor):
        order, lines = _prepare(distributor, rows, by=by, **fields)
        if lines is not None:
            started(order, by=by)
            _insert(order, lines)
        return order


def _prepare(distributor, rows, *, by, key="", customer=None, quotation=None, salesperson=None, **fields):
    """(order, its lines), with its number, but not inserted yet and the timeline not begun; lines None when the key's
    order was made before."""
    order = Order(since=dates.now(), payment_days=distributor.payment_days, entered_by=by.id)
    earlier = once(key, by=by, result=order.pk, body=_body(rows, customer, fields))
    if earlier:
        return Order.objects.get(pk=earlier), None
    order.salesperson, order.salesperson_name = salesperson or (by.id, by.name)
    order.quotation = quotation
    _set_customer(order, customer)
    _set(order, fields)
    lines, _products = priced(OrderLine, rows, distributor, order=order)
    add_up(order, lines)
    order.number = next_number(distributor, "DD")
    return order, lines


def _insert(order, lines):
    order.save(force_insert=True)
    OrderLine.objects.bulk_create(lines)


def _body(rows, customer, fields):
    """What the idempotency key stands for: the same form sent again has the same."""
    return repr([(r.sku, str(r.quantity)) for r in rows]) + repr(getattr(customer, "pk", customer)) + repr(fields)


@verb
def edit_order(distributor, order_id, rows, *, by, version, key="", customer=KEEP, **fields):
    """Replace the lines and fields of a draft or returned order. version: the one the editor saw, else Refused.

    key: idempotency key of the form; the same key again returns the order as it is. customer: None takes it out; an
    order from a quotation keeps its customer.
    """
    with inside(distributor):
        order = Order.objects.locked(order_id)
        if once(key, by=by, result=order.pk, body=_body(rows, customer, fields)):
            return order
        _seen(order, version)
        if order.status not in Order.EDITABLE:
            raise Refused(
                _("%(number)s is “%(status)s” and cannot be edited. Ask head office to return it first.")
                % {"number": order, "status": order.get_status_display()}
            )
        before = list(order.lines.select_related("quotation_line"))
        lines, _products = priced(OrderLine, keep_agreed(before, rows), distributor, order=order)
        count_ordered(before, lines)
        _set(order, fields)
        if customer is not KEEP and order.quotation_id is None:
            _set_customer(order, customer)
        add_up(order, lines)
        order.version += 1
        order.lines.all().delete()
        order.save()
        OrderLine.objects.bulk_create(lines)
        said = {"count": len(lines), "total": format_money(order.total)}
        note_on(order, _("Edited: %(count)s lines, %(total)s") % said, by=by)
        return order


@verb
def place_order(distributor, rows, *, by, submit, order_id=None, version=None, key="", **fields):
    """Enter an order (or edit order_id) and, when asked, submit it, all or nothing. Returns it. The same key again
    returns the order as the first time left it."""
    with inside(distributor):
        if order_id is None:
            order, lines = _prepare(distributor, rows, by=by, key=key, **fields)
            if lines is not None:
                if submit:
                    _send(distributor, order, lines, by=by, new=True)  # nobody else sees it yet: no lock is needed
                else:
                    started(order, by=by)
                _insert(order, lines)
            return order
        order = edit_order(distributor, order_id, rows, by=by, version=version, key=key, **fields)
        if submit and order.status in Order.EDITABLE:
            order = submit_order(distributor, order.pk, by=by)
        return order


@verb
def submit_order(distributor, order_id, *, by, version=None):
    """Send a draft or returned order to HQ along the route that HQ's rules give it. Without a step it is approved at
    once, if the credit limit allows. version: the one the submitter saw (None: whatever it is)."""
    with inside(distributor):
        order = Order.objects.locked(order_id)
        if version is not None:
            _seen(order, version)
        _send(distributor, order, list(order.lines.all()), by=by)
        return order


def _send(distributor, order, lines, *, by, new=False):
    """Submit an order whose lock the caller holds. new: it was entered just now, and the caller inserts it."""
    first = order.submitted_at is None
    if not first:
        order.version += 1  # a new round: who returned it may decide it again
    order.submitted_at = order.submitted_at or dates.now()
    order.hold = ""
    order.route = approval.steps_needed(
        approval.rules_of(DocumentKind.ORDER),
        amount=order.total,
        region_id=distributor.region_id,
        tier_id=distributor.tier_id,
    )
    fields = ["submitted_at", "route", "hold", "version"]
    if order.route:
        approval.touch(distributor, order, by=by, part="entered")
        move(order, Status.SUBMITTED, by=by, fields=fields, first=new)
        if order.route[0]["step"] == Step.RECHECK:
            move(order, Status.REVIEWED, by=by, note=_("No review needed by the rules."))
        ask_step(distributor, order, order.route[0], submitter=(by.id, by.name))
    elif excess := credit.excess_of(distributor, order.total):
        approval.touch(distributor, order, by=by, part="entered")
        move(order, Status.SUBMITTED, by=by, fields=fields, first=new)
        hold(order, lines, excess, by=by)
        ask_step(
            distributor, order, {"step": Step.RECHECK, "hours": 8, "reason": order.hold}, submitter=(by.id, by.name)
        )
    else:
        set_approved(order, by=by, note=_("No step needed by the rules."), fields=fields, first=new)
    post_order(distributor, order, lines, new=first)
    show_card(distributor, order)


def ask_step(distributor, order, step, *, submitter):
    """Put a step of the order's route before HQ. submitter: (id, name)."""
    approval.ask(
        distributor, kind=DocumentKind.ORDER, document=order, step=step["step"], amount=order.total,
        reasons=[step["reason"]], hours=step["hours"], submitter=submitter,
    )  # fmt: skip


def set_approved(order, *, by, note="", fields=(), first=False):
    """The last step: the order is approved. The caller has checked the credit under its lock and posts the ledger."""
    order.hold, order.approved_at, order.approved_day = "", dates.now(), dates.today()
    fields = ["hold", "approved_at", "approved_day", *fields]
    move(order, Status.APPROVED, by=by, note=note, fields=fields, first=first)


def hold(order, lines, excess, *, by):
    """Over the credit limit: hold the order with the words that say what frees it."""
    order.hold = credit.what_frees(excess, [(li.position, li.amount) for li in lines])[:300]
    if order.status == Status.HELD:
        order.save(update_fields=["hold"])
    else:
        move(order, Status.HELD, by=by, note=order.hold, fields=["hold"])


def _seen(order, version):
    if order.version != version:
        raise Refused(_("%(number)s was changed meanwhile. Look at it again before you go on.") % {"number": order})


def _set_customer(order, customer):
    order.customer = customer
    order.customer_name, order.industry = (customer.name, customer.industry) if customer else ("", "")


def _set(order, fields):
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"An order has no field {name} that a person may set.")
        setattr(order, name, value)
