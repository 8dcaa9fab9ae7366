from django.db import models


class TenantRole(models.Model):
    """Which distributor a database role belongs to: the row level security of the channel tables asks this table."""

    role = models.CharField(primary_key=True, max_length=63)
    distributor_id = models.UUIDField()
