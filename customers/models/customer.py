from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow


class Customer(TenantRow):
    """A distributor's own customer. owner: the salesperson whose customer it is."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    folded_name = models.CharField(max_length=120, editable=False)
    uscc = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    uscc_reason = models.CharField(_("why the code may stay"), max_length=200, blank=True)
    industry = models.CharField(_("industry"), max_length=40, blank=True)
    province = models.CharField(_("province"), max_length=40, blank=True)
    city = models.CharField(_("city"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    bank_account = models.CharField(_("bank and account"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)
    owner = models.UUIDField()
    owner_name = models.CharField(_("owner"), max_length=60)
    created_at = models.DateTimeField()
    search = models.TextField(editable=False)
    sort_key = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ["sort_key", "number"]
        indexes = [
            models.Index(name="customer_by_name", fields=["sort_key", "number"]),
            models.Index(name="customer_of_owner", fields=["owner", "sort_key"]),
            models.Index(name="customer_folded", fields=["folded_name"]),
        ]

    def __str__(self):
        return self.name

    @property
    def place(self):
        """Province and city; a municipality once."""
        return self.province if self.city in ("", "市辖区", self.province) else self.province + self.city
