from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow


class Status(models.TextChoices):
    DISPATCHED = "dispatched", _("On the way")
    DELIVERED = "delivered", _("Delivered")


class Shipment(TenantRow):
    """发货单: what left the warehouse for one order. amount: its share of the order's lines, to the cent."""

    Status = Status
    NEXT = {Status.DISPATCHED: {Status.DELIVERED}, Status.DELIVERED: set()}

    number = models.CharField(_("number"), max_length=20, unique=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="shipments")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DISPATCHED)
    since = models.DateTimeField(_("since"))
    day = models.DateField(_("day"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    carrier = models.CharField(_("carrier"), max_length=60, blank=True)
    tracking = models.CharField(_("tracking number"), max_length=60, blank=True)
    dispatched_by = models.CharField(_("dispatched by"), max_length=60)
    delivered_by = models.CharField(_("confirmed by"), max_length=60, blank=True)

    class Meta:
        ordering = ["-since"]
        indexes = [
            models.Index(name="shipment_newest", fields=["-since"]),
            models.Index(name="shipment_by_status", fields=["status", "-since"]),
        ]

    def __str__(self):
        return self.number


class ShipmentLine(TenantRow):
    shipment = models.ForeignKey(Shipment, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey("orders.OrderLine", models.PROTECT, related_name="shipment_lines")
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=3)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2)
    tax = models.DecimalField(_("tax"), max_digits=14, decimal_places=2)
    serial_numbers = models.JSONField(_("serial numbers"), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(name="shipment_quantity_positive", condition=models.Q(quantity__gt=0)),
            models.UniqueConstraint(fields=["shipment", "order_line"], name="one_shipment_line_an_order_line"),
        ]
