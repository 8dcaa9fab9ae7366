"""Money at HQ: the receipts of all distributors, one receipt, what is still owed and since when."""

from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.db.models import F, Q, Sum
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from distributors.models import ChannelOrder, Fact, LedgerEntry
from orders.domain.receipt import allocate_receipt, reverse_receipt
from orders.forms.receipt import shares_of
from orders.models import Receipt
from orders.views.filters import Words, of_card, of_entry
from orders.views.hq.receipt_entry import open_orders
from orders.views.hq.scope import distributor_or_404, region_choices, seen_by
from orders.views.receipt_page import receipt_context
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.paging import Choice, Column, Days, Listing, RowIs, export
from tenants.context import inside
from tenants.models import Distributor
from tenants.permissions import allow

COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("distributor", gettext_lazy("Distributor"), "distributor__name", sort="distributor__sort_key"),
    Column("amount", gettext_lazy("Amount"), kind="money", sort="amount"),
    Column("day", gettext_lazy("Received on"), kind="date", sort="day"),
    Column("salesperson", gettext_lazy("Salesperson"), "salesperson_name"),
]
OWED_COLUMNS = [
    Column("number", gettext_lazy("Order"), sort="number"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("distributor", gettext_lazy("Distributor"), "distributor.name", sort="distributor__sort_key"),
    Column("total", gettext_lazy("Amount"), kind="money", sort="total"),
    Column("paid", gettext_lazy("Collected"), kind="money", sort="paid"),
    Column("owed", gettext_lazy("Owed"), kind="money", sort="owed"),
    Column("pay_by", gettext_lazy("Pay by"), kind="date", sort="pay_by"),
    Column("days", gettext_lazy("Days over"), kind="whole"),
]


@allow("receipt.view")
def receipts(request):
    entries = seen_by(request.member, LedgerEntry.objects.filter(fact=Fact.COLLECTED))
    names = (
        "document",
        "number",
        "distributor__name",
        "distributor__slug",
        "distributor__sort_key",
        "salesperson_name",
    )
    listing = Listing(
        request.GET,
        entries.order_by().values(*names, "day").annotate(amount=Sum(F("net") + F("tax"))),
        columns=COLUMNS,
        sort="-day",
        filters=[
            Words(of_entry),
            Choice("region", _("Region"), region_choices),
            RowIs("distributor", _("Distributor"), seen_by(request.member, Distributor.objects.all())),
            Days("day", _("Received on"), moments=False),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Receipts"))
    return render(request, "orders/receipt_board.html", {"listing": listing})


@allow("receipt.view")
def receipt(request, slug, number):
    return receipt_page(request, distributor_or_404(request.member, slug), number)


def receipt_page(request, distributor, number, refusal=""):
    with inside(distributor):
        row = Receipt.objects.filter(number=number).first()
        if row is None:
            raise Http404
        context = receipt_context(row)
        left = context["left"]
        context |= {
            "place": distributor,
            "refusal": refusal,
            "key": uuid4().hex,
            "may_reverse": request.member.may("receipt.reverse") and row.status == Receipt.Status.RECORDED,
            "owing": open_orders(left) if left and request.member.may("receipt.record") else [],
        }
        return render(request, "orders/receipt_desk.html", context, status=409 if refusal else 200)


def _id_of(distributor, number):
    with inside(distributor):
        pk = Receipt.objects.filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    return pk


@require_POST
@allow("receipt.reverse")
def receipt_reverse(request, slug, number):
    distributor = distributor_or_404(request.member, slug)
    pk = _id_of(distributor, number)
    try:
        reverse_receipt(distributor, pk, by=request.member, reason=request.POST.get("reason", ""))
    except Refused as no:
        return receipt_page(request, distributor, number, str(no))
    messages.success(request, _("%(number)s is reversed: its orders are owed again.") % {"number": number})
    return redirect("receipt", slug, number)


@require_POST
@allow("receipt.record")
def receipt_allocate(request, slug, number):
    distributor = distributor_or_404(request.member, slug)
    pk = _id_of(distributor, number)
    try:
        allocate_receipt(distributor, pk, shares_of(request.POST), by=request.member)
    except Refused as no:
        return receipt_page(request, distributor, number, str(no))
    messages.success(request, _("%(number)s is allocated.") % {"number": number})
    return redirect("receipt", slug, number)


def ages(today):
    """The age classes of what is owed: [(key, label, condition)]."""

    def past(first, last):
        return Q(pay_by__lte=today - timedelta(days=first), pay_by__gte=today - timedelta(days=last))

    return [
        ("due", _("Not due yet"), Q(pay_by__gte=today)),
        ("30", _("1–30 days over"), past(1, 30)),
        ("60", _("31–60 days over"), past(31, 60)),
        ("90", _("61–90 days over"), past(61, 90)),
        ("old", _("Over 90 days"), Q(pay_by__lt=today - timedelta(days=90))),
        ("over", _("All that is over"), Q(pay_by__lt=today)),
    ]


@allow("receipt.view")
def receivables(request):
    """Approved orders that are not paid in full, by how long past their day of payment."""
    today = dates.today()
    classes = ages(today)
    conditions = {key: condition for key, _label, condition in classes}
    owed = seen_by(request.member, ChannelOrder.objects.filter(pay_by__isnull=False))
    listing = Listing(
        request.GET,
        owed.select_related("distributor").annotate(owed=F("total") - F("paid")),
        columns=OWED_COLUMNS,
        sort="pay_by",
        filters=[
            Words(of_card),
            Choice("age", _("Age"), [(key, label) for key, label, _q in classes],
                   apply=lambda rows, values: rows.filter(conditions[values[0]])),
            Choice("region", _("Region"), region_choices),
            RowIs("distributor", _("Distributor"), seen_by(request.member, Distributor.objects.all())),
        ],
    )  # fmt: skip
    for row in listing.rows:
        row.days = max(0, (today - row.pay_by).days)
    if "export" in request.GET:
        return export(listing, _("Receivables"), [column for column in OWED_COLUMNS if column.key != "days"])
    sums = owed.aggregate(**{f"age_{key}": Sum(F("total") - F("paid"), filter=q) for key, _label, q in classes})
    figures = [
        {"label": label, "amount": sums[f"age_{key}"] or 0, "url": listing.url(age=key),
         "tone": "red" if key in ("90", "old") and sums[f"age_{key}"] else ""}
        for key, label, _q in classes if key != "over"
    ]  # fmt: skip
    return render(request, "orders/receipt_owed.html", {"listing": listing, "figures": figures})
