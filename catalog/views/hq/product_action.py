"""What HQ does to a product by a button: publish, phase out, retire, files."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from catalog.domain.product import phase_out_product, publish_product, publish_products, retire_product
from catalog.domain.product_file import (
    MOST_DATASHEET_BYTES,
    MOST_IMAGE_BYTES,
    remove_file,
    set_datasheet,
    set_image,
)
from catalog.models import Product
from portal.lib.errors import Refused
from tenants.permissions import allow

from .product import product_page, products

MOST_CHOSEN = 200


def _act(request, pk, *acts):
    """Do acts, functions of (product, by), one after the other; then back to the product's page."""
    product = get_object_or_404(Product, pk=pk)
    try:
        for act in acts:
            act(product, by=request.member)
    except Refused as no:
        return product_page(request, pk, refusal=str(no), status=409)
    return redirect("product", pk)


@require_POST
@allow("product.edit")
def product_publish(request, pk):
    return _act(request, pk, publish_product)


@require_POST
@allow("product.edit")
def product_phase_out(request, pk):
    return _act(request, pk, phase_out_product)


@require_POST
@allow("product.edit")
def product_retire(request, pk):
    return _act(request, pk, retire_product)


@require_POST
@allow("product.edit")
def product_publish_many(request):
    """Publish what was ticked in the list: all of it or, when one cannot be, none."""
    try:
        chosen = [UUID(pk) for pk in request.POST.getlist("selected")[:MOST_CHOSEN]]
    except ValueError:
        raise BadRequest from None
    rows = list(Product.objects.filter(pk__in=chosen))
    try:
        publish_products(rows, by=request.member)
    except Refused as no:
        return products(request, refusal=str(no), status=409)
    return redirect("products")


@require_POST
@allow("product.edit")
def product_files(request, pk):
    """Take an image and a datasheet, or take one away."""
    image, datasheet, remove = request.FILES.get("image"), request.FILES.get("datasheet"), request.POST.get("remove")
    acts = []
    if image:
        acts.append(lambda product, by: set_image(product, image.read(MOST_IMAGE_BYTES + 1), by=by))
    if datasheet:
        content = datasheet.read(MOST_DATASHEET_BYTES + 1)
        acts.append(lambda product, by: set_datasheet(product, content, datasheet.name, by=by))
    if remove in ("image", "datasheet"):
        acts.append(lambda product, by: remove_file(product, remove, by=by))
    return _act(request, pk, *acts)
