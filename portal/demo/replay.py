"""Each AdventureWorks order, replayed as an order through the verbs at its own dates: entered, submitted, reviewed,
re-checked, allocated, shipped, delivered, paid. What lies after today has not happened.

One order is one transaction, so that a loader killed at any point has replayed whole orders only; the next run goes on
with those that are missing (the idempotency key names the data set's order).
"""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from distributors.models import ApprovalRequest
from orders.domain.approval import decide_order
from orders.domain.lines import Row
from orders.domain.order import enter_order, submit_order
from orders.domain.receipt import record_receipt
from orders.domain.shipment import allocate_order, deliver_shipment, dispatch_order
from portal import adventureworks as aw
from portal.lib import dates
from tenants.models import IdempotencyKey

CARRIERS = ("顺丰速运", "德邦物流", "中通快运")


def key_of(order):
    return f"adventureworks {order.number}"


def replayed():
    """The keys of the orders that are there already."""
    return set(IdempotencyKey.objects.filter(key__startswith="adventureworks ").values_list("key", flat=True))


class Replay:
    """desk, finance, warehouse: Members of HQ. salespeople: {employee key: User}. now: the moment it is."""

    def __init__(self, *, desk, finance, warehouse, salespeople, now, leave_open):
        self.desk, self.finance, self.warehouse = desk, finance, warehouse
        self.salespeople, self.now, self.leave_open = salespeople, now, leave_open

    def order(self, source, place):
        """Replay one order as far as its dates allow."""
        with transaction.atomic():
            for step in self._steps(source, place):
                moment, act = step
                if moment > self.now:
                    break
                with dates.at(moment):
                    act()

    def _steps(self, source, place):
        """Yield (moment, action) in the order in which they happen."""
        distributor, number = place.distributor, int(source.number[2:])
        day = source.order_date
        person = self.salespeople[source.employee]
        made = {}

        def enter():
            rows = [
                Row(li.sku, Decimal(li.quantity), agreed=(li.unit_price, li.discount_percent, "AdventureWorks"))
                for li in source.lines
            ]
            order = enter_order(
                distributor, rows, by=place.owner, key=key_of(source), salesperson=(person.pk, person.name),
                purchase_order=source.customer_po, ship_to=f"{distributor.city} {distributor.address}",
            )  # fmt: skip
            made["order"] = submit_order(distributor, order.pk, by=place.owner)

        def decide(member):
            request = ApprovalRequest.objects.get(
                distributor_id=distributor.pk, document=made["order"].pk, state=ApprovalRequest.State.WAITING
            )
            request.distributor = distributor
            made["order"] = decide_order(request, by=member, approve=True)

        def ship():
            given = allocate_order(distributor, made["order"].pk, by=self.warehouse)
            made["shipment"] = dispatch_order(
                distributor, made["order"].pk, given, by=self.warehouse, carrier=CARRIERS[number % 3],
                tracking=source.tracking,
            )  # fmt: skip

        def pay():
            order = made["order"]
            record_receipt(
                distributor, order.total, received_on=dates.today(), by=self.finance, method="银行转账",
                reference=source.number, shares={order.pk: order.total},
            )  # fmt: skip

        yield _at(day, 9, number), enter
        if self.leave_open and day >= dates.local_day(self.now):
            return
        yield _at(day, 11, number), lambda: decide(self.desk)
        if self.leave_open and day >= dates.local_day(self.now) - timedelta(days=1):
            return
        yield _at(day, 15, number), lambda: decide(self.finance)
        yield _at(source.ship_date, 14, number), ship
        later = [
            (_at(source.ship_date + timedelta(days=3), 10, number),
             lambda: deliver_shipment(distributor, made["shipment"].pk, by=place.owner)),
            (_at(aw.payment_day(source, place.reseller), 16, number), pay),
        ]  # fmt: skip
        yield from sorted(later, key=lambda step: step[0])


def _at(day, hour, number):
    """A moment of a local day, a little different for each order."""
    return datetime.combine(day, time(hour, number % 60, number * 7 % 60), tzinfo=dates.day_start(day).tzinfo)
