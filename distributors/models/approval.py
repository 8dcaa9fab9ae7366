from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row
from tenants.models import StaffRole


class DocumentKind(models.TextChoices):
    QUOTATION = "quotation", _("Quotation")
    ORDER = "order", _("Order")


class Step(models.TextChoices):
    """What is decided. Each step belongs to one role."""

    DISCOUNT = "discount", _("Discount approval")
    ISSUE = "issue", _("Issue quotation")
    REVIEW = "review", _("Order review")
    RECHECK = "recheck", _("Finance re-check")


STEP_ROLE = {
    Step.DISCOUNT: StaffRole.Role.CHANNEL_MANAGER,
    Step.ISSUE: StaffRole.Role.ORDER_DESK,
    Step.REVIEW: StaffRole.Role.ORDER_DESK,
    Step.RECHECK: StaffRole.Role.FINANCE,
}
STEP_RIGHT = {
    Step.DISCOUNT: "quotation.discount",
    Step.ISSUE: "quotation.issue",
    Step.REVIEW: "order.review",
    Step.RECHECK: "order.recheck",
}


class ApprovalRule(Row):
    """One row of HQ's route: when the condition holds, the steps are needed. Empty conditions hold always.

    Rules are not edited but replaced: version counts up, valid rows have retired_at null, and a document keeps the
    route that it was given when it was submitted.
    """

    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind)
    name = models.CharField(_("name"), max_length=80)
    amount_over = models.DecimalField(_("amount over"), max_digits=14, decimal_places=2, null=True, blank=True)
    region = models.ForeignKey("tenants.Region", models.PROTECT, null=True, blank=True, verbose_name=_("region"))
    tier = models.ForeignKey("tenants.Tier", models.PROTECT, null=True, blank=True, verbose_name=_("tier"))
    version = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["kind", "name"]


class ApprovalStep(Row):
    rule = models.ForeignKey(ApprovalRule, models.CASCADE, related_name="steps")
    step = models.CharField(_("step"), max_length=10, choices=Step)
    rank = models.PositiveSmallIntegerField(_("order"))
    hours = models.PositiveSmallIntegerField(_("working hours"), default=8)

    class Meta:
        ordering = ["rank"]
        constraints = [models.UniqueConstraint(fields=["rule", "step"], name="a_step_once_a_rule")]


class ApprovalRequest(Row):
    """One step that waits for somebody at HQ (or was decided). Written by the verbs with the document's own rows."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT)
    region = models.ForeignKey("tenants.Region", models.PROTECT)
    kind = models.CharField(_("document"), max_length=10, choices=DocumentKind)
    document = models.UUIDField()
    number = models.CharField(_("number"), max_length=20)
    version = models.PositiveIntegerField()  # the document as the decider sees it
    step = models.CharField(_("step"), max_length=10, choices=Step)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    reasons = models.JSONField(_("reasons"), default=list)
    submitted_by = models.UUIDField()
    submitted_name = models.CharField(_("submitted by"), max_length=60)
    created_at = models.DateTimeField(_("since"))
    due_at = models.DateTimeField(_("due"))
    decided_by = models.UUIDField(null=True)
    decided_name = models.CharField(_("decided by"), max_length=60, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(name="approval_waiting", fields=["step", "due_at"], condition=Q(state="waiting")),
            models.Index(name="approval_document", fields=["distributor", "document", "created_at"]),
            models.Index(name="approval_decided", fields=["-decided_at"], condition=Q(decided_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_waiting_step_a_document",
                fields=["distributor", "document"],
                condition=Q(state="waiting"),
            )
        ]


class Decision(Row):
    """Whose hands a version of a document went through: who entered it and who decided which step.

    One person has one part in a version, by the unique constraint: nobody decides what they entered, nor two steps.
    """

    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT)
    document = models.UUIDField()
    version = models.PositiveIntegerField()
    person = models.UUIDField()
    name = models.CharField(max_length=60)
    part = models.CharField(max_length=10)  # "entered" or a Step
    approved = models.BooleanField(default=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "version", "person"], name="one_part_a_person_and_version")
        ]
        indexes = [models.Index(fields=["distributor", "document"])]
