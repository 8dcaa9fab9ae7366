"""HQ's product lines."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from catalog.domain.product_line import line_tree, publish_product_line, retire_product_line, save_product_line
from catalog.forms.product import ProductLineForm
from catalog.models import Product, ProductLine
from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from tenants.permissions import allow


@allow("product.view")
def product_lines(request, refusal="", status=200):
    sold = Count("products", filter=Q(products__life_cycle__in=Product.SOLD))
    counts = dict(ProductLine.objects.annotate(sold=sold).values_list("pk", "sold"))
    lines = line_tree()
    for line in lines:
        line.sold = counts[line.pk]
    context = {"lines": lines, "refusal": refusal}
    return render(request, "catalog/product_line_list.html", context, status=status)


@allow("product.edit")
def product_line_form(request, pk=None):
    line = get_object_or_404(ProductLine, pk=pk) if pk else None
    form = ProductLineForm(request.POST or None, instance=line)
    if checked(request, form, lambda fields: save_product_line(line, by=request.member, **fields)):
        return redirect("product-lines")
    context = {"form": form, "line": line}
    return render(request, "catalog/product_line_form.html", context, status=status_of(form))


def _act(request, pk, act):
    try:
        act(get_object_or_404(ProductLine, pk=pk), by=request.member)
    except Refused as no:
        return product_lines(request, refusal=str(no), status=409)
    return redirect("product-lines")


@require_POST
@allow("product.edit")
def product_line_publish(request, pk):
    return _act(request, pk, publish_product_line)


@require_POST
@allow("product.edit")
def product_line_retire(request, pk):
    return _act(request, pk, retire_product_line)
