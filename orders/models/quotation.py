from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow

from .line import PricedLine, line_checks


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("To be issued")
    RETURNED = "returned", _("Returned")
    ISSUED = "issued", _("Issued")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Expired")
    CONVERTED = "converted", _("Converted")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Quotation(TenantRow):
    """报价单: one version of an offer to a customer. A revision is a new row with the same number."""

    Status = Status
    NEXT = {
        Status.DRAFT: {Status.SUBMITTED, Status.APPROVED, Status.WITHDRAWN},
        Status.SUBMITTED: {Status.APPROVED, Status.RETURNED, Status.WITHDRAWN, Status.REPLACED},
        Status.APPROVED: {Status.ISSUED, Status.RETURNED, Status.WITHDRAWN, Status.REPLACED},
        Status.RETURNED: {Status.SUBMITTED, Status.APPROVED, Status.WITHDRAWN, Status.REPLACED},
        Status.ISSUED: {Status.ACCEPTED, Status.DECLINED, Status.EXPIRED, Status.REPLACED, Status.WITHDRAWN},
        Status.ACCEPTED: {Status.CONVERTED, Status.REPLACED, Status.EXPIRED},
        Status.DECLINED: {Status.REPLACED},
        Status.EXPIRED: {Status.REPLACED},
        Status.CONVERTED: set(),
        Status.REPLACED: set(),
        Status.WITHDRAWN: set(),
    }
    EDITABLE = (Status.DRAFT, Status.RETURNED)

    number = models.CharField(_("number"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)
    edits = models.PositiveIntegerField(default=0)  # counts each saved change: what a decider saw
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    since = models.DateTimeField(_("since"))
    customer = models.ForeignKey("customers.Customer", models.PROTECT, verbose_name=_("customer"))
    customer_name = models.CharField(_("customer"), max_length=120)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    title = models.CharField(_("subject"), max_length=120, blank=True)
    valid_from = models.DateField(_("date"))
    valid_until = models.DateField(_("valid until"))
    payment_terms = models.CharField(_("payment terms"), max_length=200, blank=True)
    delivery_terms = models.CharField(_("delivery"), max_length=200, blank=True)
    warranty_terms = models.CharField(_("warranty"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    total = models.DecimalField(_("total"), max_digits=14, decimal_places=2, default=0)
    net = models.DecimalField(_("net"), max_digits=14, decimal_places=2, default=0)
    tax = models.DecimalField(_("tax"), max_digits=14, decimal_places=2, default=0)
    reasons = models.JSONField(default=list)  # why an approval is needed, in words
    salesperson = models.UUIDField()
    salesperson_name = models.CharField(_("salesperson"), max_length=60)
    entered_by = models.UUIDField()
    issued_at = models.DateTimeField(_("issued"), null=True)
    issued_name = models.CharField(_("issued by"), max_length=60, blank=True)
    accepted_by_name = models.CharField(_("accepted by"), max_length=60, blank=True)
    answer = models.CharField(_("customer's answer"), max_length=500, blank=True)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="one_row_a_quotation_version"),
            models.CheckConstraint(
                name="quotation_valid_until_after_from",
                condition=Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A quotation must stay valid at least until the day it starts."),
            ),
            models.CheckConstraint(name="quotation_totals_close", condition=Q(total=F("net") + F("tax"))),
        ]
        indexes = [
            models.Index(name="quotation_newest", fields=["-since"]),
            models.Index(name="quotation_by_status", fields=["status", "-since"]),
            models.Index(name="quotation_of_customer", fields=["customer", "-since"]),
        ]

    def __str__(self):
        return self.number if self.version == 1 else f"{self.number} V{self.version}"

    @property
    def seen_version(self):
        return self.edits


class QuotationLine(PricedLine):
    """own_price: what the distributor itself pays (never on the customer's paper); floor_price: HQ's lower limit.
    converted: quantity that became orders."""

    quotation = models.ForeignKey(Quotation, models.CASCADE, related_name="lines")
    own_price = models.DecimalField(_("own price"), max_digits=14, decimal_places=4)
    floor_price = models.DecimalField(max_digits=14, decimal_places=4)
    converted = models.DecimalField(_("ordered"), max_digits=12, decimal_places=3, default=0)

    class Meta(PricedLine.Meta):
        constraints = [
            *line_checks("quotation_line"),
            models.UniqueConstraint(fields=["quotation", "position"], name="quotation_line_position_once"),
            models.CheckConstraint(
                name="no_more_ordered_than_quoted", condition=Q(converted__gte=0, converted__lte=F("quantity"))
            ),
        ]


class QuotationMessage(TenantRow):
    """The thread of a quotation: between the distributor, HQ and the customer (by the signed link)."""

    append_only = True

    class Side(models.TextChoices):
        DISTRIBUTOR = "distributor", _("Distributor")
        HQ = "hq", _("Head office")
        CUSTOMER = "customer", _("Customer")

    number = models.CharField(max_length=20)
    side = models.CharField(max_length=12, choices=Side)
    inner = models.BooleanField(default=True)  # not shown to the customer
    text = models.TextField(_("message"), max_length=2000)
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(name="message_of_quotation", fields=["number", "at"])]
