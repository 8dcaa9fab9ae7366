"""Quick order: what a person typed, pasted or uploaded becomes rows with own price, stock and, for an unknown SKU, the
closest products. Nothing is saved here."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher

from django.db.models import F, Q
from django.utils.translation import gettext as _

from catalog.domain.catalogue import products_on_sale, stock_words
from catalog.domain.price import prices_for
from orders.domain.lines import MAX_LINES, Row, quantity_problem
from portal.lib import pinyin
from portal.lib.errors import Refused
from portal.lib.money import line_amount, parse_decimal
from portal.lib.sheets import read_sheet, table

ZERO = Decimal(0)
MOST_UNKNOWN = 20  # so many unknown SKUs are compared with the catalogue
MOST_CANDIDATES = 200
MATCHES = 3
HEADINGS = {
    "sku": ["SKU", "货号", "产品编号", "产品编码", "物料编码", "物料号", "商品编码", "型号", "料号", "code", "item", "part no"],
    "quantity": ["数量", "订购数量", "采购数量", "quantity", "qty", "pcs"],
    "note": ["备注", "说明", "note", "remark", "remarks"],
}


@dataclass(slots=True)
class Typed:
    """One row as a person wrote it: all text."""

    sku: str = ""
    quantity: str = ""
    note: str = ""

    @property
    def blank(self):
        return not (self.sku or self.quantity or self.note)


@dataclass(slots=True)
class Looked:
    """A typed row with what the catalogue says. product: Product or None. price: Price; amount: Decimal with 2 places.
    stock, stock_text: as catalog.domain.catalogue.stock_words. problem: what is wrong, "" when the row can be ordered.
    matches: [Product], the closest ones to an unknown SKU."""

    typed: Typed
    product: object = None
    quantity: Decimal | None = None
    price: object = None
    amount: Decimal = ZERO
    stock: str = ""
    stock_text: str = ""
    problem: str = ""
    matches: list = field(default_factory=list)


def typed_in(text):
    """[Typed] of pasted text: a row a line, SKU and quantity (and a note) between tabs, commas, semicolons or blanks.
    A line of headings is left out."""
    rows = []
    for line in text.splitlines()[: MAX_LINES + 1]:
        cells = [cell.strip() for cell in re.split(r"[\t,;，；]", line)]
        if len(cells) == 1:
            cells = line.split(None, 2)
        cells = [cell for cell in cells if cell] if "\t" not in line else cells
        row = Typed(*(cell[:200] for cell in (cells + ["", "", ""])[:3]))
        if not row.blank and not _is_heading(row):
            rows.append(row)
    return rows


def _is_heading(row):
    known = {word.lower() for words in HEADINGS.values() for word in words}
    return bool(row.quantity) and pinyin.fold(row.sku) in known and not re.search(r"\d", row.quantity)


def typed_in_sheet(content, filename):
    """[Typed] of an uploaded .xlsx or .csv: columns by their headings, else SKU and quantity in the first two.
    Raises Refused for a file that is no table."""
    sheet = read_sheet(content, filename)[0]
    try:
        _header, _columns, found = table(sheet, HEADINGS, required=("sku", "quantity"))
        cells = [[values.get(name) for name in HEADINGS] for _number, values in found]
    except Refused:
        cells = sheet.rows
    rows = [Typed(*(_text(cell)[:200] for cell in (list(row) + [None] * 3)[:3])) for row in cells[: MAX_LINES + 1]]
    return [row for row in rows if not row.blank and not _is_heading(row)]


def _text(cell):
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return "" if cell is None else str(cell).strip()


def look_up(typed, distributor):
    """[Looked] of typed rows, in order. Three queries at most: products with stock, prices, closest matches."""
    products = _products({row.sku.strip() for row in typed if row.sku.strip()})
    looked = [_looked(row, products) for row in typed]
    totals = {}
    for row in looked:
        if row.product and row.quantity:
            totals[row.product.pk] = totals.get(row.product.pk, ZERO) + row.quantity
    found = {row.product.pk: row.product for row in looked if row.product}
    prices = prices_for(found.values(), distributor, quantities=totals) if found else {}
    for row in looked:
        if row.product:
            row.price = prices.get(row.product.pk)
        if row.price and row.quantity:
            row.amount = line_amount(row.price.amount, row.quantity)
    _suggest([row for row in looked if row.typed.sku.strip() and not row.product])
    return looked


def _products(skus):
    """{SKU in capitals: Product on sale with its line, `on_hand` and `held`}."""
    if not skus:
        return {}
    spellings = skus | {sku.upper() for sku in skus} | {sku.lower() for sku in skus}
    rows = products_on_sale().filter(sku__in=spellings).select_related("line")
    return {product.sku.upper(): product for product in rows.annotate(**STOCK)}


STOCK = {"on_hand": F("stock__on_hand"), "held": F("stock__reserved")}


def _looked(typed, products):
    row = Looked(typed, products.get(typed.sku.strip().upper()))
    if row.product:
        row.stock, row.stock_text = shown_stock(row.product)
    if not typed.sku.strip():
        row.problem = _("Enter the SKU.")
    elif row.product is None:
        row.problem = _("There is no product “%(sku)s” on sale.") % {"sku": typed.sku[:60]}
    try:
        row.quantity = parse_decimal(typed.quantity, places=3) if typed.quantity.strip() else None
        if row.quantity is None:
            row.problem = row.problem or _("Enter the quantity.")
        elif row.product:
            row.problem = row.problem or quantity_problem(row.product, row.quantity)
    except Refused as no:
        row.problem = row.problem or str(no)
    if row.quantity is not None and row.quantity <= 0:
        row.quantity = None
    return row


def shown_stock(product):
    """(state, text) of the stock that a distributor may see of a product with `on_hand` and `held`."""
    how = product.stock_shown or product.line.stock_shown
    return stock_words(how, (product.on_hand or ZERO) - (product.held or ZERO), product.min_quantity)


def _suggest(unknown):
    """Give each row the products nearest to what was typed: same beginning of the SKU, or found by name or pinyin."""
    unknown = unknown[:MOST_UNKNOWN]
    if not unknown:
        return
    wanted = Q()
    for row in unknown:
        text = pinyin.fold(row.typed.sku)[:40]
        wanted |= Q(sku__istartswith=text[:3]) | Q(search__contains=text)
    candidates = list(products_on_sale().filter(wanted).only("sku", "name", "name_en")[:MOST_CANDIDATES])
    for row in unknown:
        row.matches = sorted(candidates, key=lambda product: -_nearness(row.typed.sku, product))[:MATCHES]


def _nearness(text, product):
    text = text.strip().lower()
    named = 1 if text in product.name.lower() or text in product.name_en.lower() else 0
    return max(named, SequenceMatcher(None, text, product.sku.lower()).ratio())


def find_products(text, limit=8):
    """Products on sale whose SKU begins so, or whose name, pinyin or specification contains every word: for the SKU
    box. One query; each with `on_hand` and `held`."""
    text = text.strip()
    if not text:
        return []
    rows = products_on_sale().select_related("line").annotate(**STOCK)
    starting = rows.filter(sku__istartswith=text)
    return list((starting | pinyin.matching(rows, text)).order_by("sku")[:limit])


def rows_of(looked):
    """The order rows of looked-up rows that have no problem; raises Refused with the first problem and its row."""
    for number, row in enumerate(looked, start=1):
        if row.problem:
            raise Refused(
                _("Line %(line)s: %(problem)s") % {"line": number, "problem": row.problem},
                field="lines",
            )
    return [Row(row.product.sku, row.quantity, row.typed.note) for row in looked]


def total_of(looked):
    return sum((row.amount for row in looked), ZERO)
