from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow


class Activity(TenantRow):
    """跟进记录: one contact with a customer."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        VISIT = "visit", _("Visit")
        MESSAGE = "message", _("Message")
        NOTE = "note", _("Note")

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="activities")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    text = models.TextField(_("text"), max_length=2000)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(name="activity_of_customer", fields=["customer", "-at"])]
