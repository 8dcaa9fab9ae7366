"""What HQ recorded as paid by this distributor, and which orders it paid."""

from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.models import Receipt
from orders.views.filters import Words, of_receipt
from orders.views.receipt_page import receipt_context
from portal.lib.paging import Choice, Column, Days, Listing, export
from tenants.permissions import allow

COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("amount", gettext_lazy("Amount"), kind="money", sort="amount"),
    Column("allocated", gettext_lazy("Allocated"), kind="money", sort="allocated"),
    Column("left", gettext_lazy("Not yet allocated"), lambda row: row.amount - row.allocated, kind="money"),
    Column("received_on", gettext_lazy("Received on"), kind="date", sort="received_on"),
    Column("method", gettext_lazy("Method")),
    Column("reference", gettext_lazy("Bank reference")),
]
LEFT = {"status": Receipt.Status.RECORDED, "allocated__lt": F("amount")}


@allow("receipt.view")
def receipts(request):
    listing = Listing(
        request.GET,
        Receipt.objects.all(),
        columns=COLUMNS,
        sort="-received_on",
        filters=[
            Words(of_receipt),
            Choice("status", _("Status"), Receipt.Status.choices),
            Choice(
                "left", _("Allocation"), [("some", _("Not all allocated"))],
                apply=lambda rows, values: rows.filter(**LEFT),
            ),
            Days("received", _("Received on"), field="received_on", moments=False),
        ],
    )  # fmt: skip
    if "export" in request.GET:
        return export(listing, _("Receipts"))
    return render(request, "orders/receipt_list.html", {"listing": listing})


@allow("receipt.view")
def receipt(request, number):
    row = get_object_or_404(Receipt, number=number)
    return render(request, "orders/receipt_detail.html", receipt_context(row))
