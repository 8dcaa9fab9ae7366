from django.db import models

from portal.lib.rows import Row


class Handoff(Row):
    """A way from one host to another for a person who is logged in: used once, within a minute.

    visit null: a person changes to another distributor of theirs (or to HQ). visit set: HQ enters a portal read-only.
    """

    user = models.ForeignKey("tenants.User", models.CASCADE)
    distributor = models.ForeignKey("tenants.Distributor", models.CASCADE, null=True)
    visit = models.ForeignKey("tenants.PortalVisit", models.CASCADE, null=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    mfa = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class PortalVisit(Row):
    """HQ looked into a portal: who, why, when and how many pages. The distributor sees this list."""

    user = models.ForeignKey("tenants.User", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    distributor = models.ForeignKey("tenants.Distributor", models.CASCADE, related_name="visits")
    reason = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["distributor", "-started_at"])]


class PortalVisitPage(Row):
    """One page that was looked at during a visit."""

    visit = models.ForeignKey(PortalVisit, models.CASCADE, related_name="pages")
    path = models.CharField(max_length=300)
    at = models.DateTimeField()
