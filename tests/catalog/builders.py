"""Catalogue rows for tests, made by the verbs. Every name and number means what it says."""

from datetime import date
from decimal import Decimal
from itertools import count

from catalog.domain.price_list import publish_price_list, save_price_list, set_prices
from catalog.domain.product import publish_product, save_product
from catalog.domain.product_line import save_product_line
from catalog.domain.stock import receive_stock
from catalog.domain.tax_rate import save_tax_rate
from catalog.models import ProductLine
from tenants.member import system

HQ = system("head office")
DAY = date(2026, 3, 2)
_number = count(1)


def a_line(code="gnss", name="接收机", **fields):
    save_tax_rate(code="vat13", rate=Decimal("0.13"), valid_from=date(2019, 4, 1), by=HQ)
    known = ProductLine.objects.filter(code=code).first()
    return known or save_product_line(code=code, name=name, by=HQ, **fields)


def a_product(sku="", *, published=True, stock=0, line=None, list_price="100", **fields):
    sku = sku or f"P-{next(_number):05d}"
    fields = {"name": f"产品 {sku}"} | fields
    product = save_product(sku=sku, line=line or a_line(), list_price=Decimal(list_price), by=HQ, **fields)
    if stock:
        receive_stock({product.pk: stock}, document="opening", by=HQ)
    return publish_product(product, by=HQ) if published else product


def a_price_list(code, prices, *, published=True, name="", valid_from=DAY, **fields):
    """prices: {product: price, or {quantity: price}}"""
    price_list = save_price_list(code=code, name=name or code, valid_from=valid_from, by=HQ, **fields)
    rows = {
        (product.pk, quantity): Decimal(price)
        for product, breaks in prices.items()
        for quantity, price in (breaks if isinstance(breaks, dict) else {1: breaks}).items()
    }
    set_prices(price_list, rows, by=HQ)
    return publish_price_list(price_list, by=HQ) if published else price_list
