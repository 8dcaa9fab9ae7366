from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.rows import Row


class Membership(Row):
    """A person's place in one distributor."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        SALES = "sales", _("Salesperson")
        CLERK = "clerk", _("Clerk")

    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="memberships")
    distributor = models.ForeignKey("tenants.Distributor", models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=8, choices=Role)
    discount_limit = models.DecimalField(_("discount limit, %"), max_digits=5, decimal_places=2, default=Decimal("5"))
    active = models.BooleanField(_("active"), default=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["user", "distributor"], name="one_membership_per_person"),
            models.CheckConstraint(
                name="discount_limit_is_percent", condition=models.Q(discount_limit__gte=0, discount_limit__lte=100)
            ),
        ]


class StaffRole(Row):
    """A person's role at HQ; a person may have several."""

    class Role(models.TextChoices):
        CHANNEL_MANAGER = "channel_manager", _("Channel manager")
        ORDER_DESK = "order_desk", _("Order desk")
        FINANCE = "finance", _("Finance")
        WAREHOUSE = "warehouse", _("Warehouse")
        SERVICE_DESK = "service_desk", _("Service desk")
        EXECUTIVE = "executive", _("Executive")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey("tenants.User", models.CASCADE, related_name="staff_roles")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    regions = models.ManyToManyField("tenants.Region", blank=True, verbose_name=_("regions"))
    active = models.BooleanField(_("active"), default=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["since"]
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="one_staff_role_once")]
