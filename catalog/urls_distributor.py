"""The catalogue in a distributor's portal."""

from django.urls import path

from catalog.views import file
from catalog.views.distributor import catalogue

urlpatterns = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/<uuid:pk>/", catalogue.product_page, name="catalogue-product"),
    path("catalogue/<uuid:pk>/price/", catalogue.price_why, name="catalogue-why"),
    path("files/products/<uuid:pk>/<str:size>.webp", file.distributor_image, name="product-image"),
    path("files/products/<uuid:pk>/datasheet.pdf", file.distributor_datasheet, name="product-datasheet"),
]
