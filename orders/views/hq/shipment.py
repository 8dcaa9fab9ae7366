"""The warehouse: orders to allocate and dispatch, and what was dispatched."""

from django.db.models import F, Sum
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from distributors.models import ChannelOrder, Fact, LedgerEntry
from orders.views.filters import Words, of_card, of_entry
from orders.views.hq.scope import region_choices, seen_by
from portal.lib.paging import Choice, Column, Days, Listing, RowIs, export
from tenants.models import Distributor
from tenants.permissions import allow

Status = ChannelOrder.Status
TO_SHIP = (Status.APPROVED, Status.PART_SHIPPED)
COLUMNS = [
    Column("number", gettext_lazy("Order"), sort="number"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("distributor", gettext_lazy("Distributor"), "distributor.name", sort="distributor__sort_key"),
    Column("total", gettext_lazy("Amount"), kind="money", sort="total"),
    Column("rest", gettext_lazy("Still to be shipped"), kind="money", sort="rest"),
    Column("since", gettext_lazy("Waiting since"), kind="moment", sort="since"),
    Column("salesperson_name", gettext_lazy("Salesperson")),
]
SENT_COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("distributor", gettext_lazy("Distributor"), "distributor__name", sort="distributor__sort_key"),
    Column("order", gettext_lazy("Order"), "order_number"),
    Column("amount", gettext_lazy("Amount"), kind="money", sort="amount"),
    Column("pieces", gettext_lazy("Pieces"), kind="number"),
    Column("day", gettext_lazy("Dispatched on"), kind="date", sort="day"),
]


@allow("shipment.view")
def shipments(request):
    """The worklist: approved orders of which something is still to be shipped."""
    cards = ChannelOrder.objects.filter(status__in=TO_SHIP).select_related("distributor")
    listing = Listing(
        request.GET,
        seen_by(request.member, cards.annotate(rest=F("total") - F("shipped"))),
        columns=COLUMNS,
        sort="since",
        filters=[
            Words(of_card),
            Choice("status", _("Status"), [(s, s.label) for s in TO_SHIP]),
            Choice("region", _("Region"), region_choices),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("To be dispatched"))
    return render(request, "orders/shipment_work.html", {"listing": listing})


@allow("shipment.view")
def shipments_sent(request):
    """What was dispatched, read from the ledger."""
    entries = LedgerEntry.objects.filter(fact=Fact.SHIPPED)
    listing = Listing(
        request.GET,
        by_document(seen_by(request.member, entries)).annotate(pieces=Sum("quantity")),
        columns=SENT_COLUMNS,
        sort="-day",
        filters=[
            Words(of_entry),
            Choice("region", _("Region"), region_choices),
            RowIs("distributor", _("Distributor"), seen_by(request.member, Distributor.objects.all())),
            Days("day", _("Dispatched on"), moments=False),
        ],
    )
    number_orders(listing.rows)
    if "export" in request.GET:
        return export(listing, _("Dispatched"), [column for column in SENT_COLUMNS if column.key != "order"])
    return render(request, "orders/shipment_sent.html", {"listing": listing})


def by_document(entries):
    """Ledger entries of one fact as one dict a document: number, day, amount, distributor's name and slug, order."""
    names = ("document", "number", "day", "order", "distributor__name", "distributor__slug", "distributor__sort_key")
    return entries.order_by().values(*names).annotate(amount=Sum(F("net") + F("tax")))


def number_orders(rows):
    """Give each dict of a page `order_number` by its `order`. One query."""
    numbers = dict(ChannelOrder.objects.filter(pk__in={r["order"] for r in rows}).values_list("pk", "number"))
    for row in rows:
        row["order_number"] = numbers.get(row["order"], "")
