from django.db import models

from portal.lib.rows import Row


class NumberSeries(Row):
    """The last number given of a kind, per distributor and year. The row is locked until the number is committed,
    so that a series has no gap and no double."""

    distributor = models.ForeignKey("tenants.Distributor", models.CASCADE)
    kind = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["distributor", "kind", "year"], name="one_series_a_year")]
