from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row, RowQuerySet

from .fields import PriceField, QuantityField
from .product_line import StockShown


class LifeCycle(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRING = "retiring", _("Retiring")
    RETIRED = "retired", _("Retired")


class ProductQuerySet(RowQuerySet):
    def sold(self):
        """What a distributor can order: published, or retiring and still to be had."""
        return self.filter(life_cycle__in=Product.SOLD)


class Product(Row):
    """A standard product. It retires, it is never deleted: documents point at it."""

    NEXT = {
        LifeCycle.DRAFT: {LifeCycle.PUBLISHED, LifeCycle.RETIRED},
        LifeCycle.PUBLISHED: {LifeCycle.RETIRING, LifeCycle.RETIRED},
        LifeCycle.RETIRING: {LifeCycle.PUBLISHED, LifeCycle.RETIRED},
        LifeCycle.RETIRED: {LifeCycle.PUBLISHED, LifeCycle.DRAFT},
    }
    SOLD = (LifeCycle.PUBLISHED, LifeCycle.RETIRING)

    sku = models.CharField(_("SKU"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    spec = models.CharField(_("specification and model"), max_length=200, blank=True)
    unit = models.CharField(_("unit"), max_length=10, default="台")
    line = models.ForeignKey(
        "catalog.ProductLine", models.PROTECT, related_name="products", verbose_name=_("product line")
    )
    tax_code = models.SlugField(_("tax rate"), max_length=20, default="vat13")
    list_price = PriceField(_("list price, tax included"))
    floor_price = PriceField(_("floor price, tax included"), default=Decimal(0))
    life_cycle = models.CharField(_("life cycle"), max_length=10, choices=LifeCycle, default=LifeCycle.DRAFT)
    own_brand = models.BooleanField(_("own brand"), default=True)
    lead_days = models.PositiveSmallIntegerField(_("lead time, days"), default=7)
    min_quantity = QuantityField(_("smallest order"), default=Decimal(1))
    pack = QuantityField(_("sold in packs of"), default=Decimal(1))
    weight = models.DecimalField(_("weight, kg"), max_digits=10, decimal_places=3, null=True, blank=True)
    substitute = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="substitute_for", verbose_name=_("substitute")
    )
    description = models.TextField(_("description"), blank=True)
    description_en = models.TextField(_("English description"), blank=True)
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)  # {label: value}, in the order shown
    stock_shown = models.CharField(
        _("stock shown to distributors"), max_length=8, choices=StockShown, blank=True, default=""
    )  # "": as the line says
    image = models.FileField(_("image"), max_length=100, blank=True)  # a random name; its thumbnail stands beside it
    datasheet = models.FileField(_("datasheet"), max_length=100, blank=True)
    datasheet_name = models.CharField(max_length=120, blank=True)  # as it was called when it came
    updated_at = models.DateTimeField(_("changed"))
    updated_by = models.CharField(_("changed by"), max_length=60, blank=True)
    search = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=200, editable=False, default="")

    LifeCycle, StockShown = LifeCycle, StockShown
    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "sku"]
        indexes = [
            models.Index(fields=["sort_key", "sku"]),
            models.Index(fields=["line", "sort_key", "sku"]),
            models.Index(fields=["life_cycle", "sort_key", "sku"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="product_prices_not_negative",
                condition=Q(list_price__gte=0, floor_price__gte=0),
                violation_error_message=_("A price cannot be below zero."),
            ),
            models.CheckConstraint(
                name="product_floor_within_list",
                condition=Q(floor_price__lte=F("list_price")),
                violation_error_message=_("The floor price is above the list price."),
            ),
            models.CheckConstraint(
                name="product_quantities_positive",
                condition=Q(min_quantity__gt=0, pack__gt=0),
                violation_error_message=_("The smallest order and the pack must be more than zero."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The name in the reader's language."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    def get_absolute_url(self):
        """Its page at head office; a portal shows products in its catalogue."""
        return reverse("product", args=[self.pk])

    @property
    def status(self):
        """The life cycle, where a table or a badge shows a status."""
        return self.life_cycle

    def get_status_display(self):
        return self.get_life_cycle_display()

    @property
    def is_sold(self):
        return self.life_cycle in self.SOLD
