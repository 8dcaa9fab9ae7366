from django.db import models
from django.utils.translation import gettext_lazy as _


class CreditAccount(models.Model):
    """A distributor's credit limit. Its row is the lock under which credit is checked and used."""

    distributor = models.OneToOneField("tenants.Distributor", models.PROTECT, primary_key=True, related_name="credit")
    limit = models.DecimalField(_("credit limit"), max_digits=14, decimal_places=2, default=0)
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="credit_limit_not_negative", condition=models.Q(limit__gte=0))]
