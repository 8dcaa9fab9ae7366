"""The customer's page of an issued quotation, by a signed link at the distributor's host: no login, nothing else."""

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from orders.domain.answer import (
    accept_quotation,
    customer,
    decline_quotation,
    expire_due,
    is_over,
    quotation_of,
    write_message,
)
from orders.forms.quotation import AnswerForm, QuestionForm
from orders.models import Quotation
from orders.views.papers import stored_answer
from orders.views.quotation_page import quotation_context
from portal.lib.errors import Refused
from tenants.context import outside
from tenants.permissions import public

LIMITS = {"answer-page": "60/m/ip", "answer": "10/m/ip,20/h/key"}
Status = Quotation.Status
SHOWN = (Status.ISSUED, Status.ACCEPTED, Status.DECLINED, Status.CONVERTED)  # the others say only what became of them


def _is_reader(request):
    """HQ on a visit looks at the customer's page: nothing can be written then, not even a counter."""
    return request.member is not None and request.member.side == "visit"


def _allowed(request, action, key=None):
    if _is_reader(request):
        return True
    with outside():  # the counters live in public
        return ratelimit.consume(request, app="portal", action=action, config=LIMITS, key=key, limit_get=True)


def _too_often():
    return HttpResponse(_("Too many requests. Try again in a minute."), status=429, content_type="text/plain")


def _quotation_or_404(request, token):
    found = quotation_of(request.distributor, token[:200])
    if found is None or found.issued_at is None:
        raise Http404
    return found


def _page(request, token, found, refusal="", answer=None, question=None, status=200):
    shown = found.status in SHOWN and not is_over(found)
    initial = {"name": found.contact_name}
    context = {
        "token": token, "quotation": found, "over": is_over(found), "shown": shown, "refusal": refusal,
        "answer": answer or AnswerForm(initial=initial), "question": question or QuestionForm(initial=initial),
        "open": shown and found.status == Status.ISSUED,
    }  # fmt: skip
    if shown:
        context |= quotation_context(found, inner=False)
    page = render(request, "orders/answer_page.html", context, status=status)
    page["X-Robots-Tag"] = "noindex, nofollow"
    return page


@never_cache
@public
def answer_page(request, token):
    if not _allowed(request, "answer-page"):
        return _too_often()
    found = _quotation_or_404(request, token)
    if is_over(found) and not _is_reader(request) and expire_due(request.distributor, found.pk):
        found = _quotation_or_404(request, token)
    return _page(request, token, found)


@never_cache
@require_POST
@public
def answer_send(request, token):
    """`do` is accept or decline."""
    found = _quotation_or_404(request, token)
    if not _allowed(request, "answer", key=str(found.pk)):
        return _too_often()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, token, found, answer=form, status=422)
    name, text = form.cleaned_data["name"], form.cleaned_data["text"]
    try:
        if request.POST.get("do") == "decline":
            decline_quotation(request.distributor, found.pk, name=name, reason=text)
        else:
            accept_quotation(request.distributor, found.pk, name=name, note=text)
    except Refused as no:
        return _page(request, token, _quotation_or_404(request, token), str(no), answer=form, status=409)
    messages.success(request, _("Your answer is with the salesperson. Thank you."))
    return redirect("answer", token)


@never_cache
@require_POST
@public
def answer_ask(request, token):
    found = _quotation_or_404(request, token)
    if not _allowed(request, "answer", key=str(found.pk)):
        return _too_often()
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, token, found, question=form, status=422)
    if found.status not in SHOWN or is_over(found):
        return _page(request, token, found, status=409)
    write_message(
        request.distributor, found.pk, form.cleaned_data["text"], by=customer(form.cleaned_data["name"]), inner=False
    )
    messages.success(request, _("Your question is with the salesperson."))
    return redirect("answer", token)


@never_cache
@public
def answer_paper(request, token):
    found = _quotation_or_404(request, token)
    if not _allowed(request, "answer-page"):
        return _too_often()
    if found.status not in SHOWN or is_over(found):
        raise Http404
    return stored_answer("quotation", found, f"{found}.pdf")
