"""The catalogue as one distributor sees it. Plain rows, made for a page of 40 in few statements."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import Product, ProductLine

from .price import breaks_for

LITTLE = 5  # so many smallest orders or fewer are “a little”
NOTHING = Decimal(0)
COLUMNS = [
    "id",
    "sku",
    "name",
    "name_en",
    "spec",
    "unit",
    "line_id",
    "list_price",
    "min_quantity",
    "lead_days",
    "own_brand",
    "life_cycle",
    "stock_shown",
    "image",
]


@dataclass(slots=True)
class Shown:
    """A product on the distributor's page. price: their Price for the smallest order. breaks: [Price] beyond it.
    stock: "none", "little", "some" or "" (not shown). stock_text: what the page says."""

    id: object
    sku: str
    name: str
    spec: str
    unit: str
    line_id: object
    list_price: Decimal
    min_quantity: Decimal
    lead_days: int
    retiring: bool
    image: bool
    price: object
    breaks: list
    stock: str
    stock_text: str


def products_on_sale():
    """Every product that a distributor can order, as a queryset to filter."""
    return Product.objects.sold().filter(line__status=ProductLine.Status.PUBLISHED)


def columns(rows):
    """The queryset with the columns that `shown` needs, the stock joined in."""
    return rows.values(*COLUMNS, "stock__on_hand", "stock__reserved")


def shown(rows, distributor, lines, on=None):
    """[Shown] of the dicts that `columns` gives. lines: {line id: ProductLine}. One query, for the prices."""
    english = (get_language() or "").startswith("en")
    breaks = breaks_for([row["id"] for row in rows], distributor, {row["id"]: row["list_price"] for row in rows}, on)
    found = []
    for row in rows:
        prices, smallest = breaks[row["id"]], row["min_quantity"]
        now = max(place for place, price in enumerate(prices) if place == 0 or price.min_quantity <= smallest)
        line = lines.get(row["line_id"])
        how = row["stock_shown"] or (line.stock_shown if line else ProductLine.StockShown.NONE)
        free = (row["stock__on_hand"] or NOTHING) - (row["stock__reserved"] or NOTHING)
        stock, text = stock_words(how, free, smallest)
        found.append(
            Shown(
                row["id"], row["sku"], row["name_en"] if english and row["name_en"] else row["name"], row["spec"],
                row["unit"], row["line_id"], row["list_price"], smallest, row["lead_days"],
                row["life_cycle"] == Product.LifeCycle.RETIRING, bool(row["image"]), prices[now], prices[now + 1 :],
                stock, text,
            )
        )  # fmt: skip
    return found


def stock_words(how, free, smallest):
    """(state, text) of a free quantity, as far as HQ shows it. how: ProductLine.StockShown."""
    if how == ProductLine.StockShown.NONE:
        return "", ""
    state = "none" if free <= 0 else "little" if free <= LITTLE * smallest else "some"
    if how == ProductLine.StockShown.EXACT:
        return state, f"{max(free, NOTHING):f}"
    return state, {"none": _("Out of stock"), "little": _("A little"), "some": _("In stock")}[state]
