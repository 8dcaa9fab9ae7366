"""The distributor's catalogue: own prices, breaks, why, and the stock as far as HQ shows it."""

from uuid import UUID

from django.db.models import F, Q
from django.shortcuts import get_object_or_404, render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy
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
from portal.lib.paging import Choice, Column, Listing, Search
from tenants.permissions import allow

from .rows import drawn

PAGE = 40
NOBODY = UUID(int=0)
COLUMNS = [
    Column("name", gettext_lazy("Product"), sort=("sort_key", "sku")),
    Column("spec", gettext_lazy("Specification")),
    Column("own", gettext_lazy("Own price"), kind="price"),
    Column("list_price", gettext_lazy("List price"), kind="price", sort="list_price"),
    Column("breaks", gettext_lazy("Volume prices")),
    Column("stock", gettext_lazy("Stock")),
    Column("lead_days", gettext_lazy("Lead time, days"), kind="whole", sort="lead_days"),
]

# What a row of catalogue_list.html says
ROW = [
    "sku", "url", "picture", "name", "second", "spec", "price_text", "unit", "source_text", "list_text", "break_text",
    "tone", "stock_text", "lead_days", "sku_url",
]  # fmt: skip


def _in_stock(rows, values):
    """Something is free, and HQ lets it be seen: the product says so, or its line."""
    hidden = Q(stock_shown="none") | Q(stock_shown="", line__stock_shown="none")
    return rows.filter(stock__on_hand__gt=F("stock__reserved")).exclude(hidden)


@allow("catalogue.view")
def catalogue(request):
    tree = line_tree()
    listing = Listing(
        request.GET,
        columns(products_on_sale()),
        columns=COLUMNS,
        sort="name",
        page_size=PAGE,
        filters=[
            Search(),
            line_filter(tree),
            Choice("stock", _("Stock"), [("in", _("In stock"))], apply=_in_stock),
            Choice("brand", _("Brand"), [(True, _("Own brand")), (False, _("Agency brand"))], field="own_brand"),
        ],
    )
    products = shown(listing.rows, request.distributor, {line.pk: line for line in tree})
    context = {"listing": listing, "products": products} | _actions(request)
    if products:
        context["drawn"] = drawn("catalog/catalogue_list.html#row", context, _linked(products), ROW)
    return render(request, "catalog/catalogue_list.html", context)


def _linked(products):
    """The products, each with the URL of its page and of its small picture. reverse() is asked once, not for each."""
    page, picture = reverse("catalogue-product", args=[NOBODY]), reverse("product-image", args=[NOBODY, "small"])
    blank = static("img/product.svg")
    for product in products:
        product.url = page.replace(str(NOBODY), str(product.id))
        product.picture = picture.replace(str(NOBODY), str(product.id)) if product.image else blank
    return products


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
    english = (get_language() or "").startswith("en")
    substitute = product.substitute if product.substitute and product.substitute.is_sold else None
    context = {
        "product": product,
        "shown": shown([row], request.distributor, {product.line_id: product.line})[0],
        "breaks": price_breaks(product, request.distributor),
        "description": (english and product.description_en) or product.description,
        "tax_rate": tax_rates_on(dates.today()).get(product.tax_code),
        "substitute": substitute,
        "replaces": products_on_sale().filter(substitute=product).only("sku", "name", "name_en")[:10],
    } | _actions(request)
    return render(request, "catalog/catalogue_product.html", context)


@allow("catalogue.view")
def price_why(request, pk):
    """?quantity=: what we pay for so many, and why."""
    product = get_object_or_404(products_on_sale(), pk=pk)
    asked = request.GET.get("quantity", "")[:20] or f"{product.min_quantity:f}"
    context = {"product": product, "asked": asked}
    try:
        context["price"] = price_for(product, request.distributor, quantity=_quantity(asked))
        context["breaks"] = price_breaks(product, request.distributor)
    except Refused as no:
        context["refusal"] = str(no)
    template = "catalog/catalogue_why.html#why" if request.htmx else "catalog/catalogue_why.html"
    return render(request, template, context, status=409 if "refusal" in context else 200)


def _quantity(text):
    quantity = parse_decimal(text, places=3, field="quantity")
    if quantity <= 0:
        raise Refused(_("A quantity must be more than zero."), field="quantity")
    return quantity
