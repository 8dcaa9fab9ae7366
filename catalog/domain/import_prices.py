"""Importing prices into one price list: a row is a price from a quantity on. Rows of the list not named stay."""

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.models import PriceListItem, Product
from portal.lib.errors import Refused

from .import_products import WORDS as PRODUCT_WORDS
from .import_sheet import number
from .outcome import CHANGED, ERROR, NEW, SAME, Outcome
from .price_list import set_prices

WORDS = {
    "sku": PRODUCT_WORDS["sku"],
    "min_quantity": [*PRODUCT_WORDS["min_quantity"], "数量", "起始数量", "from quantity", "quantity"],
    "price": ["价格", "含税单价", "单价", "含税价", "协议价", "经销价", "price", "price, tax included", "unit price"],
}
REQUIRED = ["sku", "price"]
ONE = Decimal(1)


def plan(rows, run, by):
    products = {p.sku: p for p in _products({row.get("sku", "") for row in rows})}
    there = {(sku, quantity): price for sku, quantity, price in _items(run).values_list(*_ITEM)}
    seen, outcomes = {}, []
    for row in rows:
        sku = row.get("sku", "")
        try:
            product = products.get(sku)
            if product is None:
                raise Refused(_("There is no product with the SKU %(sku)s.") % {"sku": sku or "–"})
            if product.life_cycle == Product.LifeCycle.RETIRED:
                raise Refused(_("%(sku)s is retired. Take the row out.") % {"sku": sku})
            quantity = number(row, "min_quantity", places=3, above=True) or ONE
            price = number(row, "price")
            if price is None:
                raise Refused(_("The price is missing. Fill it in, or delete the row."))
            if (sku, quantity) in seen:
                raise Refused(_("Row %(row)s has this SKU and quantity already.") % {"row": seen[sku, quantity]})
        except Refused as no:
            outcomes.append(Outcome(row["row"], sku, ERROR, str(no)))
            continue
        seen[sku, quantity] = row["row"]
        before = there.get((sku, quantity))
        what = NEW if before is None else SAME if before == price else CHANGED
        message = "" if before is None else f"{before:f} → {price:f}" if what == CHANGED else ""
        if price < product.floor_price:
            message += " " + _("Below the floor price %(floor)s.") % {"floor": product.floor_price}
        key = f"{sku} @ {quantity:f}"
        outcomes.append(Outcome(row["row"], sku, what, message.strip(), key, (product.pk, quantity, price)))
    return outcomes


def write(outcomes, run, by):
    set_prices(run.price_list, {(pk, q): price for pk, q, price in (o.value for o in outcomes)}, by=by)


def state(keys, run):
    now = {f"{sku} @ {quantity:f}": f"{price:f}" for sku, quantity, price in _items(run).values_list(*_ITEM)}
    return {key: now.get(key) for key in keys}


def restore(before, run, by):
    split = {key: key.rsplit(" @ ", 1) for key in before}
    ids = {p.sku: p.pk for p in _products({sku for sku, _quantity in split.values()})}
    prices = {
        (ids[sku], Decimal(quantity)): None if before[key] is None else Decimal(before[key])
        for key, (sku, quantity) in split.items()
    }
    set_prices(run.price_list, prices, by=by)


_ITEM = ("product__sku", "min_quantity", "price")


def _items(run):
    return PriceListItem.objects.filter(price_list=run.price_list).order_by()


def _products(skus):
    return Product.objects.filter(sku__in=skus).only("sku", "life_cycle", "floor_price")
