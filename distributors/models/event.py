from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class DistributorEvent(Row):
    """What HQ did with a distributor: suspended, reopened, moved, another limit. Written by verbs, never changed."""

    class What(models.TextChoices):
        EDITED = "edited", _("Data changed")
        SUSPENDED = "suspended", _("Suspended")
        REOPENED = "active", _("Reopened")
        LIMIT = "limit", _("Credit limit changed")
        REGION = "region", _("Moved to another region")

    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT, related_name="events")
    what = models.CharField(max_length=10, choices=What)
    note = models.CharField(max_length=500, blank=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="event_of_distributor", fields=["distributor", "-at"])]
