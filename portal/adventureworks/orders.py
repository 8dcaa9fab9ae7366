"""The orders resellers placed, streamed from two files that stand in the same order."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.lib.money import line_amount

from .files import lists


@dataclass(frozen=True, slots=True)
class Line:
    """unit_price: tax-inclusive, up to 4 decimals. discount_percent: whole percents, 0 to 40.

    amount: unit price x quantity less the discount, rounded half up to the cent.
    sales_amount: the data set's own, with 4 decimals; it rounds to another cent on 33 lines.
    """

    number: int
    sku: str
    quantity: int
    unit_price: Decimal
    discount_percent: Decimal
    amount: Decimal
    sales_amount: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    """number: SO43659 and on. territory: the order's own; it never differs from its reseller's in this data."""

    number: str
    reseller: int
    employee: int
    territory: int
    order_date: date
    due_date: date
    ship_date: date
    customer_po: str
    tracking: str
    lines: tuple[Line, ...]

    @property
    def amount(self):
        return sum((line.amount for line in self.lines), Decimal(0))


def orders():
    """Yield the 3,796 orders by date, then number; only one is held at a time."""
    lines = lists("order_lines.csv.gz")
    for number, reseller, employee, territory, ordered, due, shipped, customer_po, tracking, count in lists(
        "orders.csv.gz"
    ):
        yield Order(
            number=number,
            reseller=int(reseller),
            employee=int(employee),
            territory=int(territory),
            order_date=date.fromisoformat(ordered),
            due_date=date.fromisoformat(due),
            ship_date=date.fromisoformat(shipped),
            customer_po=customer_po,
            tracking=tracking,
            lines=tuple(_line(number, next(lines)) for _ in range(int(count))),
        )


def _line(order, row):
    owner, number, sku, quantity, unit_price, discount, sales_amount = row
    if owner != order:
        raise ValueError(f"Line {number} of {owner} stands where a line of {order} belongs: the two files disagree.")
    quantity, unit_price, discount = int(quantity), Decimal(unit_price), Decimal(discount)
    return Line(
        number=int(number),
        sku=sku,
        quantity=quantity,
        unit_price=unit_price,
        discount_percent=discount,
        amount=line_amount(unit_price, quantity, discount),
        sales_amount=Decimal(sales_amount),
    )
