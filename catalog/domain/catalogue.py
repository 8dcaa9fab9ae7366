"""The catalogue as one distributor sees it: plain rows with their texts, made for a page of 40 in few statements."""

from decimal import Decimal
from urllib.parse import quote

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import Product, ProductLine

from .price import DISTRIBUTOR, EVERYONE, LIST, TIER, breaks_for

LITTLE = 5  # so many smallest orders or fewer are “a little”
NOTHING = Decimal(0)
COLUMNS = [
    "id", "sku", "name", "name_en", "spec", "unit", "line_id", "list_price", "min_quantity", "lead_days", "life_cycle",
    "stock_shown", "image", "stock__on_hand", "stock__reserved",
]  # fmt: skip
TONES = {"none": "grey", "little": "amber", "some": "green", "": ""}


class Shown:
    """A product on the distributor's page.

    price: their Price for the smallest order. breaks: [Price] beyond it, break_text the first and the last in lines.
    stock: "none", "little", "some" or "" (not shown). second: the SKU, and that it is being phased out.
    *_text: as the page says it.
    sku_url: the SKU for a query string. url, picture: left to the page.
    """

    __slots__ = (
        "break_text",
        "breaks",
        "id",
        "image",
        "lead_days",
        "line_id",
        "list_price",
        "list_text",
        "min_quantity",
        "name",
        "picture",
        "price",
        "price_text",
        "retiring",
        "second",
        "sku",
        "sku_url",
        "source_text",
        "spec",
        "stock",
        "stock_text",
        "tone",
        "unit",
        "url",
    )  # fmt: skip


def products_on_sale():
    """Every product that a distributor can order, as a queryset to filter."""
    return Product.objects.sold().filter(line__status=ProductLine.Status.PUBLISHED)


def columns(rows):
    """The queryset with the columns that `shown` needs, the stock joined in."""
    return rows.values(*COLUMNS)


def shown(rows, distributor, lines, on=None):
    """[Shown] of the dicts that `columns` gives. lines: {line id: ProductLine}. One query, for the prices."""
    english = (get_language() or "").startswith("en")
    sources = {DISTRIBUTOR: _("Agreed"), TIER: _("Tier price"), EVERYONE: _("Channel price"), LIST: _("List price")}
    breaks = breaks_for([row["id"] for row in rows], distributor, {row["id"]: row["list_price"] for row in rows}, on)
    phasing_out = _("phasing out")
    words = {"none": _("Out of stock"), "little": _("A little"), "some": _("In stock")}
    found = []
    for row in rows:
        one = Shown()
        for name in ("id", "sku", "spec", "unit", "line_id", "list_price", "min_quantity", "lead_days"):
            setattr(one, name, row[name])
        one.name = row["name_en"] if english and row["name_en"] else row["name"]
        one.sku_url = quote(row["sku"], safe="")
        one.image, one.retiring = bool(row["image"]), row["life_cycle"] == Product.LifeCycle.RETIRING
        one.second = f"{one.sku} · {phasing_out}" if one.retiring else one.sku
        prices = breaks[row["id"]]
        first = max(place for place, price in enumerate(prices) if not place or price.min_quantity <= one.min_quantity)
        one.price, one.breaks = prices[first], prices[first + 1 :]
        one.price_text, one.list_text = price_text(one.price.amount), price_text(one.list_price)
        one.source_text = sources[one.price.source]
        ends = one.breaks if len(one.breaks) < 3 else [one.breaks[0], one.breaks[-1]]  # the product's page has them all
        one.break_text = "\n".join(f"≥ {price.min_quantity:f}: {price_text(price.amount)}" for price in ends)
        line = lines.get(one.line_id)
        how = row["stock_shown"] or (line.stock_shown if line else ProductLine.StockShown.NONE)
        free = (row["stock__on_hand"] or NOTHING) - (row["stock__reserved"] or NOTHING)
        one.stock, one.stock_text = stock_words(how, free, one.min_quantity, words)
        one.tone = TONES[one.stock]
        found.append(one)
    return found


def stock_words(how, free, smallest, words=None):
    """(state, text) of a free quantity, as far as HQ shows it. how: ProductLine.StockShown. words: {state: text}, for
    many products."""
    if how == ProductLine.StockShown.NONE:
        return "", ""
    state = "none" if free <= 0 else "little" if free <= LITTLE * smallest else "some"
    if how == ProductLine.StockShown.EXACT:
        return state, f"{max(free, NOTHING):f}"
    words = words or {"none": _("Out of stock"), "little": _("A little"), "some": _("In stock")}
    return state, words[state]


def price_text(amount):
    """1,234.50, or 1,234.5678 where a price has four decimals."""
    text = f"{amount:,.4f}"
    return text[:-2] if text.endswith("00") else text.rstrip("0")
