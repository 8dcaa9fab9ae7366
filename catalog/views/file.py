"""The files of products, handed out to those who may see the product, never by the web server itself."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404

from catalog.domain.product_file import small
from catalog.models import Product
from tenants.permissions import allow

A_DAY = "private, max-age=86400"


def _product(request, pk):
    """At HQ any product; in a portal one that is sold."""
    rows = Product.objects.all() if request.distributor is None else Product.objects.sold()
    return get_object_or_404(rows.only("image", "datasheet", "datasheet_name", "sku"), pk=pk)


def _image(request, pk, size):
    product = _product(request, pk)
    name = product.image.name and (small(product.image.name) if size == "small" else product.image.name)
    return _file(name, "image/webp", A_DAY)


def _datasheet(request, pk):
    product = _product(request, pk)
    name = product.datasheet_name or f"{product.sku}.pdf"
    return _file(product.datasheet.name, "application/pdf", "private, no-store", attachment=name)


def _file(name, content_type, cache, attachment=""):
    if not name or not default_storage.exists(name):
        raise Http404
    content = default_storage.open(name)
    response = FileResponse(content, content_type=content_type, as_attachment=bool(attachment), filename=attachment)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = cache
    return response


@allow("product.view")
def hq_image(request, pk, size):
    return _image(request, pk, size)


@allow("product.view")
def hq_datasheet(request, pk):
    return _datasheet(request, pk)


@allow("catalogue.view")
def distributor_image(request, pk, size):
    return _image(request, pk, size)


@allow("catalogue.view")
def distributor_datasheet(request, pk):
    return _datasheet(request, pk)
