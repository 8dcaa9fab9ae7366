from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class TaxRate(Row):
    """A VAT rate as it holds from one day to another: a change of law is a new row, never a change of an old one."""

    code = models.SlugField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=60)
    rate = models.DecimalField(_("tax rate"), max_digits=5, decimal_places=4)  # 0.1300 is 13 %
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_tax_rate_a_day"),
            models.CheckConstraint(
                name="tax_rate_below_one",
                condition=Q(rate__gte=0, rate__lt=1),
                violation_error_message=_("A tax rate is at least 0 %% and less than 100 %%."),
            ),
            models.CheckConstraint(
                name="tax_rate_ends_after_start",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("The last day comes before the first."),
            ),
        ]

    def __str__(self):
        return self.name
