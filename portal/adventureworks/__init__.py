"""AdventureWorks, Microsoft's sample of a manufacturer that sells through resellers, as plain records.

Readers only: no database, no Django models. Data, origin and rules: data/adventureworks/SOURCE.md.
"""

from .orders import Line, Order, orders
from .people import Quota, Salesperson, quotas, salespeople
from .products import Price, Product, ProductLine, prices, product_lines, products
from .regions import Place, Region, Territory, place_of, region_of, regions, territories
from .resellers import TIER_NAMES, Reseller, first_resellers, payment_day, resellers
from .timeline import NEWEST_MONTH, orders_until, shift_day, shift_years, shifted

__all__ = [
    "NEWEST_MONTH",
    "TIER_NAMES",
    "Line",
    "Order",
    "Place",
    "Price",
    "Product",
    "ProductLine",
    "Quota",
    "Region",
    "Reseller",
    "Salesperson",
    "Territory",
    "first_resellers",
    "orders",
    "orders_until",
    "payment_day",
    "place_of",
    "prices",
    "product_lines",
    "products",
    "quotas",
    "region_of",
    "regions",
    "resellers",
    "salespeople",
    "shift_day",
    "shift_years",
    "shifted",
    "territories",
]
