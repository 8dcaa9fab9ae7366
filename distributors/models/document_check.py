from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class DocumentCheck(Row):
    """What the QR code of an issued document leads to: is the paper in my hand genuine and current?"""

    class State(models.TextChoices):
        GENUINE = "genuine", _("Genuine")
        REPLACED = "replaced", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    code = models.CharField(max_length=24, unique=True)
    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT)
    kind = models.CharField(max_length=12)  # quotation, commitment
    document = models.UUIDField()
    state = models.CharField(max_length=10, choices=State, default=State.GENUINE)
    issued_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["distributor", "document"])]
