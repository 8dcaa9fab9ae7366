"""What HQ's service desk does: commit, note a duty as done, withdraw."""

from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orders.domain.commitment import commit_service, fulfil_duty, withdraw_commitment
from orders.forms.quotation import CommitForm
from orders.models import Commitment, Duty
from orders.views.hq.commitment import commitment_page, distributor_of
from orders.views.hq.quotation import shown_to_hq
from orders.views.hq.scope import card_or_404
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from tenants.context import inside
from tenants.permissions import allow


@allow("commitment.commit")
def commitment_new(request, slug, kind, number):
    """Promise the service for an order or a quotation. kind: "order" or "quotation"."""
    if kind == "order":
        card = card_or_404(request.member, slug, number)
        distributor, pk = card.distributor, card.pk
    elif kind == "quotation":
        distributor, pk = shown_to_hq(request.member, slug, number)
    else:
        raise Http404
    form = CommitForm(request.POST or None, initial={"starts_on": dates.today()})
    key = request.POST.get("idempotency_key") or uuid4().hex
    made = checked(
        request, form, lambda fields: commit_service(distributor, by=request.member, key=key, **{kind: pk}, **fields)
    )
    if made:
        messages.success(request, _("%(number)s is in force.") % {"number": made})
        return redirect("commitment", slug, made.number)
    context = {"form": form, "key": key, "place": distributor, "kind": kind, "number": number}
    return render(request, "orders/commitment_form.html", context, status=status_of(form))


@require_POST
@allow("commitment.fulfil")
def duty_fulfil(request, slug, number, position):
    distributor = distributor_of(request.member, slug, number)
    try:
        with inside(distributor):
            duty = get_object_or_404(Duty, commitment__number=number, position=position)
        fulfil_duty(distributor, duty.pk, by=request.member, evidence=request.POST.get("reason", ""))
    except Refused as no:
        return commitment_page(request, distributor, number, str(no))
    return redirect("commitment", slug, number)


@require_POST
@allow("commitment.withdraw")
def commitment_withdraw(request, slug, number):
    distributor = distributor_of(request.member, slug, number)
    try:
        with inside(distributor):
            pk = get_object_or_404(Commitment, number=number).pk
        withdraw_commitment(distributor, pk, by=request.member, reason=request.POST.get("reason", ""))
    except Refused as no:
        return commitment_page(request, distributor, number, str(no))
    messages.success(request, _("%(number)s is withdrawn.") % {"number": number})
    return redirect("commitment", slug, number)
