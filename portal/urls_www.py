"""The public face: <base>. Find your portal, check a document."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("distributors.urls_www")),
    path("language/", set_language, name="set_language"),
]
