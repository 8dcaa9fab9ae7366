"""The products sold, their lines, and what they cost through the years."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from .files import PHOTOS, decimal_or_none, rows


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A category (parent "") or a subcategory. The service figures are ours, not the data set's."""

    code: str
    name: str
    name_en: str
    parent: str
    unit: str
    warranty_months: int
    response_hours: int
    onsite_hours: int
    spare_parts: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product per SKU with its newest prices. Weight in kg; prices have up to 4 decimals.

    lowest_price: the lowest unit price after discount of any order line, None where nobody ordered it.
    discontinued: it has no price version in force any more. photo: a file name in PHOTOS, or "".
    """

    sku: str
    name: str
    name_en: str
    model: str
    spec: str
    line: str
    unit: str
    weight: Decimal | None
    list_price: Decimal
    dealer_price: Decimal
    standard_cost: Decimal
    lowest_price: Decimal | None
    discontinued: bool
    description: str
    description_en: str
    photo: str

    @property
    def photo_path(self):
        return PHOTOS / self.photo if self.photo else None


@dataclass(frozen=True, slots=True)
class Price:
    """What a product cost from a day on, until its next row."""

    sku: str
    valid_from: date
    list_price: Decimal
    dealer_price: Decimal
    standard_cost: Decimal


@cache
def product_lines():
    """Four categories first, then 37 subcategories."""
    return tuple(
        ProductLine(
            **{name: row[name] for name in ("code", "name", "name_en", "parent", "unit", "spare_parts")},
            **{name: int(row[name]) for name in ("warranty_months", "response_hours", "onsite_hours")},
        )
        for row in rows("product_lines.csv")
    )


@cache
def products():
    """293 products in order of SKU."""
    texts = ("sku", "name", "name_en", "model", "spec", "line", "unit", "description", "description_en", "photo")
    return tuple(
        Product(
            **{name: row[name] for name in texts},
            weight=decimal_or_none(row["weight_kg"]),
            list_price=Decimal(row["list_price"]),
            dealer_price=Decimal(row["dealer_price"]),
            standard_cost=Decimal(row["standard_cost"]),
            lowest_price=decimal_or_none(row["lowest_price"]),
            discontinued=row["status"] == "discontinued",
        )
        for row in rows("products.csv")
    )


@cache
def prices():
    """395 rows in order of SKU and day: one to three a product."""
    return tuple(
        Price(
            row["sku"],
            date.fromisoformat(row["valid_from"]),
            Decimal(row["list_price"]),
            Decimal(row["dealer_price"]),
            Decimal(row["standard_cost"]),
        )
        for row in rows("prices.csv")
    )
