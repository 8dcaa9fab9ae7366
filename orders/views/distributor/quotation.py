"""The distributor's quotations: the table, one quotation, its paper."""

from datetime import timedelta
from uuid import uuid4

from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Contact
from orders.documents.quotation import quotation_pdf
from orders.domain.answer import expire_due, is_over, link_of
from orders.models import Quotation
from orders.views.filters import Words
from orders.views.papers import pdf_answer, stored_answer
from orders.views.quotation_page import quotation_context, returned_because, waiting_step
from portal.lib import dates
from portal.lib.paging import Amounts, Choice, Column, Days, Listing, export
from tenants.permissions import allow

Status = Quotation.Status
COLUMNS = [
    Column("number", gettext_lazy("Number"), lambda row: str(row), sort=("number", "version")),
    Column("status", gettext_lazy("Status"), "get_status_display", sort="status"),
    Column("customer", gettext_lazy("Customer"), "customer_name", sort="customer__sort_key"),
    Column("title", gettext_lazy("Subject")),
    Column("total", gettext_lazy("Amount"), kind="money", sort="total"),
    Column("valid_until", gettext_lazy("Valid until"), kind="date", sort="valid_until"),
    Column("salesperson", gettext_lazy("Salesperson"), "salesperson_name"),
    Column("since", gettext_lazy("Changed"), kind="moment", sort="since"),
]


def of_quotation(word):
    return (
        Q(number__icontains=word)
        | Q(title__icontains=word)
        | Q(customer_name__icontains=word)
        | Q(customer__search__contains=word)
        | Q(contact_name__icontains=word)
    )


def shown_rows(request):
    """?show=current (the last version of each), mine, expiring within a week, or all versions."""
    soon = dates.today() + timedelta(days=7)
    shown = {
        "current": ~Q(status=Status.REPLACED),
        "mine": ~Q(status=Status.REPLACED) & Q(salesperson=request.member.id),
        "expiring": Q(status=Status.ISSUED, valid_until__lte=soon),
        "all": Q(),
    }
    labels = [
        ("current", _("Current versions")),
        ("mine", _("My own")),
        ("expiring", _("Open, over within a week")),
        ("all", _("All versions")),
    ]
    return Choice(
        "show", _("Show"), labels, default="current", apply=lambda rows, values: rows.filter(shown[values[0]])
    )


@allow("quotation.view")
def quotations(request):
    if request.member.side != "visit":
        expire_due(request.distributor)
    listing = Listing(
        request.GET,
        Quotation.objects.all(),
        columns=COLUMNS,
        sort="-since",
        filters=[
            Words(of_quotation),
            Choice("status", _("Status"), Status.choices),
            shown_rows(request),
            Days("until", _("Valid until"), field="valid_until", moments=False),
            Amounts("total", _("Amount")),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Quotations"))
    return render(request, "orders/quotation_list.html", {"listing": listing})


def quotation_or_404(request, number):
    """The version in ?v=, the newest without one."""
    rows = Quotation.objects.filter(number=number).select_related("customer").order_by("-version")
    version = request.GET.get("v") or request.POST.get("v") or ""
    if version:
        rows = rows.filter(version=int(version)) if version.isdecimal() and len(version) < 6 else rows.none()
    found = rows.first()
    if found is None:
        raise Http404
    return found


@allow("quotation.view")
def quotation(request, number):
    found = quotation_or_404(request, number)
    if is_over(found) and request.member.side != "visit" and expire_due(request.distributor, found.pk):
        found = quotation_or_404(request, number)
    return quotation_page(request, found)


def quotation_page(request, quotation, refusal="", **more):
    may, status = request.member.may, quotation.status
    open_to_customer = status in (Status.ISSUED, Status.ACCEPTED) and not is_over(quotation)
    people = Contact.objects.filter(customer=quotation.customer_id).exclude(email="")
    context = quotation_context(quotation) | {
        "refusal": refusal,
        "key": uuid4().hex,
        "version_text": str(quotation.edits),
        "waiting": waiting_step(quotation),
        "returned_because": returned_because(quotation),
        "link": link_of(request.distributor, quotation) if open_to_customer else "",
        "emails": [{"name": person.name, "email": person.email} for person in people] if open_to_customer else [],
        "may_edit": status in Quotation.EDITABLE and may("quotation.edit"),
        "may_submit": status in Quotation.EDITABLE and may("quotation.submit"),
        "may_revise": Status.REPLACED in Quotation.NEXT[status] and may("quotation.edit"),
        "may_withdraw": Status.WITHDRAWN in Quotation.NEXT[status] and may("quotation.edit"),
        "may_note_answer": status == Status.ISSUED and may("quotation.edit"),
        "may_convert": status in (Status.ACCEPTED, Status.CONVERTED) and may("quotation.convert"),
        "may_write": may("quotation.edit") or may("quotation.convert"),
        "may_send": bool(open_to_customer) and may("quotation.edit"),
    }
    context["may_convert"] = context["may_convert"] and any(line.left for line in context["lines"])
    return render(request, "orders/quotation_detail.html", context | more, status=409 if refusal else 200)


@allow("quotation.view")
def quotation_paper(request, number):
    """The issued paper; before it is issued a draft made on the spot."""
    found = quotation_or_404(request, number)
    if found.issued_at:
        return stored_answer("quotation", found, f"{found}.pdf")
    return pdf_answer(quotation_pdf(request.distributor, found, list(found.lines.all())), f"{found} 草稿.pdf")
