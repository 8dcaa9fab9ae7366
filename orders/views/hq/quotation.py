"""Distributors' quotations at HQ: those that were put before it, and one of them with what I may decide."""

from uuid import uuid4

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from distributors.models import ApprovalRequest, Decision
from distributors.models.approval import STEP_RIGHT, DocumentKind, Step
from orders.documents.quotation import quotation_pdf
from orders.domain.answer import expire_due, is_over
from orders.models import Quotation
from orders.views.filters import Words, of_entry
from orders.views.hq.scope import region_choices, seen_by
from orders.views.papers import pdf_answer, stored_answer
from orders.views.quotation_page import quotation_context, waiting_step
from portal.lib import dates
from portal.lib.paging import Amounts, Choice, Column, Days, Listing, export
from tenants.context import inside
from tenants.permissions import allow

State = ApprovalRequest.State
COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("state", gettext_lazy("State"), "get_state_display", sort="state"),
    Column("step", gettext_lazy("Step"), "get_step_display", sort="step"),
    Column("distributor", gettext_lazy("Distributor"), "distributor.name", sort="distributor__sort_key"),
    Column("amount", gettext_lazy("Amount"), kind="money", sort="amount"),
    Column("reasons", gettext_lazy("Why"), lambda row: "; ".join(row.reasons)),
    Column("submitted_name", gettext_lazy("Submitted by")),
    Column("created_at", gettext_lazy("Since"), kind="moment", sort="created_at"),
    Column("due_at", gettext_lazy("Due"), kind="moment", sort="due_at"),
    Column("decided_name", gettext_lazy("Decided by")),
    Column("decided_at", gettext_lazy("Decided"), kind="moment", sort="decided_at"),
]


def requests_of(member):
    rows = ApprovalRequest.objects.filter(kind=DocumentKind.QUOTATION).select_related("distributor")
    return seen_by(member, rows)


@allow("quotation.view")
def quotations(request):
    listing = Listing(
        request.GET,
        requests_of(request.member),
        columns=COLUMNS,
        sort="-created_at",
        filters=[
            Words(of_entry),
            Choice("state", _("State"), State.choices),
            Choice("step", _("Step"), [(s.value, s.label) for s in (Step.DISCOUNT, Step.ISSUE)]),
            Choice("region", _("Region"), region_choices),
            Days("created", _("Since"), field="created_at"),
            Amounts("amount", _("Amount")),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Quotations"))
    for row in listing.rows:
        row.plain_number, _space, version = row.number.partition(" V")
        row.version_query = f"?v={version}" if version else ""
        row.late = row.state == State.WAITING and row.due_at < dates.now()
    return render(request, "orders/quotation_board.html", {"listing": listing})


def shown_to_hq(member, slug, number, version=""):
    """(distributor, id of the newest version that was put before HQ, or of the asked one). Http404 for the rest: what
    a distributor drafts is its own."""
    if version and not version.isdecimal():
        raise Http404
    rows = requests_of(member).filter(distributor__slug=slug)
    wanted = number if version in ("", "1") else f"{number} V{version}"
    found = rows.filter(number=wanted).order_by("-created_at").first() if version else None
    if not version:
        newest = rows.filter(number__startswith=number).order_by("-created_at")
        found = next((row for row in newest[:50] if row.number.partition(" ")[0] == number), None)
    if found is None:
        raise Http404
    return found.distributor, found.document


@allow("quotation.view")
def quotation(request, slug, number):
    distributor, pk = shown_to_hq(request.member, slug, number, request.GET.get("v", "")[:5])
    return quotation_page(request, distributor, pk)


def quotation_page(request, distributor, pk, refusal=""):
    """The page drawn inside the distributor. refusal: a business no to say on it."""
    member = request.member
    with inside(distributor):
        found = Quotation.objects.select_related("customer").get(pk=pk)
        if is_over(found) and expire_due(distributor, pk):
            found = Quotation.objects.select_related("customer").get(pk=pk)
        waiting = waiting_step(found)
        step = Step(waiting.step) if waiting else None
        hands = list(Decision.objects.filter(document=pk).order_by("at"))
        other = next((hand for hand in hands if hand.person == member.id and hand.part != step), None)
        issued = found.status in (Quotation.Status.ISSUED, Quotation.Status.ACCEPTED, Quotation.Status.CONVERTED)
        asked = ApprovalRequest.objects.filter(distributor=distributor, number__startswith=found.number)
        seen = set(asked.values_list("document", flat=True))
        context = quotation_context(found) | {
            "place": distributor,
            "refusal": refusal,
            "key": uuid4().hex,
            "waiting": waiting,
            "step": step,
            "may_decide": step is not None and member.may(STEP_RIGHT[step]) and member.sees_region(waiting.region_id),
            "why_not": _("You entered it or decided another step of it: a second person has to.") if other else "",
            "may_commit": issued and member.may("commitment.commit"),
        }
        context["versions"] = [version for version in context["versions"] if version.pk in seen]
        return render(request, "orders/quotation_desk.html", context, status=409 if refusal else 200)


@allow("quotation.view")
def quotation_paper(request, slug, number):
    distributor, pk = shown_to_hq(request.member, slug, number, request.GET.get("v", "")[:5])
    with inside(distributor):
        found = Quotation.objects.select_related("customer").get(pk=pk)
        if found.issued_at:
            return stored_answer("quotation", found, f"{found}.pdf")
        return pdf_answer(quotation_pdf(distributor, found, list(found.lines.all())), f"{found} 草稿.pdf")
