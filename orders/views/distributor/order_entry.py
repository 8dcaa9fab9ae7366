"""Quick order: enter a new order, or edit a draft or a returned one."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from catalog.domain.catalogue import products_on_sale
from orders.domain.order import place_order
from orders.domain.quick_order import Typed, look_up, rows_of, totals_of, typed_in, typed_in_sheet
from orders.forms.order import OrderForm, customers_like, grid_of, typed_in_grid
from orders.models import Order
from orders.views.order_page import returned_because
from portal.lib.errors import Refused
from tenants.permissions import allow

BLANK_ROWS = 5
MOST_CODES = 300  # more products than this are not listed in the SKU box; a part of the name finds them


@allow("order.edit")
def order_new(request):
    """?sku=A,B from the catalogue, ?repeat=<number> from an earlier order."""
    return _entry(request, None)


@allow("order.edit")
def order_edit(request, number):
    order = get_object_or_404(Order, number=number)
    if order.status not in Order.EDITABLE:
        status = order.get_status_display()
        said = _("%(number)s is “%(status)s” and cannot be edited. Ask head office to return it first.")
        messages.warning(request, said % {"number": order, "status": status})
        return redirect("order", number)
    return _entry(request, order)


@allow("order.edit")
def order_rows(request):
    """The grid again, with names, prices, stock and totals for what was typed so far."""
    looked = look_up(typed_in_grid(request.POST), request.distributor)
    return render(
        request,
        "parts/order_grid.html",
        {"formset": grid_of(looked), "totals": totals_of(looked), "url": request.path},
    )


@allow("order.edit")
def order_customers(request):
    """Options for the customer box."""
    found = customers_like(request.GET.get("customer", "")[:60])
    return render(request, "orders/order_customers.html", {"customers": found})


def _entry(request, order):
    if request.method == "POST":
        return _posted(request, order)
    typed, fields = _as_it_is(order) if order else _beginning(request)
    return _page(request, order, OrderForm(initial=fields), typed)


def _posted(request, order):
    form, typed, refusal = OrderForm(request.POST), typed_in_grid(request.POST), ""
    try:
        added = typed_in(request.POST.get("pasted", "")[:100_000]) + _uploaded(request)
    except Refused as no:
        return _page(request, order, form, typed, str(no))
    if added or request.POST.get("do") == "check":
        return _page(request, order, form, [row for row in typed if not row.blank] + added, checking=True)
    if form.is_valid():
        try:
            placed = _place(request, order, form, typed)
        except Refused as no:
            refusal = str(no)
        else:
            messages.success(request, _said(placed))
            return redirect("order", placed.number)
    return _page(request, order, form, typed, refusal)


def _uploaded(request):
    file = request.FILES.get("file")
    return typed_in_sheet(file.read(), file.name) if file else []


def _place(request, order, form, typed):
    version = request.POST.get("version", "")
    return place_order(
        request.distributor,
        rows_of(look_up(typed, request.distributor)),
        by=request.member,
        submit=request.POST.get("do") == "submit" and request.member.may("order.submit"),
        order_id=order.pk if order else None,
        version=int(version) if version.isdecimal() else None,
        key=request.POST.get("idempotency_key", ""),
        **form.cleaned_data,
    )


def _said(order):
    if order.status == Order.Status.DRAFT:
        return _("%(number)s is saved as a draft. Head office does not see it yet.") % {"number": order}
    if order.status == Order.Status.HELD:
        return _("%(number)s is submitted and on credit hold: %(why)s") % {"number": order, "why": order.hold}
    return _("%(number)s is “%(status)s” now.") % {"number": order, "status": order.get_status_display()}


def _beginning(request):
    if number := request.GET.get("repeat", "")[:20]:
        earlier = get_object_or_404(Order, number=number)
        typed, fields = _as_it_is(earlier)
        return typed, {"customer": fields["customer"], "ship_to": fields["ship_to"]}
    skus = [sku.strip()[:60] for sku in request.GET.get("sku", "").split(",") if sku.strip()]
    return [Typed(sku, "1") for sku in skus[:100]], {}


def _as_it_is(order):
    typed = [Typed(line.sku, f"{line.quantity.normalize():f}", line.note) for line in order.lines.all()]
    fields = {name: getattr(order, name) for name in ("purchase_order", "ship_to", "wanted_on", "note")}
    return typed, fields | {"customer": order.customer_name}


def _page(request, order, form, typed, refusal="", checking=False):
    looked = look_up(typed, request.distributor)
    filled = sum(not row.blank for row in typed)
    wrong = [] if request.method == "GET" or checking else [row for row in looked if row.problem]
    codes = list(products_on_sale().values("sku", "name", "name_en")[: MOST_CODES + 1])
    context = {
        "order": order,
        "form": form,
        "grid": grid_of(looked, max(1, BLANK_ROWS - filled) if filled == len(typed) else 0),
        "totals": totals_of(looked),
        "refusal": refusal,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "version": request.POST.get("version") or (order.version if order else ""),
        "codes": codes if len(codes) <= MOST_CODES else [],
        "returned_because": returned_because(order) if order else "",
    }
    bad = bool(refusal) or bool(wrong)
    status = 409 if bad else 422 if form.is_bound and not checking and form.errors else 200
    return render(request, "orders/order_form.html", context, status=status)
