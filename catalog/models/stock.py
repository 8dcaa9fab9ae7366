from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row

from .fields import QuantityField


class Stock(Row):
    """What the warehouse has of a product. A product without a row has none. Only domain/stock.py writes here."""

    product = models.OneToOneField("catalog.Product", models.PROTECT, related_name="stock")
    on_hand = QuantityField(_("on hand"), default=Decimal(0))
    reserved = QuantityField(_("reserved"), default=Decimal(0))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stock_reserved_within_on_hand",
                condition=Q(on_hand__gte=0, reserved__gte=0, reserved__lte=F("on_hand")),
                violation_error_message=_("No more can be reserved than is on hand."),
            )
        ]

    def get_absolute_url(self):
        return reverse("stock-moves", args=[self.product_id])

    @property
    def free(self):
        return self.on_hand - self.reserved


class Kind(models.TextChoices):
    RECEIVE = "receive", _("Goods in")
    RESERVE = "reserve", _("Reserved")
    RELEASE = "release", _("Released")
    DISPATCH = "dispatch", _("Goods out")
    ADJUST = "adjust", _("Adjusted")


class StockMove(Row):
    """One change of the stock, never altered. quantity > 0, but for an adjustment, which may go down."""

    product = models.ForeignKey("catalog.Product", models.PROTECT, related_name="stock_moves")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    quantity = QuantityField(_("quantity"))
    document = models.CharField(_("document"), max_length=60, blank=True)  # its number, or the reason in words
    at = models.DateTimeField(_("when"))
    by = models.CharField(_("by"), max_length=60, blank=True)

    Kind = Kind

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["product", "-at", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="stock_move_has_quantity", condition=Q(quantity__gt=0) | (Q(kind=Kind.ADJUST) & ~Q(quantity=0))
            )
        ]
