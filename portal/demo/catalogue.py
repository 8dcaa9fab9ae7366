"""The AdventureWorks catalogue: lines, products with photos, dealer price lists with volume breaks, stock."""

import hashlib
from collections import defaultdict
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from catalog.domain.price_list import publish_price_list, save_price_list, set_prices
from catalog.domain.product import publish_products, save_product
from catalog.domain.product_file import set_image
from catalog.domain.product_line import save_product_line
from catalog.domain.stock import receive_stock
from catalog.models import PriceList, Product, ProductLine, Stock, StockMove
from portal import adventureworks as aw
from tenants.context import verb

OPENING = "opening stock"
# Sales.SpecialOffer, "Volume Discount 11 to 14" … "over 60": from quantity, off the dealer price
BREAKS = [(1, "0"), (11, "0.02"), (15, "0.05"), (25, "0.10"), (41, "0.15"), (61, "0.20")]


def load_lines(by):
    made = {line.code: line for line in ProductLine.objects.all()}
    for rank, line in enumerate(aw.product_lines(), start=1):
        if line.code not in made:
            made[line.code] = save_product_line(
                by=by, code=line.code, name=line.name, name_en=line.name_en, parent=made.get(line.parent), rank=rank,
                tax_code="vat13", warranty_months=line.warranty_months, response_hours=line.response_hours,
                onsite_hours=line.onsite_hours, spare_parts=line.spare_parts,
            )  # fmt: skip
    return made


def load_products(by, progress):
    """{sku: product id}. A product that is there stays as it is."""
    lines, there = load_lines(by), {p.sku: p for p in Product.objects.all()}
    for item in aw.products():
        if item.sku not in there:
            there[item.sku] = _product(item, lines[item.line], by)
        progress.step()
    return {sku: product.pk for sku, product in there.items()}


@verb
def _product(item, line, by):
    product = save_product(
        by=by, sku=item.sku, name=item.name, name_en=item.name_en, spec=item.spec, unit=item.unit, line=line,
        tax_code="vat13", list_price=item.list_price, floor_price=min(item.dealer_price, item.list_price),
        description=item.description, description_en=item.description_en, weight=item.weight,
        lead_days=3 + _pick(item.sku, 12),
    )  # fmt: skip
    if item.photo_path:
        product = set_image(product, item.photo_path.read_bytes(), by=by)
    return publish_products([product], by=by)[0]


def load_price_lists(by, products, years):
    """One dealer list for everybody for each of the data set's three price dates, with the volume breaks."""
    by_day = defaultdict(list)
    for price in aw.prices():
        by_day[aw.shift_day(price.valid_from, years)].append(price)
    days = sorted(by_day)
    standing = {}
    for day, following in zip(days, [*days[1:], None], strict=True):
        standing |= {price.sku: price for price in by_day[day]}
        code = f"dealer-{day.year}-{day.month:02d}"
        if PriceList.objects.filter(code=code).exists():
            continue
        _price_list(code, day, following, dict(standing), products, by)


@verb
def _price_list(code, day, following, standing, products, by):
    price_list = save_price_list(
        by=by, code=code, name=f"经销价 {day.year + 1}", valid_from=day,
        valid_to=following - timedelta(days=1) if following else None,
    )  # fmt: skip
    prices = {
        (products[sku], Decimal(start)): (price.dealer_price * (1 - Decimal(off))).quantize(
            Decimal("0.0001"), ROUND_HALF_UP
        )
        for sku, price in standing.items()
        for start, off in BREAKS
    }
    set_prices(price_list, prices, by=by)
    publish_price_list(price_list, by=by)


def load_stock(by, products, needed):
    """Receive what the orders still to be replayed will take, and at first something to sell. needed: {sku: quantity}.

    A run that goes on, or loads more distributors, receives only what is short."""
    first = not StockMove.objects.filter(document=OPENING).exists()
    free = {row.product_id: row.free for row in Stock.objects.all()}
    quantities = {}
    for sku, product_id in products.items():
        spare = _pick(f"{sku}/stock", 120) if first else 0
        wanted = needed.get(sku, 0) + (spare if spare > 12 else 0)
        quantities[product_id] = Decimal(wanted) - free.get(product_id, 0)
    receive_stock({pk: quantity for pk, quantity in quantities.items() if quantity > 0}, document=OPENING, by=by)


def _pick(seed, below):
    """The same whole number from 0 for the same seed, always."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:6]) % below
