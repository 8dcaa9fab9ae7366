"""The warehouse's stock."""

from functools import partial
from uuid import uuid4

from django.db.models import F
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.domain.product_line import line_tree
from catalog.domain.stock import adjust_stock, receive_stock
from catalog.forms.stock import StockForm
from catalog.models import Product, Stock, StockMove
from catalog.views.filters import line_filter
from portal.lib.forms import checked, status_of
from portal.lib.paging import Choice, Column, Days, Listing, Search, export
from tenants.permissions import allow

COLUMNS = [
    Column("sku", gettext_lazy("SKU"), "product.sku", sort="product__sku"),
    Column("name", gettext_lazy("Name"), "product.label", sort="product__sort_key"),
    Column("spec", gettext_lazy("Specification and model"), "product.spec"),
    Column("unit", gettext_lazy("Unit"), "product.unit"),
    Column("on_hand", gettext_lazy("On hand"), kind="number", sort="on_hand"),
    Column("reserved", gettext_lazy("Reserved"), kind="number", sort="reserved"),
    Column("free", gettext_lazy("Free"), kind="number"),
]
MOVE_COLUMNS = [
    Column("at", gettext_lazy("When"), kind="moment", sort="at"),
    Column("kind", gettext_lazy("Kind"), "get_kind_display"),
    Column("quantity", gettext_lazy("Quantity"), kind="number", sort="quantity"),
    Column("document", gettext_lazy("Document")),
    Column("by", gettext_lazy("By")),
]
STATES = {"free": {"on_hand__gt": F("reserved")}, "none": {"on_hand": F("reserved")}, "reserved": {"reserved__gt": 0}}


@allow("stock.view")
def stock(request):
    listing = Listing(
        request.GET,
        Stock.objects.select_related("product"),
        columns=COLUMNS,
        sort="name",
        filters=[
            Search(field="product__search"),
            line_filter(line_tree(), "product__line"),
            Choice(
                "state",
                _("Stock"),
                [("free", _("Some free")), ("none", _("Nothing free")), ("reserved", _("Some reserved"))],
                apply=lambda rows, values: rows.filter(**STATES[values[0]]),
            ),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Stock"))
    return render(request, "catalog/stock_list.html", {"listing": listing})


@allow("stock.view")
def stock_moves(request, pk):
    """What happened to the stock of a product."""
    product = get_object_or_404(Product, pk=pk)
    listing = Listing(
        request.GET,
        StockMove.objects.filter(product=product),
        columns=MOVE_COLUMNS,
        sort="-at",
        filters=[Choice("kind", _("Kind"), StockMove.Kind.choices), Days("at", _("When"))],
    )
    if "export" in request.GET:
        return export(listing, f"{product.sku} {_('Stock movements')}")
    row = Stock.objects.filter(product=product).first()
    return render(request, "catalog/stock_moves.html", {"listing": listing, "product": product, "stock": row})


@allow("stock.edit")
def stock_receive(request):
    """Goods come in."""
    key = request.POST.get("idempotency_key") or uuid4().hex
    return _entry(request, partial(receive_stock, key=key), _("Receive stock"), key=key)


@allow("stock.edit")
def stock_adjust(request):
    """What was counted becomes what is on hand."""
    return _entry(request, adjust_stock, _("Adjust stock to a count"))


def _entry(request, verb, title, key=""):
    form = StockForm(request.POST or None, initial={"sku": request.GET.get("sku", "")[:40]})

    def write(fields):
        verb({fields["sku"].pk: fields["quantity"]}, document=fields["document"], by=request.member)
        return fields["sku"]

    product = checked(request, form, write)
    if product:
        return redirect("stock-moves", product.pk)
    context = {"form": form, "title": title, "key": key}
    return render(request, "catalog/stock_form.html", context, status=status_of(form))
