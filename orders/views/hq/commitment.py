"""HQ's service commitments across distributors: the table from the ledger, one commitment, its paper."""

from django.db.models import OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from distributors.models import DocumentCheck, Fact, LedgerEntry
from orders.models import Commitment
from orders.views.distributor.commitment import commitment_context
from orders.views.filters import Words, of_entry
from orders.views.hq.scope import region_choices, seen_by
from orders.views.papers import stored_answer
from portal.lib.paging import Choice, Column, Days, Listing, export
from tenants.context import inside
from tenants.permissions import allow

State = DocumentCheck.State
STATES = {
    State.GENUINE: ("committed", gettext_lazy("In force")),
    State.REPLACED: ("replaced", gettext_lazy("Replaced")),
    State.WITHDRAWN: ("withdrawn", gettext_lazy("Withdrawn")),
}
COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("state", gettext_lazy("Status"), lambda row: STATES[row.state][1]),
    Column("distributor", gettext_lazy("Distributor"), "distributor.name", sort="distributor__sort_key"),
    Column("salesperson", gettext_lazy("Salesperson"), "salesperson_name"),
    Column("industry", gettext_lazy("Industry")),
    Column("quantity", gettext_lazy("Duties"), kind="number", sort="quantity"),
    Column("day", gettext_lazy("Committed on"), kind="date", sort=("day", "posted_at")),
]


def facts(member):
    """The ledger's first entry of each commitment that the member sees, with the `state` of its paper."""
    paper = DocumentCheck.objects.filter(distributor=OuterRef("distributor"), document=OuterRef("document"))
    rows = LedgerEntry.objects.filter(fact=Fact.COMMITTED, version=1, quantity__gt=0).select_related("distributor")
    return seen_by(member, rows).annotate(state=Subquery(paper.values("state")[:1]))


@allow("commitment.view")
def commitments(request):
    states = [(state.value, label) for state, (_status, label) in STATES.items()]
    listing = Listing(
        request.GET,
        facts(request.member),
        columns=COLUMNS,
        sort="-day",
        filters=[
            Words(of_entry),
            Choice("state", _("Status"), states),
            Choice("region", _("Region"), region_choices),
            Days("day", _("Committed on"), moments=False),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Service commitments"))
    for row in listing.rows:
        row.status_word, row.status_label = STATES[row.state]
    return render(request, "orders/commitment_board.html", {"listing": listing})


def distributor_of(member, slug, number):
    """The distributor whose commitment has this number; Http404 when the member does not see such a one."""
    found = facts(member).filter(distributor__slug=slug, number=number).first()
    if found is None:
        raise Http404
    return found.distributor


@allow("commitment.view")
def commitment(request, slug, number):
    return commitment_page(request, distributor_of(request.member, slug, number), number)


def commitment_page(request, distributor, number, refusal=""):
    with inside(distributor):
        found = get_object_or_404(Commitment.objects.select_related("order", "quotation"), number=number)
        in_force = found.status == Commitment.Status.COMMITTED
        context = commitment_context(found) | {
            "place": distributor,
            "refusal": refusal,
            "may_fulfil": in_force and request.member.may("commitment.fulfil"),
            "may_withdraw": in_force and request.member.may("commitment.withdraw"),
            "may_renew": in_force and request.member.may("commitment.commit"),
        }
        return render(request, "orders/commitment_desk.html", context, status=409 if refusal else 200)


@allow("commitment.view")
def commitment_paper(request, slug, number):
    distributor = distributor_of(request.member, slug, number)
    with inside(distributor):
        return stored_answer("commitment", get_object_or_404(Commitment, number=number), f"{number}.pdf")
