"""A distributor's portal: <slug>.<base>."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("orders.urls_distributor")),
    path("", include("customers.urls_distributor")),
    path("", include("catalog.urls_distributor")),
    path("", include("tenants.urls_distributor")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("language/", set_language, name="set_language"),
]
