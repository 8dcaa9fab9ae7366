"""What the ledger should say of an order, a shipment and a receipt; and HQ's card of the order."""

from datetime import timedelta

from distributors.domain.ledger import Paper, Wanted, post
from distributors.models import ChannelOrder, Fact
from orders.models import Order
from portal.lib import dates


def paper_of(order, *, kind="order", document=None):
    document = document or order
    return Paper(
        kind, document.pk, document.number, order.salesperson, order.salesperson_name, order.industry, order.pk
    )


def wanted_of_order(order, lines):
    """ordered: each line of a submitted order; approved: each line of an approved one."""
    wanted = []
    if order.status in Order.POSTED:
        wanted += _lines(Fact.ORDERED, dates.local_day(order.submitted_at), lines)
    if order.status in Order.SOLD:
        wanted += _lines(Fact.APPROVED, order.approved_day, lines)
    return wanted


def _lines(fact, day, lines):
    return [Wanted(fact, day, li.net, li.tax, li.position, li.product_line, li.sku, li.quantity) for li in lines]


def post_order(distributor, order, lines, *, new=False):
    """Settle the facts ordered and approved of an order with its present state. The caller holds the order's lock."""
    post(distributor, paper_of(order), wanted_of_order(order, lines), facts=[Fact.ORDERED, Fact.APPROVED], new=new)


def post_shipment(distributor, order, shipment, lines):
    """Settle the fact shipped of a new shipment. lines: [(shipment line, order line)]."""
    wanted = [
        Wanted(Fact.SHIPPED, shipment.day, s.net, s.tax, o.position, o.product_line, o.sku, s.quantity)
        for s, o in lines
    ]
    post(distributor, paper_of(order, kind="shipment", document=shipment), wanted, facts=[Fact.SHIPPED], new=True)


def show_card(distributor, order):
    """Write HQ's card of the order: one statement, made or changed."""
    card = ChannelOrder(
        id=order.pk, distributor_id=distributor.pk, region_id=distributor.region_id, number=order.number,
        status=order.status, since=order.since, submitted_at=order.submitted_at, salesperson=order.salesperson,
        salesperson_name=order.salesperson_name, total=order.total, shipped=order.shipped, paid=order.paid,
        pay_by=pay_by(order), hold=order.hold,
    )  # fmt: skip
    ChannelOrder.objects.bulk_create(
        [card],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["status", "since", "submitted_at", "salesperson", "salesperson_name", "total", "shipped", "paid",
                       "pay_by", "hold"],
    )  # fmt: skip


def pay_by(order):
    """The day by which an approved order is to be paid; None when nothing is owed."""
    if order.status not in ChannelOrder.EXPOSED or order.paid >= order.total or order.approved_day is None:
        return None
    return order.approved_day + timedelta(days=order.payment_days)
