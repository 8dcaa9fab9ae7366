"""What HQ does with one order: decide a step, allocate, dispatch, cancel. Each ends on the order's page."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from distributors.models import ApprovalRequest
from distributors.models.approval import STEP_RIGHT, DocumentKind, Step
from orders.domain.approval import decide_order
from orders.domain.cancellation import cancel_order
from orders.domain.shipment import allocate_order, dispatch_order
from orders.forms.shipment import DispatchForm, parcels_of
from orders.models import Order
from orders.views.hq.order import order_page
from orders.views.hq.scope import card_or_404
from portal.lib.errors import Refused
from tenants.context import inside
from tenants.permissions import allow


@require_POST
@allow("approval.view")
def order_decide(request, slug, number):
    """Approve or return the step that the page showed. The step's own right is checked by the verb as well."""
    card = card_or_404(request.member, slug, number)
    if not any(request.member.may(STEP_RIGHT[step]) for step in (Step.REVIEW, Step.RECHECK)):
        raise PermissionDenied
    version = request.POST.get("version", "")
    try:
        order = decide_order(
            _asked(card, request.POST.get("request", "")),
            by=request.member,
            approve=request.POST.get("decision") == "approve",
            note=request.POST.get("reason", ""),
            version=int(version) if version.isdecimal() else -1,
        )
    except Refused as no:
        return order_page(request, card, str(no))
    if order.status == Order.Status.HELD:
        messages.warning(request, _("%(number)s is on credit hold: %(why)s") % {"number": order, "why": order.hold})
    else:
        said = {"number": order, "status": order.get_status_display()}
        messages.success(request, _("%(number)s is “%(status)s” now.") % said)
    return redirect("order", slug, number)


def _asked(card, pk):
    """The request that the page showed, decided or not; else the order's newest. Raises Refused without any."""
    rows = ApprovalRequest.objects.select_related("distributor").filter(document=card.pk, kind=DocumentKind.ORDER)
    found = next((row for row in rows.order_by("-created_at") if not pk or str(row.pk) == pk), None)
    if found is None:
        raise Refused(_("Nothing of %(number)s waits to be decided.") % {"number": card})
    return found


@require_POST
@allow("shipment.allocate")
def order_allocate(request, slug, number):
    card = card_or_404(request.member, slug, number)
    try:
        allocate_order(card.distributor, card.pk, by=request.member)
    except Refused as no:
        return order_page(request, card, str(no))
    messages.success(request, _("Stock is allocated to %(number)s.") % {"number": card})
    return redirect("order", slug, number)


@require_POST
@allow("order.cancel")
def order_cancel(request, slug, number):
    card = card_or_404(request.member, slug, number)
    try:
        cancel_order(card.distributor, card.pk, by=request.member, reason=request.POST.get("reason", ""))
    except Refused as no:
        return order_page(request, card, str(no))
    messages.success(request, _("%(number)s is cancelled.") % {"number": card})
    return redirect("order", slug, number)


@allow("shipment.dispatch")
def order_dispatch(request, slug, number):
    """The form of a shipment: what is reserved of each line, carrier, tracking and serial numbers."""
    card, refusal = card_or_404(request.member, slug, number), ""
    with inside(card.distributor):
        order = Order.objects.get(pk=card.pk)
        lines = [line for line in order.lines.all() if line.reserved]
    form, parcels = DispatchForm(request.POST or None), parcels_of(lines, request.POST or None)
    if request.method == "POST" and form.is_valid() and parcels.is_valid():
        try:
            shipment = dispatch_order(
                card.distributor, card.pk, parcels.quantities(), by=request.member, serials=parcels.serials(),
                key=request.POST.get("idempotency_key", ""), **form.cleaned_data,
            )  # fmt: skip
        except Refused as no:
            refusal = str(no)
        else:
            messages.success(request, _("%(number)s is on its way.") % {"number": shipment})
            return redirect("order", slug, number)
    context = {
        "card": card,
        "place": card.distributor,
        "form": form,
        "parcels": parcels,
        "refusal": refusal,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
    }
    bad = form.is_bound and not (form.is_valid() and parcels.is_valid())
    return render(request, "orders/shipment_form.html", context, status=409 if refusal else 422 if bad else 200)
