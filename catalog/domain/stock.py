"""The warehouse's figures. Every verb locks the stock rows in the order of their products, in one query, so that two
of them never wait for each other; then one UPDATE and one INSERT, for any number of lines.

lines: {product id: quantity}, quantity Decimal or int > 0. document: the number of the paper it is for. by: a Member.
"""

from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext as _

from catalog.models import Product, Stock, StockMove
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.ids import uuid7
from tenants.context import verb
from tenants.domain.idempotency import once

NOTHING = Decimal(0)
Kind = StockMove.Kind


# The stock and its moves in one statement
WRITE = """
WITH d AS (SELECT unnest(%s::uuid[]) AS product_id, unnest(%s::numeric[]) AS quantity, unnest(%s::uuid[]) AS move),
     changed AS (
        UPDATE catalog_stock AS s SET on_hand = s.on_hand + %s * d.quantity, reserved = s.reserved + %s * d.quantity
        FROM d WHERE s.product_id = d.product_id)
INSERT INTO catalog_stockmove (id, product_id, kind, quantity, document, at, by)
SELECT move, product_id, %s, quantity, %s, %s, %s FROM d
"""


@verb
def reserve(lines, *, document, by):
    """Reserve what is there for each line, all of it or a part. Three statements.

    Returns {product id: reserved quantity}, 0 where nothing is free."""
    lines = _checked(lines)
    stock = _locked(lines)
    taken = {pk: min(quantity, stock[pk].free) if pk in stock else NOTHING for pk, quantity in lines.items()}
    _write(Kind.RESERVE, taken, reserved=1, document=document, by=by)
    return taken


@verb
def release(lines, *, document, by):
    """Give back what was reserved. Raises Refused, changing nothing, when a line gives back more than is reserved."""
    _take_from_reserved(Kind.RELEASE, lines, on_hand=0, document=document, by=by)


@verb
def dispatch(lines, *, document, by):
    """Reserved goods leave the warehouse. Raises Refused, changing nothing, when more leave than were reserved."""
    _take_from_reserved(Kind.DISPATCH, lines, on_hand=-1, document=document, by=by)


@verb
def receive_stock(lines, *, document, by, key=""):
    """Goods come into the warehouse, or come back to it. key: the form's idempotency key; again it changes nothing."""
    lines = _checked(lines)
    if once(key, by=by, result="received", body=f"{document} {sorted((str(pk), str(q)) for pk, q in lines.items())}"):
        return
    _rows_for(lines)
    _locked(lines)
    _write(Kind.RECEIVE, lines, on_hand=1, document=document, by=by)


@verb
def adjust_stock(counted, *, document, by):
    """Set what is on hand to what was counted. counted: {product id: quantity >= 0}. document: the reason in words.

    Raises Refused, changing nothing, when less was counted than is reserved. Returns {product id: difference}.
    """
    counted = _checked(counted, least=NOTHING)
    _rows_for(counted)
    stock = _locked(counted)
    for pk, quantity in counted.items():
        if quantity < stock[pk].reserved:
            raise Refused(
                _("%(sku)s: %(reserved)s are reserved, so %(counted)s cannot be all. Release some first.")
                % {"sku": _sku(pk), "reserved": f"{stock[pk].reserved:f}", "counted": f"{quantity:f}"},
                field="quantity",
            )
    differences = {pk: quantity - stock[pk].on_hand for pk, quantity in counted.items()}
    _write(Kind.ADJUST, differences, on_hand=1, document=document, by=by)
    return differences


def stock_of(product_ids):
    """{product id: free quantity} (on hand less reserved); a product without a row is left out. One query."""
    rows = Stock.objects.filter(product__in=list(product_ids)).values_list("product_id", "on_hand", "reserved")
    return {product_id: on_hand - reserved for product_id, on_hand, reserved in rows}


def _take_from_reserved(kind, lines, *, on_hand, document, by):
    lines = _checked(lines)
    stock = _locked(lines)
    for pk, quantity in lines.items():
        reserved = stock[pk].reserved if pk in stock else NOTHING
        if quantity > reserved:
            raise Refused(
                _("%(sku)s: only %(reserved)s are reserved, not %(quantity)s. Reserve them first.")
                % {"sku": _sku(pk), "reserved": f"{reserved:f}", "quantity": f"{quantity:f}"},
                field="quantity",
            )
    _write(kind, lines, reserved=-1, on_hand=on_hand, document=document, by=by)


def _checked(lines, least=None):
    """The quantities as Decimals of at most 3 places, all above zero (or from `least` on)."""
    checked = {}
    for pk, quantity in lines.items():
        quantity = Decimal(quantity)
        if not quantity.is_finite() or quantity != round(quantity, 3) or abs(quantity) >= 10**9:
            raise Refused(_("%(quantity)s is not a quantity.") % {"quantity": quantity}, field="quantity")
        if quantity < least if least is not None else quantity <= 0:
            raise Refused(_("A quantity must be more than zero."), field="quantity")
        checked[pk] = quantity
    return checked


def _rows_for(product_ids):
    """Products that never had stock get their row."""
    Stock.objects.bulk_create([Stock(product_id=pk) for pk in sorted(product_ids)], ignore_conflicts=True)


def _locked(product_ids):
    rows = Stock.objects.select_for_update(of=("self",)).filter(product__in=list(product_ids)).order_by("product_id")
    return {row.product_id: row for row in rows}


def _write(kind, quantities, *, document, by, on_hand=0, reserved=0):
    """Add on_hand x quantity and reserved x quantity to the locked rows, and write the moves."""
    quantities = {pk: quantity for pk, quantity in quantities.items() if quantity}
    if not quantities:
        return
    pks = list(quantities)
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [pks, list(quantities.values()), [uuid7() for _pk in pks], on_hand, reserved, kind, document,
             dates.now(), by.name],
        )  # fmt: skip


def _sku(product_id):
    return Product.objects.values_list("sku", flat=True).get(pk=product_id)
