"""Adding and editing a customer, its contacts, and what was talked about."""

from uuid import uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers.domain.customer import add_contact, add_customer, edit_customer, log_activity
from customers.forms.customer import ActivityForm, ContactForm, Contacts, CustomerForm, contacts_of
from customers.views.distributor.customer import customer_or_404, customer_page
from portal.lib.forms import checked, status_of
from tenants.context import outside
from tenants.models import Membership
from tenants.permissions import allow

CONTACT_NAMES = "name position mobile phone email wechat main".split()


def owners_of(distributor):
    """[(id, name)] of the distributor's people who may own a customer."""
    with outside():
        rows = Membership.objects.filter(distributor=distributor, active=True).exclude(role=Membership.Role.CLERK)
        return list(rows.order_by("user__name").values_list("user_id", "user__name"))


@allow("customer.edit")
def customer_new(request):
    return _form(request, None)


@allow("customer.edit")
def customer_edit(request, number):
    return _form(request, customer_or_404(number))


def _form(request, customer):
    owners = owners_of(request.distributor)
    people = list(customer.contacts.all()) if customer else []
    initial = CustomerForm.initial_of(customer) if customer else {"owner": str(request.member.id)}
    form = CustomerForm(request.POST or None, initial=initial, owners=owners)
    rows = [{name: getattr(person, name) for name in CONTACT_NAMES} for person in people]
    contacts = Contacts(request.POST or None, prefix="contacts", initial=rows)
    key = request.POST.get("idempotency_key") or uuid4().hex

    def save(_fields):
        fields = form.for_verb() | {"contacts": contacts_of(contacts), "by": request.member}
        if customer:
            return edit_customer(request.distributor, customer.pk, **fields)
        return add_customer(request.distributor, key=key, **fields)

    saved = checked(request, form, save) if request.method == "GET" or contacts.is_valid() else None
    if saved:
        messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
        return redirect("customer", saved.number)
    context = {"customer": customer, "form": form, "contacts": contacts, "key": key}
    wrong = contacts.is_bound and not contacts.is_valid()
    return render(request, "customers/customer_form.html", context, status=422 if wrong else status_of(form))


@require_POST
@allow("customer.edit")
def customer_contact(request, number):
    found = customer_or_404(number)
    form = ContactForm(request.POST, prefix="contact")
    if checked(request, form, lambda fields: add_contact(request.distributor, found.pk, by=request.member, **fields)):
        return redirect("customer", found.number)
    return customer_page(request, found, status=status_of(form), contact_form=form)


@require_POST
@allow("customer.edit")
def customer_activity(request, number):
    found = customer_or_404(number)
    form, key = ActivityForm(request.POST), request.POST.get("idempotency_key", "")
    if checked(
        request, form, lambda fields: log_activity(request.distributor, found.pk, by=request.member, key=key, **fields)
    ):
        return redirect("customer", found.number)
    return customer_page(request, found, status=status_of(form), activity_form=form)
