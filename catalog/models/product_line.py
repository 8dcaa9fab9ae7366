from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.place import Named


class Status(models.TextChoices):
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class StockShown(models.TextChoices):
    """What a distributor sees of the stock."""

    NONE = "none", _("Not shown")
    TRAFFIC = "traffic", _("In stock, little, none")
    EXACT = "exact", _("The number")


class ProductLine(Named):
    """产品线, a tree; it holds what the service commitments for its products promise."""

    NEXT = {Status.PUBLISHED: {Status.RETIRED}, Status.RETIRED: {Status.PUBLISHED}}

    code = models.SlugField(_("code"), max_length=20, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    tax_code = models.SlugField(_("tax rate"), max_length=20, default="vat13")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PUBLISHED)
    stock_shown = models.CharField(
        _("stock shown to distributors"), max_length=8, choices=StockShown, default=StockShown.TRAFFIC
    )

    # 服务承诺: what is promised with a product of this line
    warranty_months = models.PositiveSmallIntegerField(_("warranty, months"), default=12)
    response_hours = models.PositiveSmallIntegerField(_("response, hours"), default=4)
    onsite_hours = models.PositiveSmallIntegerField(_("on site, hours"), default=48)
    spare_parts = models.CharField(_("spare parts"), max_length=200, blank=True)

    Status, StockShown = Status, StockShown

    class Meta:
        ordering = ["rank", "code"]
