from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.row import TenantRow


class Contact(TenantRow):
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=60)
    position = models.CharField(_("position"), max_length=60, blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    wechat = models.CharField(_("WeChat"), max_length=60, blank=True)
    main = models.BooleanField(_("main contact"), default=False)

    class Meta:
        ordering = ["-main", "name"]
        constraints = [
            models.UniqueConstraint(name="one_main_contact", fields=["customer"], condition=models.Q(main=True))
        ]

    def __str__(self):
        return self.name
