"""The public face."""

from django.urls import path

from distributors.views.www import home

urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.find, name="find"),
    path("go/", home.go, name="go"),
]
