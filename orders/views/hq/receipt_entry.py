"""Finance records a receipt: whose money, how much, and which orders it pays, the oldest first unless changed."""

from contextlib import suppress
from decimal import Decimal
from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from orders.domain.receipt import oldest_first, record_receipt
from orders.forms.receipt import SHARE, ReceiptForm, shares_of
from orders.models import Order
from orders.views.hq.scope import distributor_or_404, seen_by
from portal.lib import dates, pinyin
from portal.lib.errors import Refused
from portal.lib.money import parse_decimal
from tenants.context import inside
from tenants.models import Distributor
from tenants.permissions import allow

MOST_FOUND = 30


@allow("receipt.record")
def receipt_new(request):
    """?q= finds the distributor, ?distributor=<slug> is it. ?order=<number> and nothing else pays that order first."""
    if slug := request.GET.get("distributor", ""):
        return _entry(request, distributor_or_404(request.member, slug))
    words = pinyin.fold(request.GET.get("q", ""))[:60]
    found = pinyin.matching(seen_by(request.member, Distributor.objects.all()), words)
    context = {"words": words, "found": list(found.order_by("sort_key")[:MOST_FOUND])}
    return render(request, "orders/receipt_whose.html", context)


def _entry(request, distributor):
    first = request.GET.get("order", "")[:20]
    if request.method != "POST":
        with inside(distributor):
            owing = open_orders(None, first)
        start = next((f"{order.owed:.2f}" for order in owing if order.number == first), "")
        form = ReceiptForm(initial={"received_on": dates.today(), "amount": start})
        if start:
            share(owing, Decimal(start), first)
        return _page(request, distributor, form, owing)
    form, refusal = ReceiptForm(request.POST), ""
    if request.POST.get("do") == "propose":
        return _proposal(request, distributor, form, first)
    if form.is_valid():
        try:
            shares = shares_of(request.POST)
            fields = form.cleaned_data
            receipt = record_receipt(
                distributor, fields.pop("amount"), by=request.member, key=request.POST.get("idempotency_key", ""),
                shares=shares if request.POST.get("proposed") else shares or None, **fields,
            )  # fmt: skip
        except Refused as no:
            refusal = str(no)
        else:
            messages.success(request, _("%(number)s is recorded.") % {"number": receipt})
            return redirect("receipt", distributor.slug, receipt.number)
    with inside(distributor):
        owing = open_orders(None, first)
    for order in owing:
        order.share = request.POST.get(f"{SHARE}{order.pk}", "")
    return _page(request, distributor, form, owing, refusal)


def _proposal(request, distributor, form, first):
    """The shares that the amount typed so far would have, for the table of open orders."""
    with inside(distributor):
        owing = open_orders(None, first)
    with suppress(Refused):  # the amount's own field says so when the form is sent
        share(owing, parse_decimal(request.POST.get("amount", "0"), places=2), first)
    if request.headers.get("HX-Request"):
        return render(
            request, "orders/receipt_form.html#shares", {"owing": owing, "proposed": True, "place": distributor}
        )
    return _page(request, distributor, form, owing, proposed=True)


def _page(request, distributor, form, owing, refusal="", proposed=False):
    context = {
        "place": distributor,
        "form": form,
        "owing": owing,
        "owed": sum((order.owed for order in owing), Decimal(0)),
        "refusal": refusal,
        "proposed": proposed or request.POST.get("proposed") or any(order.share for order in owing),
        "key": request.POST.get("idempotency_key") or uuid4().hex,
    }
    bad = form.is_bound and not proposed and form.errors
    return render(request, "orders/receipt_form.html", context, status=409 if refusal else 422 if bad else 200)


def open_orders(amount, first=""):
    """The distributor's orders that are owed, the oldest first, each with `owed` and `share` (text; the proposal for
    `amount`, "" without one). The caller is inside the distributor. One query."""
    orders = list(
        Order.objects.filter(status__in=Order.SOLD).exclude(status=Order.Status.CLOSED).order_by("approved_at", "pk")
    )
    for order in orders:
        order.owed, order.share = order.total - order.paid, ""
    orders = [order for order in orders if order.owed > 0]
    if amount:
        share(orders, amount, first)
    return orders


def share(orders, amount, first=""):
    """Write the proposal into the orders: the one numbered `first` before all others, then the oldest first."""
    shares = oldest_first(sorted(orders, key=lambda order: order.number != first), amount)
    for order in orders:
        order.share = f"{shares[order.pk]:.2f}" if order.pk in shares else ""
