"""Money: finance records what a distributor paid and allocates it to orders. A mistake is reversed, never edited."""

from decimal import Decimal

from django.utils.translation import gettext as _

from distributors.domain.ledger import Paper, Wanted, post
from distributors.models import Fact
from orders.domain.approval import free_holds
from orders.domain.posting import show_card
from orders.domain.shipment import close_if_settled
from orders.domain.status import move, note_on, started
from orders.models import Allocation, Order, Receipt
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import format_money
from tenants.context import inside, verb
from tenants.domain.idempotency import once
from tenants.domain.number import next_number


@verb
def record_receipt(distributor, amount, *, received_on, by, method="", reference="", note="", shares=None, key=""):
    """Money came in. Returns the Receipt.

    amount: Decimal > 0 with 2 decimals. shares: {order id: amount} to pay at once; None pays the oldest open orders
    first; {} leaves all of it unallocated.
    """
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise Refused(_("Enter an amount above 0 with at most two decimals."), field="amount")
    if received_on > dates.today():
        raise Refused(_("The money cannot have come in after today."), field="received_on")
    with inside(distributor):
        receipt = Receipt(amount=amount, received_on=received_on, method=method, reference=reference, note=note,
                          since=dates.now(), recorded_by=by.id, recorded_name=by.name)  # fmt: skip
        earlier = once(key, by=by, result=receipt.pk, body=f"{amount} {received_on} {method} {reference} {shares}")
        if earlier:
            return Receipt.objects.get(pk=earlier)
        orders = _payable(distributor, shares)
        if shares is None:
            shares = oldest_first(orders, amount)
        first = next((o for o in orders if shares.get(o.pk)), None)
        if first is not None:
            receipt.salesperson, receipt.salesperson_name = first.salesperson, first.salesperson_name
        receipt.number = next_number(distributor, "SK")
        receipt.save(force_insert=True)
        started(receipt, by=by)
        _allocate(distributor, receipt, orders, shares, by=by)
        wanted = [Wanted(Fact.COLLECTED, received_on, amount, Decimal(0))]
        post(distributor, _paper(receipt), wanted, facts=[Fact.COLLECTED], new=True)
        free_holds(distributor, by=by, why=_("%(number)s came in.") % {"number": receipt})
        return receipt


@verb
def allocate_receipt(distributor, receipt_id, shares, *, by):
    """Pay orders with what is left of a receipt. shares: {order id: amount > 0}."""
    with inside(distributor):
        orders = _payable(distributor, shares)
        receipt = Receipt.objects.locked(receipt_id)
        if receipt.status != Receipt.Status.RECORDED:
            raise Refused(_("%(number)s was reversed and pays nothing.") % {"number": receipt})
        _allocate(distributor, receipt, orders, shares, by=by)
        free_holds(distributor, by=by, why=_("%(number)s was allocated.") % {"number": receipt})
        return receipt


@verb
def reverse_receipt(distributor, receipt_id, *, by, reason):
    """Take a receipt back: its allocations are countered, the orders are owed again, the ledger takes it back today."""
    if not reason.strip():
        raise Refused(_("Say why the receipt is reversed."), field="reason")
    with inside(distributor):
        paid = {}
        for order_id, amount in Allocation.objects.filter(receipt_id=receipt_id).values_list("order_id", "amount"):
            paid[order_id] = paid.get(order_id, Decimal(0)) + amount
        orders = list(Order.objects.filter(pk__in=paid).order_by("pk").select_for_update())
        receipt = Receipt.objects.locked(receipt_id)
        receipt.allocated = Decimal(0)
        move(receipt, Receipt.Status.REVERSED, by=by, note=reason, fields=["allocated"])
        for order in orders:
            amount = paid[order.pk]
            if not amount:
                continue
            Allocation.objects.create(receipt=receipt, order=order, amount=-amount, at=dates.now(), by_name=by.name)
            order.paid -= amount
            order.save(update_fields=["paid"])
            text = _("%(number)s was reversed: %(amount)s is owed again.") % {
                "number": receipt, "amount": format_money(amount),
            }  # fmt: skip
            if order.status == Order.Status.CLOSED:
                move(order, Order.Status.DELIVERED, by=by, note=text)
            else:
                note_on(order, text, by=by)
            show_card(distributor, order)
        post(distributor, _paper(receipt), [], facts=[Fact.COLLECTED])
        return receipt


def _payable(distributor, shares):
    """Locked orders that can be paid: those named in shares, else all that are open, the oldest first."""
    orders = Order.objects.filter(status__in=Order.SOLD).order_by("approved_at", "pk")
    orders = orders.filter(pk__in=shares) if shares is not None else orders.exclude(status=Order.Status.CLOSED)
    return list(orders.select_for_update())


def oldest_first(orders, amount):
    """{order id: Decimal} of how an amount pays orders in the order given, each at most what it is owed."""
    shares = {}
    for order in orders:
        part = min(order.total - order.paid, amount)
        if part > 0:
            shares[order.pk] = part
            amount -= part
    return shares


def _allocate(distributor, receipt, orders, shares, *, by):
    """Pay each order its share. Raises Refused when a share is more than is owed, or all are more than is left."""
    found = {order.pk: order for order in orders}
    for order_id, amount in shares.items():
        order = found.get(order_id)
        if order is None:
            raise Refused(_("One of the orders is not approved or not this distributor's."), field="shares")
        owed = order.total - order.paid
        if amount <= 0 or amount > owed:
            raise Refused(
                _("%(number)s is owed %(owed)s: allocate more than 0 and no more than that.")
                % {"number": order, "owed": format_money(owed)},
                field="shares",
            )
    left = receipt.amount - receipt.allocated
    total = sum(shares.values(), Decimal(0))
    if total > left:
        raise Refused(
            _("%(number)s has %(left)s left, %(total)s was to be allocated.")
            % {"number": receipt, "left": format_money(left), "total": format_money(total)},
            field="shares",
        )
    if not shares:
        return
    now = dates.now()
    Allocation.objects.bulk_create(
        [Allocation(receipt=receipt, order=found[o], amount=a, at=now, by_name=by.name) for o, a in shares.items()]
    )
    receipt.allocated += total
    receipt.save(update_fields=["allocated"])
    for order_id, amount in shares.items():
        order = found[order_id]
        order.paid += amount
        order.save(update_fields=["paid"])
        text = _("%(amount)s received (%(number)s).") % {"amount": format_money(amount), "number": receipt}
        if not close_if_settled(order, by=by):
            note_on(order, text, by=by)
        show_card(distributor, order)


def _paper(receipt):
    return Paper("receipt", receipt.pk, receipt.number, receipt.salesperson, receipt.salesperson_name)
