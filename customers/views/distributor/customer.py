"""The distributor's customers: the table with its one-key search, and one customer with all that happened."""

import uuid
from datetime import date

from django.db.models import Max, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.forms.customer import ActivityForm, ContactForm
from customers.models import Activity, Contact, Customer
from portal.lib import dates, phones
from portal.lib.paging import Choice, Column, Days, Listing, Search, export
from tenants.permissions import allow

COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("name", gettext_lazy("Name"), sort="sort_key"),
    Column("contact", gettext_lazy("Contact"), "main_name"),
    Column("phone", gettext_lazy("Phone"), lambda row: phones.show(row.main_phone or row.phone)),
    Column("place", gettext_lazy("Place")),
    Column("industry", gettext_lazy("Industry"), sort="industry"),
    Column("owner_name", gettext_lazy("Salesperson"), sort="owner_name"),
    Column("last_at", gettext_lazy("Last contact"), kind="moment", sort="last_at"),
    Column("created_at", gettext_lazy("Added"), kind="moment", sort="created_at"),
]


def with_contact(rows):
    """Each customer with its main contact's name and phone and the last activity: one query with the rows."""
    people = Contact.objects.filter(customer=OuterRef("pk")).order_by("-main", "name")
    last = Activity.objects.filter(customer=OuterRef("pk")).order_by().values("customer").annotate(at=Max("at"))
    return rows.annotate(
        main_name=Subquery(people.values("name")[:1]),
        main_phone=Subquery(people.values("mobile")[:1]),
        last_at=Subquery(last.values("at")),
    )


@allow("customer.view")
def customers(request):
    me, today = request.member.id, dates.today()
    shown = {
        "mine": Q(owner=me),
        "due": Q(activities__due_on__lte=today, activities__by=me),
        "silent": Q(activities=None),
    }
    labels = [("mine", _("My own")), ("due", _("My next steps that are due")), ("silent", _("Never contacted"))]
    listing = Listing(
        request.GET,
        with_contact(Customer.objects.all()),
        columns=COLUMNS,
        sort="name",
        filters=[
            Search(),
            Choice("show", _("Show"), labels, apply=lambda rows, values: rows.filter(shown[values[0]]).distinct()),
            Days("created", _("Added"), field="created_at"),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Customers"))
    return render(request, "customers/customer_list.html", {"listing": listing})


def customer_or_404(number):
    """By its number; a document that only knows the id may link with that."""
    try:
        found = Customer.objects.filter(pk=uuid.UUID(number)).first()
    except ValueError:
        found = Customer.objects.filter(number=number[:20]).first()
    if found is None:
        raise Http404
    return found


@allow("customer.view")
def customer(request, number):
    found = customer_or_404(number)
    if found.number != number:
        return redirect("customer", found.number)
    return customer_page(request, found)


def customer_page(request, found, refusal="", status=200, **forms):
    today: date = dates.today()
    activities = list(found.activities.all()[:100])
    context = {
        "customer": found,
        "contacts": list(found.contacts.all()),
        "activities": activities,
        "timeline": [_entry(activity, today) for activity in activities],
        "steps": [activity for activity in activities if activity.due_on and activity.due_on >= today],
        "quotations": list(found.quotation_set.order_by("-since")[:20]),
        "orders": list(found.order_set.order_by("-since")[:20]),
        "refusal": refusal,
        "key": uuid.uuid4().hex,
        "may_edit": request.member.may("customer.edit"),
        "may_quote": request.member.may("quotation.edit"),
        "activity_form": ActivityForm(),
        "contact_form": ContactForm(prefix="contact"),
    } | forms
    return render(request, "customers/customer_detail.html", context, status=409 if refusal else status)


def _entry(activity, today):
    """An activity for parts/timeline.html."""
    note = activity.text
    late = activity.due_on and activity.due_on < today
    if activity.next_step:
        day = f" ({activity.due_on})" if activity.due_on else ""
        note += "\n" + _("Next: %(step)s") % {"step": activity.next_step + day}
    return {
        "what": activity.get_kind_display(),
        "who": activity.by_name,
        "at": activity.at,
        "note": note,
        "tone": "amber" if late else "blue" if activity.next_step else "grey",
    }
