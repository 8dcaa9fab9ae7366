from django.db import models


class TenantRole(models.Model):
    """Which distributor a database role belongs to, and its tier: row level security in public asks this table."""

    role = models.CharField(primary_key=True, max_length=63, db_collation="C")  # as current_user: the key is used
    distributor_id = models.UUIDField()
    tier_id = models.UUIDField(null=True)
