from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row

from .fields import PriceField, QuantityField


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class PriceList(Row):
    """价格表: for one distributor, for a tier, or for everyone, from one day to another."""

    NEXT = {Status.DRAFT: {Status.PUBLISHED}, Status.PUBLISHED: {Status.RETIRED}, Status.RETIRED: set()}

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    scope_tier = models.ForeignKey(
        "tenants.Tier", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("for the tier")
    )
    scope_distributor = models.ForeignKey(
        "tenants.Distributor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for the distributor"),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    updated_at = models.DateTimeField(_("changed"))
    updated_by = models.CharField(_("changed by"), max_length=60, blank=True)

    Status = Status

    class Meta:
        ordering = ["-valid_from", "code"]
        indexes = [models.Index(fields=["-valid_from", "code"]), models.Index(fields=["scope_distributor", "status"])]
        constraints = [
            models.CheckConstraint(
                name="price_list_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day comes before the first."),
            ),
            models.CheckConstraint(
                name="price_list_has_one_scope",
                condition=Q(scope_tier=None) | Q(scope_distributor=None),
                violation_error_message=_("A price list is for a tier or for a distributor, not for both."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("price-list", args=[self.pk])

    @property
    def priority(self):
        """2 for one distributor, 1 for a tier, 0 for everyone: the larger goes first."""
        return 2 if self.scope_distributor_id else 1 if self.scope_tier_id else 0


class PriceListItem(Row):
    """The price of a product from a quantity on; several rows of a product are its volume breaks."""

    price_list = models.ForeignKey(PriceList, models.CASCADE, related_name="items")
    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="price_items")
    min_quantity = QuantityField(_("from quantity"), default=Decimal(1))
    price = PriceField(_("price, tax included"))

    class Meta:
        ordering = ["product__sort_key", "product__sku", "min_quantity"]
        indexes = [models.Index(fields=["product", "price_list"])]
        constraints = [
            models.UniqueConstraint(fields=["price_list", "product", "min_quantity"], name="one_price_per_break"),
            models.CheckConstraint(
                name="price_item_not_negative",
                condition=Q(price__gte=0, min_quantity__gt=0),
                violation_error_message=_("A price is at least zero, and its quantity more than zero."),
            ),
        ]
