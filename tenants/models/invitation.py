from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class Invitation(Row):
    """Somebody is asked to join a distributor (distributor set) or HQ (distributor null).

    Only the SHA-256 of the link's secret is kept; the link opens at the host it was made for and nowhere else.
    """

    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=60)
    distributor = models.ForeignKey("tenants.Distributor", models.CASCADE, null=True, blank=True)
    role = models.CharField(_("role"), max_length=16)
    discount_limit = models.DecimalField(_("discount limit, %"), max_digits=5, decimal_places=2, default=Decimal("5"))
    regions = models.ManyToManyField("tenants.Region", blank=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("tenants.User", models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-invited_at"]
        indexes = [models.Index(fields=["distributor", "-invited_at"])]
