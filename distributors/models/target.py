from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class Target(Row):
    """What a salesperson is to sell in a month (its first day). A quarter's quota is three such rows."""

    salesperson = models.ForeignKey("tenants.User", models.PROTECT)
    month = models.DateField(_("month"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["salesperson", "month"], name="one_target_a_month")]
        indexes = [models.Index(fields=["month"])]
