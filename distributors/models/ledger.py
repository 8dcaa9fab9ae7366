from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.ids import uuid7
from portal.lib.rows import RowManager

NO_LINE = UUID(int=0)  # a fact without a product line, such as money collected
EVERYWHERE = UUID(int=0)  # in the coarse sums: the whole country as a region (and province) of its own


class Fact(models.TextChoices):
    ORDERED = "ordered", _("Ordered")
    APPROVED = "approved", _("Sales (approved orders)")
    SHIPPED = "shipped", _("Shipments")
    COLLECTED = "collected", _("Collections")
    RETURNED = "returned", _("Returns")
    COMMITTED = "committed", _("Service commitments")


class LedgerEntry(models.Model):
    """One signed fact of the channel, never updated or deleted: a change is posted as wanted minus posted.

    gross = net + tax, in the installation's currency; day is the local day of the fact; region, province, industry and
    salesperson are as they were that day. position is the document's line (0: the whole document).
    """

    pk = models.CompositePrimaryKey("distributor_id", "id")
    id = models.UUIDField(default=uuid7, editable=False)
    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT, verbose_name=_("distributor"))
    fact = models.CharField(_("fact"), max_length=10, choices=Fact)
    day = models.DateField(_("day"))
    kind = models.CharField(max_length=10)  # order, shipment, receipt, return, commitment
    document = models.UUIDField()
    number = models.CharField(_("number"), max_length=20)
    order = models.UUIDField(null=True)  # the order behind a shipment or a receipt
    position = models.PositiveSmallIntegerField(_("line"), default=0)
    version = models.PositiveIntegerField(default=1)
    product_line = models.UUIDField(default=NO_LINE)
    sku = models.CharField(_("SKU"), max_length=60, blank=True)
    salesperson = models.UUIDField()
    salesperson_name = models.CharField(_("salesperson"), max_length=60)
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    region = models.ForeignKey("tenants.Region", models.PROTECT, verbose_name=_("region"))
    province = models.ForeignKey("tenants.Province", models.PROTECT, verbose_name=_("province"))
    direct = models.BooleanField(default=False)  # sold by a branch office, not through a distributor
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=3, default=0)
    net = models.DecimalField(_("net"), max_digits=16, decimal_places=2)
    tax = models.DecimalField(_("tax"), max_digits=16, decimal_places=2)
    posted_at = models.DateTimeField()

    objects = RowManager()
    append_only = True

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_fact_is_posted_once", fields=["distributor", "document", "fact", "position", "version"]
            )
        ]
        indexes = [
            models.Index(name="entry_by_day", fields=["fact", "day"]),
            models.Index(name="entry_of_distributor", fields=["distributor", "fact", "day"]),
            models.Index(name="entry_of_salesperson", fields=["salesperson", "fact", "day"]),
        ]


class Sums(models.Model):
    fact = models.CharField(max_length=10)
    product_line = models.UUIDField()
    direct = models.BooleanField()
    quantity = models.DecimalField(max_digits=18, decimal_places=3)
    net = models.DecimalField(max_digits=18, decimal_places=2)
    tax = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        abstract = True


class LedgerDelta(Sums):
    """An entry's figures until the folder has moved them: a national figure is fold + delta in one statement."""

    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT)
    day = models.DateField()
    region = models.UUIDField()
    province = models.UUIDField()
    salesperson = models.UUIDField()


class FoldDay(Sums):
    """Sums by day, region, province and product line."""

    day = models.DateField()
    region = models.UUIDField()
    province = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="fold_day_once", fields=["fact", "day", "region", "province", "product_line", "direct"]
            )
        ]


class FoldMonth(Sums):
    """Sums by month (its first day), distributor, salesperson and product line."""

    month = models.DateField()
    distributor = models.ForeignKey("tenants.Distributor", models.PROTECT)
    region = models.UUIDField()
    province = models.UUIDField()
    salesperson = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="fold_month_once",
                fields=[
                    "fact",
                    "month",
                    "distributor",
                    "region",
                    "province",
                    "salesperson",
                    "product_line",
                    "direct",
                ],
            )
        ]
        indexes = [models.Index(fields=["distributor", "fact", "month"])]


class FoldPlace(Sums):
    """Sums by region and province, over all product lines: by day, and by month (its first day), so that a year is read
    as twelve rows of a place however many days it has. Region and province EVERYWHERE: the country in one row."""

    DAY, MONTH = "d", "m"

    grain = models.CharField(max_length=1)
    day = models.DateField()
    region = models.UUIDField()
    province = models.UUIDField()
    product_line = None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="fold_place_once", fields=["fact", "grain", "day", "region", "province", "direct"]
            )
        ]


class FoldLine(Sums):
    """Sums by month (its first day), region and product line, over all provinces. Region EVERYWHERE: the country."""

    month = models.DateField()
    region = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="fold_line_once", fields=["fact", "month", "region", "product_line", "direct"])
        ]


class LedgerCheck(models.Model):
    """A run of verify_ledger: when it ended and how many differences it named."""

    at = models.DateTimeField()
    distributors = models.PositiveIntegerField()
    differences = models.PositiveIntegerField()
