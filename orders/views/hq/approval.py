"""The inbox of what waits to be decided at HQ: orders and quotations."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from distributors.models import ApprovalRequest
from distributors.models.approval import STEP_RIGHT, DocumentKind, Step
from orders.views.filters import Tabs, Words, of_entry
from orders.views.hq.scope import region_choices, seen_by
from portal.lib import dates
from portal.lib.paging import Amounts, Choice, Column, Listing, export
from tenants.permissions import allow

COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("step", gettext_lazy("Step"), "get_step_display", sort="step"),
    Column("distributor", gettext_lazy("Distributor"), "distributor.name", sort="distributor__sort_key"),
    Column("amount", gettext_lazy("Amount"), kind="money", sort="amount"),
    Column("reasons", gettext_lazy("Why"), lambda row: "; ".join(row.reasons)),
    Column("submitted_name", gettext_lazy("Submitted by")),
    Column("created_at", gettext_lazy("Waiting since"), kind="moment", sort="created_at"),
    Column("due_at", gettext_lazy("Due"), kind="moment", sort="due_at"),
    Column("state", gettext_lazy("State"), "get_state_display"),
    Column("decided_name", gettext_lazy("Decided by")),
    Column("decided_at", gettext_lazy("Decided"), kind="moment", sort="decided_at"),
]
WAITING = ApprovalRequest.State.WAITING


def steps_of(member):
    """The steps whose right the member has."""
    return [step for step in Step if member.may(STEP_RIGHT[step])]


def shown(member):
    """?show=waiting (what I may decide), late, decided (by me) or all."""
    waiting = Q(state=WAITING, step__in=steps_of(member))
    conditions = {
        "waiting": waiting,
        "late": waiting & Q(due_at__lt=dates.now()),
        "decided": Q(decided_by=member.id),
        "all": Q(),
    }
    labels = [
        ("waiting", _("Waiting for me")),
        ("late", _("Late")),
        ("decided", _("Decided by me")),
        ("all", _("All")),
    ]
    return Tabs(
        "show", _("Scope"), labels, default="waiting", apply=lambda rows, values: rows.filter(conditions[values[0]])
    )


@allow("approval.view")
def approvals(request):
    decided = request.GET.get("show") in ("decided", "all")
    listing = Listing(
        request.GET,
        seen_by(request.member, ApprovalRequest.objects.select_related("distributor")),
        columns=COLUMNS if decided or "export" in request.GET else COLUMNS[:-2],
        sort="-created_at" if decided else "due_at",
        filters=[
            Words(of_entry),
            shown(request.member),
            Choice("kind", _("Document"), DocumentKind.choices),
            Choice("step", _("Step"), Step.choices),
            Choice("region", _("Region"), region_choices),
            Amounts("amount", _("Amount")),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Approvals"))
    tabs = next(field for field in listing.fields if field.name == "show").links(listing)
    for row in listing.rows:
        row.url, row.late = document_url(row), row.state == WAITING and row.due_at < dates.now()
    return render(request, "orders/approval_list.html", {"listing": listing, "tabs": tabs, "decided": decided})


@allow("approval.view")
def approval(request, pk):
    """A request by its id: on to its document."""
    row = get_object_or_404(seen_by(request.member, ApprovalRequest.objects.select_related("distributor")), pk=pk)
    url = document_url(row)
    if not url:
        raise Http404
    return redirect(url)


def next_for(member, document):
    """The request that waits longest for the member, another than that of `document`, with its `url`; None without
    one. One query."""
    steps = steps_of(member)
    rows = ApprovalRequest.objects.filter(state=WAITING, step__in=steps).exclude(document=document)
    row = seen_by(member, rows.select_related("distributor")).order_by("due_at").first() if steps else None
    if row is not None:
        row.url = document_url(row)
    return row


def document_url(row):
    """Where a request is decided: the page of its document. "" when there is no such page."""
    number = row.number.partition(" ")[0]  # a quotation's later version is written "BJ-2026-00001 V2"
    try:
        return reverse(str(row.kind), args=[row.distributor.slug, number])
    except NoReverseMatch:
        return ""
