"""Importing a count of the stock: what is on hand of each product becomes what the sheet says."""

from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.models import Product, Stock
from portal.lib.errors import Refused

from .import_products import WORDS as PRODUCT_WORDS
from .import_sheet import number
from .outcome import CHANGED, ERROR, NEW, SAME, Outcome
from .stock import adjust_stock

WORDS = {
    "sku": PRODUCT_WORDS["sku"],
    "on_hand": [
        "库存数量",
        "库存",
        "在库数量",
        "现存量",
        "实盘数量",
        "盘点数量",
        "数量",
        "on hand",
        "stock",
        "quantity",
    ],
}
REQUIRED = ["sku", "on_hand"]


def plan(rows, run, by):
    products = dict(Product.objects.filter(sku__in={row.get("sku", "") for row in rows}).values_list("sku", "pk"))
    there = {row.product_id: row for row in Stock.objects.filter(product__in=list(products.values()))}
    seen, outcomes = {}, []
    for row in rows:
        sku = row.get("sku", "")
        try:
            if sku not in products:
                raise Refused(_("There is no product with the SKU %(sku)s.") % {"sku": sku or "–"})
            if sku in seen:
                raise Refused(_("Row %(row)s has this SKU already. Keep one of them.") % {"row": seen[sku]})
            counted = number(row, "on_hand", places=3)
            if counted is None:
                raise Refused(_("The quantity is missing. Fill it in, or delete the row."))
            stock = there.get(products[sku])
            if stock and counted < stock.reserved:
                raise Refused(_("%(reserved)s are reserved: release some first.") % {"reserved": f"{stock.reserved:f}"})
        except Refused as no:
            outcomes.append(Outcome(row["row"], sku, ERROR, str(no)))
            continue
        seen[sku] = row["row"]
        what = NEW if stock is None else SAME if stock.on_hand == counted else CHANGED
        message = f"{stock.on_hand:f} → {counted:f}" if what == CHANGED else ""
        outcomes.append(Outcome(row["row"], sku, what, message, sku, (products[sku], counted)))
    return outcomes


def write(outcomes, run, by):
    adjust_stock(dict(outcome.value for outcome in outcomes), document=_document(run), by=by)


def state(keys, run):
    rows = Stock.objects.filter(product__sku__in=keys).values_list("product__sku", "on_hand")
    return dict.fromkeys(keys) | {sku: f"{on_hand:f}" for sku, on_hand in rows}


def restore(before, run, by):
    ids = dict(Product.objects.filter(sku__in=list(before)).values_list("sku", "pk"))
    counts = {ids[sku]: Decimal(on_hand or 0) for sku, on_hand in before.items()}
    adjust_stock(counts, document=_document(run), by=by)


def _document(run):
    return run.filename[:60]
