from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class ChannelOrder(Row):
    """HQ's card of a distributor's order (same id): what the order desk, the warehouse and receivables look through."""

    class Status(models.TextChoices):
        """The words of orders.Order.Status, which writes them here."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("In review")
        REVIEWED = "reviewed", _("In re-check")
        HELD = "held", _("On credit hold")
        RETURNED = "returned", _("Returned")
        APPROVED = "approved", _("Approved")
        PART_SHIPPED = "part_shipped", _("Partly shipped")
        SHIPPED = "shipped", _("Shipped")
        DELIVERED = "delivered", _("Delivered")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    EXPOSED = ("approved", "part_shipped", "shipped", "delivered")  # these count against the credit limit

    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT, verbose_name=_("distributor"))
    region = models.ForeignKey("tenants.Region", models.PROTECT, verbose_name=_("region"))
    number = models.CharField(_("number"), max_length=20)
    status = models.CharField(_("status"), max_length=12, choices=Status)
    since = models.DateTimeField(_("since"))
    submitted_at = models.DateTimeField(_("submitted"))
    salesperson = models.UUIDField()
    salesperson_name = models.CharField(_("salesperson"), max_length=60)
    total = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    shipped = models.DecimalField(_("shipped"), max_digits=14, decimal_places=2, default=0)
    paid = models.DecimalField(_("collected"), max_digits=14, decimal_places=2, default=0)
    pay_by = models.DateField(_("pay by"), null=True)
    hold = models.CharField(_("why on hold"), max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(name="card_by_status", fields=["status", "since"]),
            models.Index(name="card_newest", fields=["-submitted_at"]),
            models.Index(name="card_of_distributor", fields=["distributor", "-submitted_at"]),
            models.Index(name="card_of_region", fields=["region", "-submitted_at"]),
            models.Index(name="card_number", fields=["number"]),
            models.Index(
                name="card_exposed",
                fields=["distributor"],
                include=["total", "paid"],
                condition=Q(status__in=["approved", "part_shipped", "shipped", "delivered"]),
            ),
            models.Index(name="card_receivable", fields=["pay_by"], condition=Q(pay_by__isnull=False)),
        ]

    def __str__(self):
        return self.number
