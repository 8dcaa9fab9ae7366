"""The warehouse: allocate stock to an approved order, dispatch in part or whole; the distributor confirms delivery."""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from catalog.domain import stock
from orders.domain.lines import save_quantities
from orders.domain.posting import post_shipment, show_card
from orders.domain.status import move, note_on, started
from orders.models import Order, Shipment, ShipmentLine
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import inside, verb
from tenants.domain.idempotency import once
from tenants.domain.number import next_number

Status = Order.Status
CENT = Decimal("0.01")


@verb
def allocate_order(distributor, order_id, *, by):
    """Reserve what the stock has for the open lines of an approved order. Returns {position: quantity reserved now}.

    What the stock does not have stays open as back-order. Raises Refused when nothing at all could be reserved.
    """
    with inside(distributor):
        order = Order.objects.locked(order_id)
        _to_be_shipped(order)
        lines = list(order.lines.all())
        wanted = defaultdict(Decimal)
        for line in lines:
            if missing := line.quantity - line.shipped - line.reserved:
                wanted[line.product_id] += missing
        if not wanted:
            raise Refused(_("%(number)s has all its stock allocated already.") % {"number": order})
        got = stock.reserve(dict(wanted), document=order.number, by=by)
        given = _spread(lines, got)
        if not given:
            raise Refused(_("There is no free stock for %(number)s now. It stays on back-order.") % {"number": order})
        save_quantities(li for li in lines if li.position in given)
        rest = sum(li.quantity - li.shipped - li.reserved for li in lines)
        note_on(
            order,
            _("Stock allocated.") if not rest else _("Stock allocated in part; the rest is on back-order."),
            by=by,
        )
        return given


def _spread(lines, got):
    """Give what was reserved of each product to the lines in their order. Changes `reserved`; {position: quantity}."""
    left, given = dict(got), {}
    for line in lines:
        missing = line.quantity - line.shipped - line.reserved
        share = min(missing, left.get(line.product_id, Decimal(0)))
        if share > 0:
            line.reserved += share
            left[line.product_id] -= share
            given[line.position] = share
    return given


def release_all(order, lines, *, by):
    """Give reserved stock of a cancelled order back. The caller holds the order's lock and saves nothing else."""
    back = defaultdict(Decimal)
    held = [li for li in lines if li.reserved]
    for line in held:
        back[line.product_id] += line.reserved
        line.reserved = Decimal(0)
    if back:
        stock.release(dict(back), document=order.number, by=by)
        save_quantities(held)


@verb
def dispatch_order(distributor, order_id, quantities, *, by, carrier="", tracking="", serials=None, key=""):
    """Ship reserved quantities of an order. Returns the Shipment.

    quantities: {position: Decimal > 0}, at most what is reserved on the line. serials: {position: [serial number]}.
    The shipment's amounts are the lines' amounts by share, so that all shipments of an order add up to its total.
    """
    serials = serials or {}
    with inside(distributor):
        order = Order.objects.locked(order_id)
        shipment = Shipment(order=order, since=dates.now(), day=dates.today(), dispatched_by=by.name, carrier=carrier,
                            tracking=tracking, amount=Decimal(0))  # fmt: skip
        earlier = once(key, by=by, result=shipment.pk, body=f"{order_id} {sorted(quantities.items())}")
        if earlier:
            return Shipment.objects.get(pk=earlier)
        _to_be_shipped(order)
        lines = {li.position: li for li in order.lines.all()}
        shipped, gone = [], defaultdict(Decimal)
        for position, quantity in sorted(quantities.items()):
            line = lines.get(position)
            if line is None or quantity <= 0 or quantity > line.reserved:
                raise Refused(
                    _("Line %(line)s: at most %(most)s can be dispatched, that much is allocated.")
                    % {"line": position, "most": (line.reserved if line else Decimal(0)).normalize()},
                    field="lines",
                )
            _check_serials(position, quantity, serials.get(position, []))
            shipped.append((_part(shipment, line, quantity, serials.get(position, [])), line))
            gone[line.product_id] += quantity
        if not shipped:
            raise Refused(_("Enter the quantity of at least one line."), field="lines")
        stock.dispatch(dict(gone), document=order.number, by=by)
        shipment.amount = sum((s.amount for s, _line in shipped), Decimal(0))
        shipment.number = next_number(distributor, "FH")
        shipment.save(force_insert=True)
        ShipmentLine.objects.bulk_create([s for s, _line in shipped])
        save_quantities(line for _s, line in shipped)
        order.shipped += shipment.amount
        all_gone = all(li.shipped == li.quantity for li in lines.values())
        move(
            order, Status.SHIPPED if all_gone else Status.PART_SHIPPED, by=by, note=shipment.number, fields=["shipped"]
        )
        started(shipment, by=by)
        post_shipment(distributor, order, shipment, shipped)
        show_card(distributor, order)
        return shipment


def _part(shipment, line, quantity, serials):
    """The shipment's line: its share of the order line's amounts, counted from the start so that no cent is lost.
    Moves the quantity from reserved to shipped on the order line (unsaved)."""
    before, after = line.shipped, line.shipped + quantity

    def share(amount):
        return (amount * after / line.quantity).quantize(CENT, ROUND_HALF_UP) - (
            amount * before / line.quantity
        ).quantize(CENT, ROUND_HALF_UP)

    amount, net = share(line.amount), share(line.net)
    line.reserved -= quantity
    line.shipped = after
    return ShipmentLine(shipment=shipment, order_line=line, quantity=quantity, amount=amount, net=net, tax=amount - net,
                        serial_numbers=serials)  # fmt: skip


def _check_serials(position, quantity, serials):
    if serials and (len(serials) != quantity or len(set(serials)) != len(serials)):
        raise Refused(
            _("Line %(line)s: enter %(count)s different serial numbers, or none.")
            % {"line": position, "count": quantity.normalize()},
            field="lines",
        )


@verb
def deliver_shipment(distributor, shipment_id, *, by):
    """The distributor confirms that a shipment arrived. The order is delivered with its last shipment, and closed when
    it is paid as well."""
    with inside(distributor):
        order_id = Shipment.objects.values_list("order_id", flat=True).get(pk=shipment_id)
        order = Order.objects.locked(order_id)
        shipment = Shipment.objects.locked(shipment_id)
        shipment.delivered_by = by.name
        move(shipment, Shipment.Status.DELIVERED, by=by, fields=["delivered_by"])
        arrived = {s.order_line_id: s.quantity for s in shipment.lines.all()}
        lines = list(order.lines.all())
        for line in lines:
            line.delivered += arrived.get(line.pk, Decimal(0))
        save_quantities(li for li in lines if li.pk in arrived)
        if all(li.delivered == li.quantity for li in lines):
            move(order, Status.DELIVERED, by=by, note=shipment.number)
            close_if_settled(order, by=by)
        else:
            note_on(order, _("%(number)s arrived.") % {"number": shipment}, by=by)
        show_card(distributor, order)
        return shipment


def close_if_settled(order, *, by):
    """A delivered order that is paid in full is closed. Returns True when it was closed now."""
    if order.status == Status.DELIVERED and order.paid == order.total:
        move(order, Status.CLOSED, by=by, note=_("Delivered and paid."))
        return True
    return False


def _to_be_shipped(order):
    if order.status not in (Status.APPROVED, Status.PART_SHIPPED):
        raise Refused(
            _("%(number)s is “%(status)s”: only an approved order can be allocated and dispatched.")
            % {"number": order, "status": order.get_status_display()}
        )
