from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from distributors.models import ChannelOrder
from tenants.models.row import TenantRow

from .line import PricedLine, line_checks

Status = ChannelOrder.Status


class Order(TenantRow):
    """订单 of a distributor to HQ. Its status is changed by orders.domain.status.move() alone, along NEXT."""

    Status = Status
    NEXT = {
        Status.DRAFT: {Status.SUBMITTED, Status.APPROVED, Status.CANCELLED},
        Status.SUBMITTED: {Status.REVIEWED, Status.APPROVED, Status.HELD, Status.RETURNED, Status.CANCELLED},
        Status.REVIEWED: {Status.APPROVED, Status.HELD, Status.RETURNED, Status.CANCELLED},
        Status.HELD: {Status.REVIEWED, Status.APPROVED, Status.RETURNED, Status.CANCELLED},
        Status.RETURNED: {Status.SUBMITTED, Status.APPROVED, Status.CANCELLED},
        Status.APPROVED: {Status.PART_SHIPPED, Status.SHIPPED, Status.CANCELLED},
        Status.PART_SHIPPED: {Status.PART_SHIPPED, Status.SHIPPED},
        Status.SHIPPED: {Status.DELIVERED},
        Status.DELIVERED: {Status.CLOSED},
        Status.CLOSED: {Status.DELIVERED},  # a receipt was reversed
        Status.CANCELLED: set(),
    }
    EDITABLE = (Status.DRAFT, Status.RETURNED)
    POSTED = tuple(s for s in Status if s not in (Status.DRAFT, Status.RETURNED, Status.CANCELLED))
    SOLD = (*ChannelOrder.EXPOSED, Status.CLOSED)

    number = models.CharField(_("number"), max_length=20, unique=True)
    version = models.PositiveIntegerField(default=1)  # counts each saved change: what a decider saw
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    since = models.DateTimeField(_("since"))
    quotation = models.ForeignKey(
        "orders.Quotation", models.PROTECT, null=True, related_name="orders", verbose_name=_("quotation")
    )
    customer = models.ForeignKey("customers.Customer", models.PROTECT, null=True, verbose_name=_("customer"))
    customer_name = models.CharField(_("customer"), max_length=120, blank=True)
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    purchase_order = models.CharField(_("own order number"), max_length=60, blank=True)
    ship_to = models.CharField(_("ship to"), max_length=300, blank=True)
    wanted_on = models.DateField(_("wanted on"), null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("payment term in days"), default=30)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2, default=0)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2, default=0)
    tax = models.DecimalField(_("tax"), max_digits=14, decimal_places=2, default=0)
    shipped = models.DecimalField(_("shipped"), max_digits=14, decimal_places=2, default=0)
    paid = models.DecimalField(_("collected"), max_digits=14, decimal_places=2, default=0)
    route = models.JSONField(default=list)  # [{step, hours, reason}]: the steps it was given when submitted
    hold = models.CharField(_("why on hold"), max_length=300, blank=True)
    salesperson = models.UUIDField()
    salesperson_name = models.CharField(_("salesperson"), max_length=60)
    entered_by = models.UUIDField()
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_day = models.DateField(null=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(name="order_totals_close", condition=Q(total=F("net") + F("tax"))),
            models.CheckConstraint(name="order_not_overpaid", condition=Q(paid__gte=0, paid__lte=F("total"))),
            models.CheckConstraint(name="order_not_overshipped", condition=Q(shipped__gte=0, shipped__lte=F("total"))),
        ]
        indexes = [
            models.Index(name="order_newest", fields=["-since"]),
            models.Index(name="order_by_status", fields=["status", "-since"]),
            models.Index(name="order_of_customer", fields=["customer", "-since"]),
        ]

    def __str__(self):
        return self.number

    @property
    def seen_version(self):
        return self.version


class OrderLine(PricedLine):
    """reserved, shipped, delivered: quantities; reserved + shipped never exceed the quantity."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    quotation_line = models.ForeignKey("orders.QuotationLine", models.PROTECT, null=True, related_name="+")
    reserved = models.DecimalField(_("reserved"), max_digits=12, decimal_places=3, default=0)
    shipped = models.DecimalField(_("shipped"), max_digits=12, decimal_places=3, default=0)
    delivered = models.DecimalField(_("delivered"), max_digits=12, decimal_places=3, default=0)

    class Meta(PricedLine.Meta):
        constraints = [
            *line_checks("order_line"),
            models.UniqueConstraint(fields=["order", "position"], name="order_line_position_once"),
            models.CheckConstraint(
                name="no_more_shipped_than_ordered",
                condition=Q(reserved__gte=0, shipped__gte=0, quantity__gte=F("reserved") + F("shipped")),
            ),
            models.CheckConstraint(
                name="no_more_delivered_than_shipped", condition=Q(delivered__gte=0, delivered__lte=F("shipped"))
            ),
        ]

    @property
    def open_quantity(self):
        """What is still to be shipped."""
        return self.quantity - self.shipped
