"""One search over orders, distributors and products of all distributors, grouped. A fixed number of queries."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog.models import Product
from distributors.models import ApprovalRequest
from orders.views.filters import of_card
from orders.views.hq.approval import document_url
from orders.views.hq.order import cards
from orders.views.hq.scope import seen_by
from portal.lib import pinyin
from tenants.models import Distributor
from tenants.permissions import EVERYONE, allow

MOST = 8


@allow(EVERYONE)
def search(request):
    words = pinyin.fold(request.GET.get("q", ""))[:100]
    groups = [group for group in _groups(words, request.member) if group["rows"]] if words else []
    if len(groups) == 1 and groups[0]["kind"] == "order" and len(groups[0]["rows"]) == 1:
        row = groups[0]["rows"][0]
        if row.number.lower() == words:
            return redirect("order", row.distributor.slug, row.number)
    return render(request, "orders/home_find.html", {"words": words, "search_words": words, "groups": groups})


def _groups(words, member):
    orders = cards(member)
    for word in words.split()[:8]:
        orders = orders.filter(of_card(word))
    places = pinyin.matching(seen_by(member, Distributor.objects.select_related("region")), words)
    quotations = ApprovalRequest.objects.filter(kind="quotation", number__icontains=words).select_related("distributor")
    quotations = list(seen_by(member, quotations).order_by("-created_at")[:MOST])
    for row in quotations:
        row.url = document_url(row)
    groups = [
        ("distributor.view", {"kind": "distributor", "title": _("Distributors"), "rows": list(places[:MOST])}),
        ("order.view", {"kind": "order", "title": _("Orders"), "rows": list(orders.order_by("-submitted_at")[:MOST])}),
        ("quotation.view", {"kind": "quotation", "title": _("Quotations"), "rows": quotations}),
        ("product.view", {"kind": "product", "title": _("Products"),
                          "rows": list(pinyin.matching(Product.objects.all(), words)[:MOST])}),
    ]  # fmt: skip
    return [group for right, group in groups if member.may(right)]
