"""One search over orders, quotations, customers, products and shipments, grouped. A fixed number of queries."""

from django.db.models import Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog.domain.catalogue import products_on_sale
from customers.models import Customer
from orders.models import Order, Quotation, Shipment
from orders.views.filters import of_order, of_shipment
from portal.lib import pinyin
from tenants.permissions import EVERYONE, allow

MOST = 8


@allow(EVERYONE)
def search(request):
    words = pinyin.fold(request.GET.get("q", ""))[:100]
    if exact := Order.objects.filter(number=words.upper()).first() if "-" in words else None:
        return redirect("order", exact.number)
    groups = [group for group in _groups(words, request.member) if group["rows"]] if words else []
    return render(request, "orders/home_search.html", {"words": words, "search_words": words, "groups": groups})


def _groups(words, member):
    orders, quotations, shipments = Order.objects.all(), Quotation.objects.all(), Shipment.objects.all()
    for word in words.split()[:8]:
        orders = orders.filter(of_order(word))
        quotations = quotations.filter(
            Q(number__icontains=word) | Q(title__icontains=word) | Q(customer__search__contains=word)
        )
        shipments = shipments.filter(of_shipment(word))
    customers = pinyin.matching(Customer.objects.all(), words)
    return [
        {"kind": "customer", "title": _("Customers"), "rows": list(customers[:MOST])},
        {"kind": "order", "title": _("Orders"), "rows": list(orders.order_by("-since")[:MOST]), "more": "orders"},
        {"kind": "quotation", "title": _("Quotations"), "rows": list(quotations.order_by("-since")[:MOST])},
        {"kind": "product", "title": _("Products"), "rows": list(pinyin.matching(products_on_sale(), words)[:MOST])},
        {"kind": "shipment", "title": _("Shipments"),
         "rows": list(shipments.select_related("order").order_by("-since")[:MOST])},
    ]  # fmt: skip
