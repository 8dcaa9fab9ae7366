"""What HQ does with one quotation: decide the step that waits, write in its thread."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from distributors.models import ApprovalRequest
from distributors.models.approval import STEP_RIGHT, Step
from orders.domain.answer import write_message
from orders.domain.quotation import decide_quotation
from orders.views.hq.quotation import quotation_page, shown_to_hq
from portal.lib.errors import Refused
from tenants.permissions import allow


@require_POST
@allow("approval.view")
def quotation_decide(request, slug, number):
    """Approve (at the last step: issue) or return the step that the page showed."""
    if not any(request.member.may(STEP_RIGHT[step]) for step in (Step.DISCOUNT, Step.ISSUE)):
        raise PermissionDenied
    distributor, pk = shown_to_hq(request.member, slug, number, request.POST.get("v", "")[:5])
    version = request.POST.get("version", "")
    try:
        made = decide_quotation(
            _asked(pk, request.POST.get("request", "")),
            by=request.member,
            approve=request.POST.get("decision") == "approve",
            note=request.POST.get("reason", ""),
            version=int(version) if version.isdecimal() and len(version) < 10 else -1,
        )
    except Refused as no:
        return quotation_page(request, distributor, pk, str(no))
    said = {"number": made, "status": made.get_status_display()}
    messages.success(request, _("%(number)s is “%(status)s” now.") % said)
    return redirect("quotation", slug, number)


def _asked(document, pk):
    """The request that the page showed, decided or not; else the document's newest."""
    rows = ApprovalRequest.objects.select_related("distributor").filter(document=document).order_by("-created_at")
    found = next((row for row in rows if not pk or str(row.pk) == pk), None)
    if found is None:
        raise Refused(_("Nothing of this quotation waits to be decided."))
    return found


@require_POST
@allow("approval.view")
def quotation_message(request, slug, number):
    """HQ writes to the distributor; the customer does not see it."""
    if not any(request.member.may(STEP_RIGHT[step]) for step in (Step.DISCOUNT, Step.ISSUE)):
        raise PermissionDenied
    distributor, pk = shown_to_hq(request.member, slug, number, request.POST.get("v", "")[:5])
    try:
        write_message(distributor, pk, request.POST.get("text", ""), by=request.member)
    except Refused as no:
        return quotation_page(request, distributor, pk, str(no))
    return redirect(reverse("quotation", args=[slug, number]) + "#thread")
