from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow


class PricedLine(TenantRow):
    """A product at a price, copied as it was. unit_price: tax-inclusive, 4 decimals, before the line's discount.
    amount = cents(unit_price × quantity × (1 − discount_percent/100)) = net + tax."""

    position = models.PositiveSmallIntegerField(_("line"))
    product = models.ForeignKey(
        "catalog.Product", models.DO_NOTHING, db_constraint=False, related_name="+", verbose_name=_("product")
    )
    product_line = models.UUIDField()
    sku = models.CharField(_("SKU"), max_length=60)
    name = models.CharField(_("product"), max_length=200)
    spec = models.CharField(_("specification"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=20)
    tax_rate = models.DecimalField(_("tax rate"), max_digits=5, decimal_places=4)
    list_price = models.DecimalField(_("list price"), max_digits=14, decimal_places=4)
    unit_price = models.DecimalField(_("unit price, tax included"), max_digits=14, decimal_places=4)
    price_source = models.CharField(_("why this price"), max_length=200, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    discount_percent = models.DecimalField(_("discount, %"), max_digits=6, decimal_places=3, default=0)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2)
    tax = models.DecimalField(_("tax"), max_digits=14, decimal_places=2)
    lead_days = models.PositiveSmallIntegerField(_("lead time, days"), default=0)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["position"]


def line_checks(prefix):
    """The constraints that every priced line has."""
    q = models.Q
    return [
        models.CheckConstraint(name=f"{prefix}_quantity_positive", condition=q(quantity__gt=0)),
        models.CheckConstraint(name=f"{prefix}_price_not_negative", condition=q(unit_price__gte=0, amount__gte=0)),
        models.CheckConstraint(
            name=f"{prefix}_discount_is_percent", condition=q(discount_percent__gte=0, discount_percent__lte=100)
        ),
        models.CheckConstraint(name=f"{prefix}_amount_closes", condition=q(amount=models.F("net") + models.F("tax"))),
    ]
