"""The public face."""

from django.urls import path

from distributors.views.www import document_check, home

urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.find, name="find"),
    path("go/", home.go, name="go"),
    # papers
    path("check/", document_check.document_check_form, name="document-check-form"),
    path("check/<slug:code>/", document_check.document_check, name="document-check"),
]
