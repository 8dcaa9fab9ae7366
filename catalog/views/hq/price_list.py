"""HQ's price lists."""

from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.domain.price_list import publish_price_list, retire_price_list, save_price_list, set_prices
from catalog.forms.price_list import PriceListForm, PriceRowForm
from catalog.models import PriceList, PriceListItem, Product
from catalog.views.scope import distributors_of, price_lists_of
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from portal.lib.paging import Choice, Column, Listing, RowIs, Search, export
from tenants.permissions import allow

COLUMNS = [
    Column("code", gettext_lazy("Code"), sort="code"),
    Column("name", gettext_lazy("Name"), sort="name"),
    Column("scope", gettext_lazy("For"), lambda row: scope_of(row)),
    Column("valid_from", gettext_lazy("Valid from"), kind="date", sort="valid_from"),
    Column("valid_to", gettext_lazy("Valid to"), lambda row: row.valid_to or _("Open-ended"), sort="valid_to"),
    Column("status", gettext_lazy("Status"), "get_status_display"),
]
ITEM_COLUMNS = [
    Column("sku", gettext_lazy("SKU"), "product.sku", sort="product__sku"),
    Column("name", gettext_lazy("Name"), "product.label", sort="product__sort_key"),
    Column("unit", gettext_lazy("Unit"), "product.unit"),
    Column("min_quantity", gettext_lazy("From quantity"), kind="number", sort="min_quantity"),
    Column("price", gettext_lazy("Price, tax included"), kind="price", sort="price"),
    Column("list_price", gettext_lazy("List price"), "product.list_price", kind="price"),
    Column("floor_price", gettext_lazy("Floor price"), "product.floor_price", kind="price"),
]
SCOPES = {
    "distributor": Q(scope_distributor__isnull=False),
    "tier": Q(scope_tier__isnull=False),
    "everyone": Q(scope_distributor=None, scope_tier=None),
}


def scope_of(price_list):
    """Whom a list is for, in words."""
    if price_list.scope_distributor_id:
        return str(price_list.scope_distributor)
    return price_list.scope_tier.label if price_list.scope_tier_id else _("Everyone")


@allow("price_list.view")
def price_lists(request):
    listing = Listing(
        request.GET,
        price_lists_of(request.member).select_related("scope_tier", "scope_distributor"),
        columns=COLUMNS,
        sort="-valid_from",
        filters=[
            Choice("status", _("Status"), PriceList.Status.choices),
            Choice(
                "scope",
                _("For"),
                [("distributor", _("One distributor")), ("tier", _("A tier")), ("everyone", _("Everyone"))],
                apply=lambda rows, values: rows.filter(SCOPES[values[0]]),
            ),
            RowIs("distributor", _("Distributor"), distributors_of(request.member), field="scope_distributor"),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Price lists"))
    return render(request, "catalog/price_list_list.html", {"listing": listing, "today": dates.today()})


@allow("price_list.view")
def price_list_page(request, pk, refusal="", form=None, status=200):
    """A list with its prices."""
    rows = price_lists_of(request.member).select_related("scope_tier", "scope_distributor")
    price_list = get_object_or_404(rows, pk=pk)
    under_floor = [("under", _("Below the floor price"))]
    listing = Listing(
        request.GET,
        PriceListItem.objects.filter(price_list=price_list).select_related("product"),
        columns=ITEM_COLUMNS,
        sort="name",
        sorts={"name": ("product__sort_key", "product__sku", "min_quantity")},
        filters=[
            Search(field="product__search"),
            Choice(
                "floor",
                _("Floor"),
                under_floor,
                apply=lambda rows, values: rows.filter(price__lt=F("product__floor_price")),
            ),
        ],
    )
    if "export" in request.GET:
        return export(listing, price_list.name)
    context = {
        "price_list": price_list,
        "scope": scope_of(price_list),
        "listing": listing,
        "form": form or PriceRowForm(),
        "next": price_list.NEXT[price_list.status],
        "refusal": refusal,
    }
    return render(request, "catalog/price_list_detail.html", context, status=status)


@allow("price_list.edit")
def price_list_form(request, pk=None):
    price_list = get_object_or_404(PriceList, pk=pk) if pk else None
    form = PriceListForm(request.POST or None, instance=price_list, initial={"valid_from": dates.today()})
    saved = checked(request, form, lambda fields: save_price_list(price_list, by=request.member, **fields))
    if saved:
        return redirect("price-list", saved.pk)
    context = {"form": form, "price_list": price_list}
    return render(request, "catalog/price_list_form.html", context, status=status_of(form))


@require_POST
@allow("price_list.edit")
def price_list_price(request, pk):
    """Enter, change or (with an empty price) take out one price."""
    price_list = get_object_or_404(PriceList, pk=pk)
    form = PriceRowForm(request.POST)

    def write(fields):
        product = Product.objects.filter(sku=fields["sku"]).first()
        if product is None:
            raise Refused(_("There is no product with the SKU %(sku)s.") % {"sku": fields["sku"]}, field="sku")
        set_prices(price_list, {(product.pk, fields["min_quantity"] or 1): fields["price"]}, by=request.member)
        return True

    if checked(request, form, write):
        return redirect("price-list", pk)
    return price_list_page(request, pk, form=form, status=status_of(form))


def _act(request, pk, act):
    try:
        act(get_object_or_404(PriceList, pk=pk), by=request.member)
    except Refused as no:
        return price_list_page(request, pk, refusal=str(no), status=409)
    return redirect("price-list", pk)


@require_POST
@allow("price_list.edit")
def price_list_publish(request, pk):
    return _act(request, pk, publish_price_list)


@require_POST
@allow("price_list.edit")
def price_list_retire(request, pk):
    return _act(request, pk, retire_price_list)
