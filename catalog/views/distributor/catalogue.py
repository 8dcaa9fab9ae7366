"""The distributor's catalogue: own prices, breaks, why, and the stock as far as HQ shows it."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from catalog.domain.catalogue import columns, products_on_sale, shown
from catalog.domain.price import price_breaks, price_for
from catalog.domain.product_line import line_tree
from catalog.domain.tax_rate import tax_rates_on
from catalog.models import Product
from catalog.views.filters import line_filter
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import parse_decimal
from portal.lib.paging import Choice, Listing, Search
from tenants.permissions import allow

PAGE = 40
SORTS = {"name": ("sort_key", "sku"), "sku": "sku", "list_price": "list_price"}


def in_stock(rows, values):
    return rows.filter(stock__on_hand__gt=F("stock__reserved")).exclude(stock_shown="none")


@allow("catalogue.view")
def catalogue(request):
    tree = line_tree()
    listing = Listing(
        request.GET,
        columns(products_on_sale()),
        sort="name",
        sorts=SORTS,
        page_size=PAGE,
        filters=[
            Search(),
            line_filter(tree),
            Choice("stock", _("Stock"), [("in", _("In stock"))], apply=in_stock),
            Choice("brand", _("Brand"), [(True, _("Own brand")), (False, _("Agency brand"))], field="own_brand"),
        ],
    )
    lines = {line.pk: line for line in tree}
    context = {
        "listing": listing,
        "products": shown(listing.rows, request.distributor, lines),
        "here": reverse("catalogue"),
        "files": reverse("catalogue") + "files/",
    } | _actions(request)
    return render(request, "catalog/catalogue_list.html", context)


def _actions(request):
    """Where a product goes: the URLs of a new order and a new quotation, for those who may make one."""
    wanted = {"order_url": ("order-new", "order.edit"), "quotation_url": ("quotation-new", "quotation.edit")}
    urls = {}
    for key, (name, right) in wanted.items():
        try:
            urls[key] = reverse(name) if request.member.may(right) else ""
        except NoReverseMatch:
            urls[key] = ""
    return urls


@allow("catalogue.view")
def product_page(request, pk):
    product = get_object_or_404(products_on_sale().select_related("line", "substitute"), pk=pk)
    row = columns(Product.objects.filter(pk=pk)).get()
    substitute = product.substitute if product.substitute and product.substitute.is_sold else None
    context = {
        "product": product,
        "shown": shown([row], request.distributor, {product.line_id: product.line})[0],
        "breaks": price_breaks(product, request.distributor),
        "tax_rate": tax_rates_on(dates.today()).get(product.tax_code),
        "substitute": substitute,
        "replaces": products_on_sale().filter(substitute=product).only("sku", "name", "name_en")[:10],
    } | _actions(request)
    return render(request, "catalog/catalogue_product.html", context)


@allow("catalogue.view")
def price_why(request, pk):
    """?quantity=: what we pay for so many, and why."""
    product = get_object_or_404(products_on_sale(), pk=pk)
    price, refusal = None, ""
    try:
        quantity = _quantity(request.GET.get("quantity") or "1")
        price = price_for(product, request.distributor, quantity=quantity)
    except Refused as no:
        quantity, refusal = None, str(no)
    context = {"product": product, "price": price, "quantity": quantity, "refusal": refusal}
    return render(request, "catalog/catalogue_why.html", context, status=409 if refusal else 200)


def _quantity(text):
    quantity = parse_decimal(text, places=3, field="quantity")
    if quantity <= 0:
        raise Refused(_("A quantity must be more than zero."), field="quantity")
    return quantity
