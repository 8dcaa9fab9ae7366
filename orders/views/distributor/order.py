"""The distributor's orders: the table, one order, and what is done with it."""

from uuid import uuid4

from django.contrib import messages
from django.db.models import F, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from orders.domain.cancellation import cancel_order
from orders.domain.order import submit_order
from orders.models import Order, Shipment
from orders.views.filters import Words, of_order
from orders.views.order_page import order_context
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.paging import Amounts, Choice, Column, Days, Listing, export
from tenants.permissions import allow

COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("customer", gettext_lazy("Customer"), "customer_name", sort="customer_name"),
    Column("purchase_order", gettext_lazy("Own order number"), sort="purchase_order"),
    Column("total", gettext_lazy("Amount"), kind="money", sort="total"),
    Column("shipped", gettext_lazy("Shipped"), kind="money", sort="shipped"),
    Column("paid", gettext_lazy("Paid"), kind="money", sort="paid"),
    Column("salesperson", gettext_lazy("Salesperson"), "salesperson_name"),
    Column("submitted_at", gettext_lazy("Submitted"), kind="moment", sort="submitted_at"),
    Column("since", gettext_lazy("Last change"), kind="moment", sort="since"),
]


def shown_rows(request):
    """?show=mine, ordered, unshipped or owed."""
    shown = {
        "mine": Q(salesperson=request.member.id),
        "ordered": Q(status__in=Order.POSTED),
        "owed": Q(status__in=Order.SOLD, paid__lt=F("total")),
        "unshipped": Q(status__in=(Order.Status.APPROVED, Order.Status.PART_SHIPPED)),
    }
    labels = [
        ("mine", _("My own")),
        ("ordered", _("Submitted and not cancelled")),
        ("unshipped", _("Not yet shipped")),
        ("owed", _("Not yet paid")),
    ]
    return Choice("show", _("Scope"), labels, apply=lambda rows, values: rows.filter(shown[values[0]]))


@allow("order.view")
def orders(request):
    listing = Listing(
        request.GET,
        Order.objects.all(),
        columns=COLUMNS,
        sort="-since",
        filters=[
            Words(of_order),
            Choice("status", _("Status"), Order.Status.choices),
            shown_rows(request),
            Days("submitted", _("Submitted"), field="submitted_at"),
            Amounts("total", _("Amount")),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Orders"))
    return render(request, "orders/order_list.html", {"listing": listing})


@allow("order.view")
def order(request, number):
    return order_page(request, get_object_or_404(Order, number=number))


def order_page(request, order, refusal=""):
    editable = order.status in Order.EDITABLE
    context = order_context(order, request.distributor) | {
        "refusal": refusal,
        "may_edit": editable and request.member.may("order.edit"),
        "may_submit": editable and request.member.may("order.submit"),
        "may_cancel": request.member.may("order.cancel")
        and Order.Status.CANCELLED in Order.NEXT[order.status]
        and order.status not in Order.SOLD,
        "may_repeat": request.member.may("order.edit"),
        "may_deliver": request.member.may("shipment.deliver"),
        "arriving": "",
        "key": uuid4().hex,
        "today": dates.today(),
    }
    under_way = [shipment for shipment in context["shipments"] if shipment.status == Shipment.Status.DISPATCHED]
    if len(under_way) == 1 and context["may_deliver"]:
        context["arriving"] = under_way[0].number
    return render(request, "orders/order_detail.html", context, status=409 if refusal else 200)


@require_POST
@allow("order.submit")
def order_submit(request, number):
    order = get_object_or_404(Order, number=number)
    version = request.POST.get("version", "")
    version = int(version) if version.isdecimal() else None
    try:
        submit_order(request.distributor, order.pk, by=request.member, version=version)
    except Refused as no:
        return order_page(request, _afresh(order), str(no))
    return redirect("order", number)


@require_POST
@allow("order.cancel")
def order_cancel(request, number):
    order = get_object_or_404(Order, number=number)
    try:
        cancel_order(request.distributor, order.pk, by=request.member, reason=request.POST.get("reason", ""))
    except Refused as no:
        return order_page(request, _afresh(order), str(no))
    messages.success(request, _("%(number)s is cancelled.") % {"number": order})
    return redirect("order", number)


def _afresh(order):
    return Order.objects.get(pk=order.pk)
