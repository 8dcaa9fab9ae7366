"""HQ's products: the list, the page, the form, and what moves a product through its life."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.domain.product import save_product
from catalog.domain.product_line import line_tree
from catalog.forms.product import ProductForm
from catalog.models import PriceListItem, Product, Stock, TaxRate
from catalog.views.filters import line_filter
from catalog.views.scope import price_lists_of
from portal.lib.forms import checked, status_of
from portal.lib.paging import Choice, Column, Listing, Search, export
from tenants.permissions import allow

COLUMNS = [
    Column("sku", gettext_lazy("SKU"), sort="sku"),
    Column("name", gettext_lazy("Name"), "label", sort="sort_key"),
    Column("spec", gettext_lazy("Specification and model")),
    Column("line", gettext_lazy("Product line"), "line.label"),
    Column("unit", gettext_lazy("Unit")),
    Column("list_price", gettext_lazy("List price"), kind="price", sort="list_price"),
    Column("floor_price", gettext_lazy("Floor price"), kind="price", sort="floor_price"),
    Column("status", gettext_lazy("Life cycle"), "get_status_display"),
    Column("updated_at", gettext_lazy("Last change"), kind="moment", sort="updated_at"),
]
HEAVY = ("search", "description", "description_en", "attributes")


@allow("product.view")
def products(request, refusal="", status=200):
    listing = Listing(
        request.GET,
        Product.objects.select_related("line").defer(*HEAVY),
        columns=COLUMNS,
        sort="name",
        filters=[
            Search(),
            line_filter(line_tree()),
            Choice("life_cycle", _("Life cycle"), Product.LifeCycle.choices),
            Choice("brand", _("Brand"), [(True, _("Own brand")), (False, _("Agency brand"))], field="own_brand"),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Products"))
    return render(request, "catalog/product_list.html", {"listing": listing, "refusal": refusal}, status=status)


@allow("product.view")
def product_page(request, pk, refusal="", status=200):
    product = get_object_or_404(Product.objects.select_related("line", "substitute"), pk=pk)
    items = (
        PriceListItem.objects.filter(product=product, price_list__in=price_lists_of(request.member))
        .select_related("price_list__scope_tier", "price_list__scope_distributor")
        .order_by("-price_list__valid_from", "price_list__code", "min_quantity")
    )
    context = {
        "product": product,
        "items": items[:200],
        "tax_name": TaxRate.objects.filter(code=product.tax_code).values_list("name", flat=True).first(),
        "stock": Stock.objects.filter(product=product).first(),
        "next": product.NEXT[product.life_cycle],
        "refusal": refusal,
    }
    return render(request, "catalog/product_detail.html", context, status=status)


@allow("product.edit")
def product_form(request, pk=None):
    """A new product, or a change of one."""
    product = get_object_or_404(Product, pk=pk) if pk else None
    initial = {} if product else {"sku": request.GET.get("sku", "")[:40]}
    form = ProductForm(request.POST or None, instance=product, initial=initial)
    saved = checked(request, form, lambda fields: save_product(product, by=request.member, **fields))
    if saved:
        return redirect("product", saved.pk)
    context = {"form": form, "product": product}
    return render(request, "catalog/product_form.html", context, status=status_of(form))
