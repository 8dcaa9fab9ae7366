from django.db import models
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from portal.lib.ids import uuid7
from portal.lib.rows import RowManager

from .place import Named


class Tier(Named):
    """代理级别: decides price lists and, later, criteria."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["rank"]


class Kind(models.TextChoices):
    DISTRIBUTOR = "distributor", _("Distributor")
    BRANCH = "branch", _("Branch office")


class Status(models.TextChoices):
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


class Sharing(models.TextChoices):
    """What the agreement lets HQ see of the distributor's own customers."""

    NONE = "none", _("Nothing")
    TOTALS = "totals", _("Totals only")
    DEALS = "deals", _("Registered deals")
    FULL = "full", _("Everything")


class Distributor(TenantMixin):
    """A distributor or a branch: the tenant. Its schema is made by tenants.domain.provisioning, never by save()."""

    auto_create_schema = False
    auto_drop_schema = False

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(_("portal address"), max_length=30, unique=True)
    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.DISTRIBUTOR)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    region = models.ForeignKey("tenants.Region", models.PROTECT, verbose_name=_("region"))
    province = models.ForeignKey("tenants.Province", models.PROTECT, verbose_name=_("province"))
    city = models.CharField(_("city"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact = models.CharField(_("contact"), max_length=60, blank=True)
    tier = models.ForeignKey(Tier, models.PROTECT, verbose_name=_("tier"))
    manager = models.ForeignKey(
        "tenants.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("channel manager")
    )
    sharing = models.CharField(_("customers shared with HQ"), max_length=8, choices=Sharing, default=Sharing.TOTALS)
    payment_days = models.PositiveSmallIntegerField(_("payment term in days"), default=30)
    cell = models.CharField(max_length=20, default="main", editable=False)
    search = models.TextField(editable=False, default="")
    sort_key = models.CharField(max_length=200, editable=False, default="")
    opened_at = models.DateTimeField(_("opened"))

    Status, Kind, Sharing = Status, Kind, Sharing
    objects = RowManager()

    class Meta:
        ordering = ["sort_key", "code"]
        indexes = [
            models.Index(fields=["sort_key", "code"]),
            models.Index(fields=["region", "sort_key"]),
            models.Index(fields=["status", "sort_key"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="distributor_schema_is_plain",
                condition=models.Q(schema_name__regex=r"^d_[a-z0-9_]{1,40}$"),
                violation_error_message=_("A schema is named d_ and small letters, digits and underscores."),
            ),
        ]

    def __str__(self):
        return self.short_name or self.name

    @property
    def is_open(self):
        return self.status == Status.ACTIVE


class Domain(DomainMixin):
    """django-tenants needs the table; hosts are found by the slug (tenants.hosts), so it stays empty."""

    tenant = models.ForeignKey(Distributor, models.CASCADE, related_name="domains")
