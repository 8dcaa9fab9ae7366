"""Entering a quotation, or editing a draft or a returned one."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog.domain.catalogue import products_on_sale
from customers.models import Customer
from orders.domain.quick_order import typed_in
from orders.domain.quick_quotation import TypedOffer, look_up_offers, place_quotation, rows_of, totals_of
from orders.forms.quotation import QuotationForm, grid_of, typed_in_grid
from orders.models import Quotation
from orders.views.distributor.quotation import quotation_or_404
from orders.views.quotation_page import returned_because
from portal.lib.errors import Refused
from tenants.permissions import allow

BLANK_ROWS = 4
MOST_CODES = 300
KEPT = ("title", "payment_terms", "delivery_terms", "warranty_terms", "note")


@allow("quotation.edit")
def quotation_new(request):
    """?customer=<number> from a customer's page, ?sku=A,B from the catalogue, ?repeat=<number> from another one."""
    if request.method == "POST":
        return _posted(request, None)
    if number := _asked(request, "repeat"):
        typed, fields = _as_it_is(quotation_or_404(request, number))
    else:
        skus = [sku.strip()[:60] for sku in _asked(request, "sku", most=6000).split(",") if sku.strip()]
        customer = Customer.objects.filter(number=_asked(request, "customer")).first()
        last = Quotation.objects.filter(salesperson=request.member.id).order_by("-since").first()
        typed, fields = [TypedOffer(sku, "1") for sku in skus[:100]], _terms(last) if last else {}
        fields["customer"] = _words_for(customer) if customer else ""
    return _page(request, None, QuotationForm(initial=fields), typed)


def _asked(request, name, most=20):
    return "".join(filter(str.isprintable, request.GET.get(name, "")[:most]))


@allow("quotation.edit")
def quotation_edit(request, number):
    found = quotation_or_404(request, number)
    if found.status not in Quotation.EDITABLE:
        messages.warning(request, _("%(number)s is “%(status)s” and cannot be edited. Make a new version instead.") % {
            "number": found, "status": found.get_status_display()})  # fmt: skip
        return redirect("quotation", number)
    if request.method == "POST":
        return _posted(request, found)
    typed, fields = _as_it_is(found)
    return _page(request, found, QuotationForm(initial=fields), typed)


@allow("quotation.edit")
def quotation_rows(request):
    """The grid again, with names, prices, amounts and what needs approval, for what was typed so far."""
    offers = look_up_offers(typed_in_grid(request.POST), request.distributor, request.member.discount_limit)
    context = {"formset": grid_of(offers), "totals": totals_of(offers), "url": request.path}
    return render(request, "orders/quotation_grid.html", context)


def _posted(request, found):
    form, typed, refusal = QuotationForm(request.POST), typed_in_grid(request.POST), ""
    added = [TypedOffer(r.sku, r.quantity, r.note) for r in typed_in(request.POST.get("pasted", "")[:100_000])]
    if added or request.POST.get("do") == "check":
        return _page(request, found, form, [row for row in typed if not row.blank] + added, checking=True)
    if form.is_valid():
        try:
            placed = _place(request, found, form, typed)
        except Refused as no:
            refusal = str(no)
        else:
            said = {"number": placed, "status": placed.get_status_display()}
            messages.success(request, _("%(number)s is “%(status)s” now.") % said)
            return redirect("quotation", placed.number)
    return _page(request, found, form, typed, refusal)


def _place(request, found, form, typed):
    version = request.POST.get("version", "")
    offers = look_up_offers(typed, request.distributor, request.member.discount_limit)
    return place_quotation(
        request.distributor,
        rows=rows_of(offers),
        by=request.member,
        submit=request.POST.get("do") == "submit" and request.member.may("quotation.submit"),
        quotation_id=found.pk if found else None,
        seen=int(version) if version.isdecimal() and len(version) < 10 else -1,
        key=request.POST.get("idempotency_key", ""),
        **form.for_verb(),
    )


def _as_it_is(found):
    typed = [
        TypedOffer(line.sku, f"{line.quantity.normalize():f}", line.note, f"{line.unit_price.normalize():f}",
                   f"{line.discount_percent.normalize():f}" if line.discount_percent else "")
        for line in found.lines.all()
    ]  # fmt: skip
    fields = {name: getattr(found, name) for name in KEPT}
    fields |= {"customer": _words_for(found.customer), "contact": found.contact_name}
    return typed, fields | {"valid_days": (found.valid_until - found.valid_from).days}


def _words_for(customer):
    """What the customer box understands: the name, or the number where two customers have one name."""
    twin = Customer.objects.filter(folded_name=customer.folded_name).exclude(pk=customer.pk).exists()
    return customer.number if twin else customer.name


def _terms(found):
    """The terms of the salesperson's last quotation are where the next one starts."""
    return {name: getattr(found, name) for name in ("payment_terms", "delivery_terms", "warranty_terms")}


def _page(request, found, form, typed, refusal="", checking=False):
    offers = look_up_offers(typed, request.distributor, request.member.discount_limit)
    filled = sum(not row.blank for row in typed)
    codes = list(products_on_sale().values("sku", "name", "name_en")[: MOST_CODES + 1])
    context = {
        "quotation": found,
        "form": form,
        "grid": grid_of(offers, max(1, BLANK_ROWS - filled) if filled == len(typed) else 0),
        "totals": totals_of(offers),
        "refusal": refusal,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
        "version": request.POST.get("version") or (found.edits if found else ""),
        "codes": codes if len(codes) <= MOST_CODES else [],
        "returned_because": returned_because(found) if found else "",
        "limit": request.member.discount_limit,
    }
    bad = form.is_bound and not checking and bool(form.errors)
    return render(request, "orders/quotation_form.html", context, status=409 if refusal else 422 if bad else 200)
