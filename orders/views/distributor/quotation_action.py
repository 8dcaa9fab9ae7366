"""What the distributor does with one quotation. Each ends on the quotation's page."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from orders.domain.answer import accept_quotation, decline_quotation, send_link, write_message
from orders.domain.conversion import convert_quotation
from orders.domain.quotation import revise_quotation, submit_quotation, withdraw_quotation
from orders.views.distributor.quotation import quotation_or_404, quotation_page
from portal.lib.errors import Refused
from portal.lib.money import parse_decimal
from tenants.permissions import allow


def _done(request, number, act):
    """act(quotation) → what to say; then the page of the number. A Refused stands on the page."""
    found = quotation_or_404(request, number)
    try:
        said = act(found)
    except Refused as no:
        return quotation_page(request, quotation_or_404(request, number), str(no))
    messages.success(request, said)
    return redirect("quotation", number)


def _whole(text):
    return int(text) if text.isdecimal() and len(text) < 10 else -1


@require_POST
@allow("quotation.submit")
def quotation_submit(request, number):
    def act(found):
        made = submit_quotation(
            request.distributor, found.pk, by=request.member, seen=_whole(request.POST.get("version", ""))
        )
        return _("%(number)s is “%(status)s” now.") % {"number": made, "status": made.get_status_display()}

    return _done(request, number, act)


@require_POST
@allow("quotation.edit")
def quotation_revise(request, number):
    def act(found):
        made = revise_quotation(
            request.distributor, found.pk, by=request.member, key=request.POST.get("idempotency_key", "")
        )
        return _("%(number)s is a draft. The version before it is replaced.") % {"number": made}

    answer = _done(request, number, act)
    return redirect("quotation-edit", number) if answer.status_code == 302 else answer


@require_POST
@allow("quotation.edit")
def quotation_withdraw(request, number):
    def act(found):
        withdraw_quotation(request.distributor, found.pk, by=request.member, reason=request.POST.get("reason", ""))
        return _("%(number)s is withdrawn.") % {"number": found}

    return _done(request, number, act)


@require_POST
@allow("quotation.edit")
def quotation_answer(request, number):
    """The customer answered by phone or on paper: the salesperson notes it, with the name."""

    def act(found):
        name = request.POST.get("name") or found.contact_name or found.customer_name
        text = request.POST.get("reason", "")
        if request.POST.get("answer") == "decline":
            decline_quotation(request.distributor, found.pk, name=name, reason=text, by=request.member)
            return _("Noted: the customer declined.")
        accept_quotation(request.distributor, found.pk, name=name, note=text, by=request.member)
        return _("Noted: the customer accepted. It can become an order now.")

    return _done(request, number, act)


@require_POST
@allow("quotation.convert")
def quotation_convert(request, number):
    """Quantities by line (q-<position>), empty ones left out; all that is open without any field."""
    found = quotation_or_404(request, number)
    try:
        order = convert_quotation(
            request.distributor, found.pk, _quantities(request.POST), by=request.member,
            key=request.POST.get("idempotency_key", ""),
        )  # fmt: skip
    except Refused as no:
        return quotation_page(request, quotation_or_404(request, number), str(no), converting=request.POST)
    messages.success(request, _("%(number)s is a draft order. Check it, then submit it.") % {"number": order})
    return redirect("order", order.number)


def _quantities(data):
    typed = {name[2:]: data[name].strip() for name in data if name.startswith("q-") and name[2:].isdecimal()}
    if not typed:
        return None
    found = {}
    for position, text in typed.items():
        if text and (quantity := parse_decimal(text, places=3)) != Decimal(0):
            found[_whole(position)] = quantity
    if not found:
        raise Refused(_("Enter the quantity of at least one line."), field="lines")
    return found


@require_POST
@allow("quotation.view")
def quotation_message(request, number):
    found = quotation_or_404(request, number)
    try:
        write_message(
            request.distributor, found.pk, request.POST.get("text", ""), by=request.member,
            inner=request.POST.get("to") != "customer",
        )  # fmt: skip
    except Refused as no:
        return quotation_page(request, found, str(no))
    return redirect(reverse("quotation", args=[number]) + "#thread")


@require_POST
@allow("quotation.edit")
def quotation_send(request, number):
    """Mail the customer's link to the address on the form."""

    def act(found):
        email = request.POST.get("email", "").strip()
        try:
            validate_email(email)
        except ValidationError:
            raise Refused(_("“%(email)s” is no e-mail address.") % {"email": email[:60]}, field="email") from None
        send_link(request.distributor, found.pk, by=request.member, email=email)
        return _("The link is on its way to %(email)s.") % {"email": email}

    return _done(request, number, act)
