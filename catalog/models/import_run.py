from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class Kind(models.TextChoices):
    PRODUCTS = "products", _("Products")
    PRICE_LIST = "price_list", _("Price list")
    STOCK = "stock", _("Stock")


class Status(models.TextChoices):
    TRIED = "tried", _("Tried out")
    APPLIED = "applied", _("Applied")
    UNDONE = "undone", _("Undone")


class ImportRun(Row):
    """A sheet that was read: its rows, what each would do, and what was there before, so that it can be undone.

    rows: [{"row": 2, "sku": …, field: text, …}], as they were parsed; the file itself is not kept.
    report: [{"row": 2, "sku": "…", "what": "new"|"changed"|"same"|"error", "message": "…"}].
    before, after: {sku: {field: text} or null}, of the rows that were changed; filled when applied.
    """

    NEXT = {Status.TRIED: {Status.APPLIED}, Status.APPLIED: {Status.UNDONE}, Status.UNDONE: set()}

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    price_list = models.ForeignKey("catalog.PriceList", models.CASCADE, null=True, blank=True, related_name="imports")
    filename = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.UUIDField()
    by_name = models.CharField(_("by"), max_length=60)
    at = models.DateTimeField(_("when"))
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.TRIED)
    rows = models.JSONField(default=list)
    report = models.JSONField(default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    Kind, Status = Kind, Status

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"])]

    def __str__(self):
        return self.filename

    def get_absolute_url(self):
        return reverse("import", args=[self.pk])
