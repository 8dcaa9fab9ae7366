from django.db import models

from tenants.models.row import TenantRow


class TimelineEntry(TenantRow):
    """Who moved a document where, when and why. Written by move() and note_on() alone, never changed."""

    append_only = True

    document = models.UUIDField()
    was = models.CharField(max_length=12, blank=True)
    now = models.CharField(max_length=12, blank=True)
    text = models.CharField(max_length=500, blank=True)
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    side = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(name="timeline_of_document", fields=["document", "at"])]
