"""What HQ sent: the table, and the confirmation that it arrived."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from orders.domain.shipment import deliver_shipment
from orders.models import Shipment
from orders.views.distributor.order import order_page
from orders.views.filters import Words, of_shipment
from portal.lib.errors import Refused
from portal.lib.paging import Choice, Column, Days, Listing, export
from tenants.permissions import allow

COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("order", gettext_lazy("Order"), "order.number", sort="order__number"),
    Column("customer", gettext_lazy("Customer"), "order.customer_name"),
    Column("amount", gettext_lazy("Amount"), kind="money", sort="amount"),
    Column("carrier", gettext_lazy("Carrier")),
    Column("tracking", gettext_lazy("Tracking number")),
    Column("day", gettext_lazy("Dispatched on"), kind="date", sort="day"),
    Column("delivered_by", gettext_lazy("Delivery confirmed by")),
]


@allow("shipment.view")
def shipments(request):
    listing = Listing(
        request.GET,
        Shipment.objects.select_related("order"),
        columns=COLUMNS,
        sort="-day",
        filters=[
            Words(of_shipment),
            Choice("status", _("Status"), Shipment.Status.choices),
            Days("day", _("Dispatched on"), moments=False),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Shipments"))
    context = {"listing": listing, "may_deliver": request.member.may("shipment.deliver")}
    return render(request, "orders/shipment_list.html", context)


@require_POST
@allow("shipment.deliver")
def shipment_deliver(request, number):
    shipment = get_object_or_404(Shipment.objects.select_related("order"), number=number)
    if shipment.status == Shipment.Status.DELIVERED:  # sent twice: it is as it should be
        return redirect("order", shipment.order.number)
    try:
        deliver_shipment(request.distributor, shipment.pk, by=request.member)
    except Refused as no:
        return order_page(request, shipment.order, str(no))
    messages.success(request, _("%(number)s is confirmed as delivered.") % {"number": shipment})
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("order", shipment.order.number)
