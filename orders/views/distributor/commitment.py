"""The service commitments that HQ made to this distributor's customers."""

from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.models import Commitment
from orders.views.filters import Words
from orders.views.order_page import timeline_of
from orders.views.papers import stored_answer
from portal.lib import dates
from portal.lib.paging import Choice, Column, Days, Listing, export
from tenants.permissions import allow

COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("customer", gettext_lazy("Customer"), "customer_name", sort="customer_name"),
    Column("document", gettext_lazy("For"), lambda row: str(row.order or row.quotation)),
    Column("starts_on", gettext_lazy("From"), kind="date", sort="starts_on"),
    Column("ends_on", gettext_lazy("Until"), kind="date", sort="ends_on"),
    Column("committed_by", gettext_lazy("Committed by")),
    Column("since", gettext_lazy("Since"), kind="moment", sort="since"),
]


def of_commitment(word):
    return (
        Q(number__icontains=word)
        | Q(customer_name__icontains=word)
        | Q(quotation__number__icontains=word)
        | Q(order__number__icontains=word)
    )


@allow("commitment.view")
def commitments(request):
    listing = Listing(
        request.GET,
        Commitment.objects.select_related("order", "quotation"),
        columns=COLUMNS,
        sort="-since",
        filters=[
            Words(of_commitment),
            Choice("status", _("Status"), Commitment.Status.choices),
            Days("until", _("Until"), field="ends_on", moments=False),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Service commitments"))
    return render(request, "orders/commitment_list.html", {"listing": listing})


def commitment_context(found):
    """The template's context of a commitment, evaluated: the caller is inside its distributor. Four queries."""
    return {
        "commitment": found,
        "duties": list(found.duties.all()),
        "document": found.order or found.quotation,
        "timeline": timeline_of(found, Commitment.Status),
        "today": dates.today(),
    }


@allow("commitment.view")
def commitment(request, number):
    rows = Commitment.objects.select_related("order", "quotation")
    return render(request, "orders/commitment_detail.html", commitment_context(get_object_or_404(rows, number=number)))


@allow("commitment.view")
def commitment_paper(request, number):
    found = get_object_or_404(Commitment, number=number)
    return stored_answer("commitment", found, f"{found}.pdf")
