"""Head office: hq.<base>."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("distributors.urls_hq")),
    path("", include("orders.urls_hq")),
    path("", include("catalog.urls_hq")),
    path("", include("tenants.urls_hq")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("language/", set_language, name="set_language"),
]
