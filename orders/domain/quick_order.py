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
from catalog.domain.tax_rate import with_tax_rate
from orders.domain.lines import MAX_LINES, UNREAD, Row, quantity_problem
from portal.lib import dates, pinyin
from portal.lib.errors import Refused
from portal.lib.money import line_amount, parse_decimal, split_tax_lines, uppercase
from portal.lib.sheets import read_sheet, table

ZERO = Decimal(0)
MOST_UNKNOWN = 20  # so many unknown SKUs are compared with the catalogue
MOST_CANDIDATES = 200
MATCHES = 3
STOCK = {"on_hand": F("stock__on_hand"), "held": F("stock__reserved")}
HEADINGS = {
    "sku": [
        "SKU",
        "货号",
        "产品编号",
        "产品编码",
        "物料编码",
        "物料号",
        "商品编码",
        "型号",
        "料号",
        "code",
        "item",
        "part no",
    ],
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
    """A typed row with what the catalogue says, as parts/order_grid.html shows it. offer: Price. amount: Decimal, 2
    places. problem: what is wrong, "" when the row can be ordered. matches: [{"sku", "name"}] nearest to an
    unknown SKU. state: "", "unknown", "refused", or "short" when the stock that HQ shows does not reach."""

    typed: Typed
    product: object = None
    quantity: Decimal | None = None
    offer: object = None
    amount: Decimal | None = None
    stock: str = ""
    state: str = ""
    problem: str = ""
    matches: list = field(default_factory=list)

    name = property(
        lambda self: " ".join(filter(None, [self.product.label, self.product.spec])) if self.product else ""
    )
    note = property(lambda self: self.typed.note)
    unit = property(lambda self: self.product.unit if self.product else "")
    price = property(lambda self: self.offer.amount if self.offer else None)
    why = property(lambda self: self.offer.reason if self.offer else "")


def typed_in(text):
    """[Typed] of pasted text: a row a line, SKU and quantity (and a note) between tabs, commas, semicolons or blanks.
    A line of headings is left out."""
    rows = []
    for line in text.splitlines()[: MAX_LINES + 1]:
        if "\t" in line:  # copied from Excel: a comma is part of a number
            cells = [cell.strip() for cell in line.split("\t")]
        else:
            cells = [cell.strip() for cell in re.split(r"[,;，；]", line)]
            cells = cells if len(cells) > 1 else line.split(None, 2)
        row = Typed(*(cell[:200] for cell in [*cells, "", "", ""][:3]))
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
    """[Looked] of typed rows, in order; a blank row stays blank. Three queries at most: products with stock, prices,
    closest matches."""
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
            row.offer = prices.get(row.product.pk)
            _compare_stock(row, totals.get(row.product.pk, ZERO))
        if row.offer and row.quantity:
            row.amount = line_amount(row.offer.amount, row.quantity)
    _suggest([row for row in looked if row.state == "unknown"])
    return looked


def _products(skus):
    """{SKU in capitals: Product on sale with its line, `on_hand` and `held`}."""
    if not skus:
        return {}
    spellings = skus | {sku.upper() for sku in skus} | {sku.lower() for sku in skus}
    rows = products_on_sale().filter(sku__in=spellings).select_related("line")
    rows = with_tax_rate(rows.annotate(**STOCK), dates.today()).defer(*UNREAD)
    return {product.sku.upper(): product for product in rows}


def _looked(typed, products):
    row = Looked(typed, products.get(typed.sku.strip().upper()))
    if typed.blank:
        return row
    if not typed.sku.strip():
        row.state, row.problem = "refused", _("Enter the SKU.")
    elif row.product is None:
        row.state = "unknown"
        row.problem = _("There is no product “%(sku)s” on sale.") % {"sku": typed.sku[:60]}
    try:
        row.quantity = parse_decimal(typed.quantity, places=3) if typed.quantity.strip() else None
        wrong = "" if row.quantity is not None else _("Enter the quantity.")
        if row.product and not wrong:
            wrong = quantity_problem(row.product, row.quantity)
    except Refused as no:
        wrong = str(no)
    if wrong and not row.problem:
        row.state, row.problem = "refused", wrong
    if row.quantity is not None and row.quantity <= 0:
        row.quantity = None
    return row


def _compare_stock(row, wanted):
    """What HQ shows of the stock; the row is short when that does not reach for all rows of the product."""
    how = row.product.stock_shown or row.product.line.stock_shown
    free = (row.product.on_hand or ZERO) - (row.product.held or ZERO)
    _state, row.stock = stock_words(how, free, row.product.min_quantity)
    if row.stock and wanted > free and not row.state:
        row.state = "short"


def _suggest(unknown):
    """Give each row the products nearest to what was typed: same beginning of the SKU, or found by name or pinyin."""
    unknown = unknown[:MOST_UNKNOWN]
    if not unknown:
        return
    wanted = Q()
    for row in unknown:
        text = pinyin.fold(row.typed.sku)[:40]
        wanted |= Q(sku__istartswith=text[:3]) | Q(search__contains=text)
    candidates = list(products_on_sale().filter(wanted).defer("description", "description_en")[:MOST_CANDIDATES])
    for row in unknown:
        near = sorted(candidates, key=lambda product: -_nearness(row.typed.sku, product))[:MATCHES]
        row.matches = [{"sku": product.sku, "name": product.label} for product in near]


def _nearness(text, product):
    text = pinyin.fold(text)
    return 1 if text in product.search else SequenceMatcher(None, text, product.sku.lower()).ratio()


def rows_of(looked):
    """The order rows of looked-up rows; blank ones are left out. Raises Refused naming the first row with a problem."""
    for number, row in enumerate(looked, start=1):
        if row.problem:
            raise Refused(_("Line %(line)s: %(problem)s") % {"line": number, "problem": row.problem}, field="lines")
    return [
        Row(row.product.sku, row.quantity, row.typed.note, found=(row.product, row.offer))
        for row in looked
        if row.product
    ]


def totals_of(looked):
    """{"net", "tax", "gross", "words"} of the rows that have an amount, as the order's will be; None without one."""
    lines = [row for row in looked if row.amount]
    if not lines:
        return None
    parts = split_tax_lines([(row.amount, row.product.tax_rate) for row in lines])
    net, tax = sum(net for net, _tax in parts), sum(tax for _net, tax in parts)
    return {"net": net, "tax": tax, "gross": net + tax, "words": uppercase(net + tax)}
