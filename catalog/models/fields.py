"""Columns for unit prices and quantities, the same wherever they stand."""

from decimal import Decimal

from django.db import models

CENT = Decimal("0.01")


def neat_price(value):
    """A price with 2 decimals, or with as many as it needs."""
    rounded = value.quantize(CENT)
    return rounded if rounded == value else value.normalize()


def neat_quantity(value):
    """A quantity without idle zeros."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


class PriceField(models.DecimalField):
    """A tax-inclusive unit price, at most 4 decimals; read back with 2, or with as many as it needs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 16, "decimal_places": 4} | kwargs)

    def from_db_value(self, value, expression, connection):
        return None if value is None else neat_price(value)


class QuantityField(models.DecimalField):
    """A quantity, at most 3 decimals (metres, kilograms); read back without idle zeros: 3, 2.5."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_digits": 13, "decimal_places": 3} | kwargs)

    def from_db_value(self, value, expression, connection):
        return None if value is None else neat_quantity(value)
