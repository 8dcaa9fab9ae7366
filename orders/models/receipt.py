from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow


class Status(models.TextChoices):
    RECORDED = "recorded", _("Recorded")
    REVERSED = "reversed", _("Reversed")


class Receipt(TenantRow):
    """收款: money HQ received from the distributor. Never edited: a mistake is reversed and recorded anew."""

    Status = Status
    NEXT = {Status.RECORDED: {Status.REVERSED}, Status.REVERSED: set()}

    number = models.CharField(_("number"), max_length=20, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.RECORDED)
    since = models.DateTimeField(_("since"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    allocated = models.DecimalField(_("allocated"), max_digits=14, decimal_places=2, default=0)
    received_on = models.DateField(_("received on"))
    method = models.CharField(_("method"), max_length=40, blank=True)
    reference = models.CharField(_("bank reference"), max_length=80, blank=True)
    salesperson = models.UUIDField(default=UUID(int=0))  # of the first order it paid
    salesperson_name = models.CharField(_("salesperson"), max_length=60, blank=True)
    recorded_by = models.UUIDField()
    recorded_name = models.CharField(_("recorded by"), max_length=60)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(name="receipt_newest", fields=["-since"])]
        constraints = [
            models.CheckConstraint(name="receipt_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="no_more_allocated_than_received", condition=Q(allocated__gte=0, allocated__lte=F("amount"))
            ),
        ]

    def __str__(self):
        return self.number


class Allocation(TenantRow):
    """A part of a receipt that pays a part of an order; negative when the receipt was reversed."""

    append_only = True

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocations")
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="allocations")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=60)
