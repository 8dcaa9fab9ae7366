"""The catalogue at head office."""

from django.urls import path

from catalog.views import file
from catalog.views.hq import import_run, price, price_list, product, product_action, product_line, stock

urlpatterns = [
    path("products/", product.products, name="products"),
    path("products/new/", product.product_form, name="product-new"),
    path("products/publish/", product_action.product_publish_many, name="product-publish-many"),
    path("products/<uuid:pk>/", product.product_page, name="product"),
    path("products/<uuid:pk>/edit/", product.product_form, name="product-edit"),
    path("products/<uuid:pk>/files/", product_action.product_files, name="product-files"),
    path("products/<uuid:pk>/publish/", product_action.product_publish, name="product-publish"),
    path("products/<uuid:pk>/phase-out/", product_action.product_phase_out, name="product-phase-out"),
    path("products/<uuid:pk>/retire/", product_action.product_retire, name="product-retire"),
    path("products/<uuid:pk>/price/", price.price_why, name="price-why"),
    path("files/products/<uuid:pk>/<str:size>.webp", file.hq_image, name="product-image"),
    path("files/products/<uuid:pk>/datasheet.pdf", file.hq_datasheet, name="product-datasheet"),
    path("product-lines/", product_line.product_lines, name="product-lines"),
    path("product-lines/new/", product_line.product_line_form, name="product-line-new"),
    path("product-lines/<uuid:pk>/", product_line.product_line_form, name="product-line"),
    path("product-lines/<uuid:pk>/publish/", product_line.product_line_publish, name="product-line-publish"),
    path("product-lines/<uuid:pk>/retire/", product_line.product_line_retire, name="product-line-retire"),
    path("price-lists/", price_list.price_lists, name="price-lists"),
    path("price-lists/new/", price_list.price_list_form, name="price-list-new"),
    path("price-lists/<uuid:pk>/", price_list.price_list_page, name="price-list"),
    path("price-lists/<uuid:pk>/edit/", price_list.price_list_form, name="price-list-edit"),
    path("price-lists/<uuid:pk>/price/", price_list.price_list_price, name="price-list-price"),
    path("price-lists/<uuid:pk>/publish/", price_list.price_list_publish, name="price-list-publish"),
    path("price-lists/<uuid:pk>/retire/", price_list.price_list_retire, name="price-list-retire"),
    path("stock/", stock.stock, name="stock"),
    path("stock/receive/", stock.stock_receive, name="stock-receive"),
    path("stock/adjust/", stock.stock_adjust, name="stock-adjust"),
    path("stock/<uuid:pk>/", stock.stock_moves, name="stock-moves"),
    path("imports/", import_run.imports, name="imports"),
    path("imports/new/", import_run.import_form, name="import-new"),
    path("imports/template/<str:kind>.xlsx", import_run.import_template, name="import-template"),
    path("imports/<uuid:pk>/", import_run.import_page, name="import"),
    path("imports/<uuid:pk>/apply/", import_run.import_apply, name="import-apply"),
    path("imports/<uuid:pk>/undo/", import_run.import_undo, name="import-undo"),
]
