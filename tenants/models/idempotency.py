from django.db import models

from portal.lib.rows import Row


class IdempotencyKey(Row):
    """A submit that was carried out: the same key again gets the same answer, with other contents it is refused."""

    distributor = models.ForeignKey("tenants.Distributor", models.CASCADE, null=True)
    user = models.UUIDField()
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    result = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["at"])]
