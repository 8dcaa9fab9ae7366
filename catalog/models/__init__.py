from .fields import PriceField, QuantityField
from .import_run import ImportRun
from .price_list import PriceList, PriceListItem
from .product import Product
from .product_line import ProductLine
from .stock import Stock, StockMove
from .tax_rate import TaxRate

__all__ = [
    "ImportRun",
    "PriceField",
    "PriceList",
    "PriceListItem",
    "Product",
    "ProductLine",
    "QuantityField",
    "Stock",
    "StockMove",
    "TaxRate",
]
