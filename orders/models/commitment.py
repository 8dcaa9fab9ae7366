from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow


class Status(models.TextChoices):
    COMMITTED = "committed", _("In force")
    REPLACED = "replaced", _("Replaced")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Commitment(TenantRow):
    """服务承诺 for a quotation or an order: dated duties that HQ owes the customer."""

    Status = Status
    NEXT = {
        Status.COMMITTED: {Status.REPLACED, Status.WITHDRAWN},
        Status.REPLACED: set(),
        Status.WITHDRAWN: set(),
    }

    number = models.CharField(_("number"), max_length=20, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.COMMITTED)
    since = models.DateTimeField(_("since"))
    quotation = models.ForeignKey("orders.Quotation", models.PROTECT, null=True, related_name="commitments")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="commitments")
    customer_name = models.CharField(_("customer"), max_length=120, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    committed_by = models.CharField(_("committed by"), max_length=60)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["-since"]
        indexes = [models.Index(name="commitment_newest", fields=["-since"])]
        constraints = [
            models.CheckConstraint(
                name="commitment_has_a_document", condition=Q(quotation__isnull=False) | Q(order__isnull=False)
            )
        ]

    def __str__(self):
        return self.number


class Duty(TenantRow):
    """One thing promised for a product line: warranty (months), response and on-site (hours), spare parts (text)."""

    class Kind(models.TextChoices):
        WARRANTY = "warranty", _("Warranty")
        RESPONSE = "response", _("Response")
        ONSITE = "onsite", _("On site")
        SPARES = "spares", _("Spare parts")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        FULFILLED = "fulfilled", _("Fulfilled")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="duties")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    scope = models.CharField(_("product line"), max_length=120)
    measure = models.PositiveIntegerField(_("months or hours"), null=True)
    text = models.CharField(_("promise"), max_length=300)
    starts_on = models.DateField(_("from"))
    due_on = models.DateField(_("until"))
    owner_name = models.CharField(_("owner"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    fulfilled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(name="duty_due", fields=["due_on"], condition=Q(state="open"))]
