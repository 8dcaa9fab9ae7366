"""Verbs of the distributor's own customers: add, edit, their contacts, and what was talked about (跟进记录)."""

from django.db.models import Q
from django.utils.translation import gettext as _

from customers.models import Activity, Contact, Customer
from portal.lib import companies, dates, phones, pinyin, uscc
from portal.lib.errors import Refused
from tenants.context import inside, verb
from tenants.domain.idempotency import once
from tenants.domain.number import next_number

FIELDS = "name uscc uscc_reason industry province city address phone bank_account note".split()
CONTACT_FIELDS = "name position mobile phone email wechat main".split()
MOST_SIMILAR = 5


@verb
def add_customer(distributor, *, by, key="", owner=None, contacts=(), anyway=False, **fields):
    """A new customer. Returns the Customer.

    fields: see FIELDS. owner: (id, name) of the salesperson, who adds by default. contacts: [dict of CONTACT_FIELDS].
    Raises Refused at `uscc` when the code is wrong and no reason is given to keep it, and at `anyway` when a customer
    of that name, code or phone is there already, unless anyway is True.
    """
    with inside(distributor):
        customer = Customer(created_at=dates.now())
        earlier = once(key, by=by, result=customer.pk, body=repr(sorted(fields.items())) + repr(list(contacts)))
        if earlier:
            return Customer.objects.get(pk=earlier)
        customer.owner, customer.owner_name = owner or (by.id, by.name)
        _fill(customer, fields)
        if not anyway:
            _warn(customer, contacts)
        customer.number = next_number(distributor, "KH")
        rows = _contacts(customer, contacts)
        _describe(customer, rows)
        customer.save(force_insert=True)
        Contact.objects.bulk_create(rows)
        return customer


@verb
def edit_customer(distributor, customer_id, *, by, owner=None, contacts=None, anyway=False, **fields):
    """Change a customer's data; contacts, when given, replace those there are. Refused as in add_customer."""
    with inside(distributor):
        customer = Customer.objects.locked(customer_id)
        before = (customer.folded_name, customer.uscc, customer.phone)
        if owner is not None:
            customer.owner, customer.owner_name = owner
        _fill(customer, fields)
        if not anyway and (customer.folded_name, customer.uscc, customer.phone) != before:
            _warn(customer, contacts or ())
        if contacts is not None:
            customer.contacts.all().delete()
            Contact.objects.bulk_create(_contacts(customer, contacts))
        _describe(customer, customer.contacts.all())
        customer.save()
        return customer


@verb
def add_contact(distributor, customer_id, *, by, **fields):
    """One more contact of a customer; `main` True takes the mark from the one who had it. Returns the Contact."""
    with inside(distributor):
        customer = Customer.objects.locked(customer_id)
        here = list(customer.contacts.all())
        contact = _contact(customer, fields)
        contact.main = contact.main or not here
        if contact.main:
            customer.contacts.filter(main=True).update(main=False)
        contact.save(force_insert=True)
        _describe(customer, [*here, contact])
        customer.save(update_fields=["search"])
        return contact


@verb
def log_activity(distributor, customer_id, *, by, kind, text, next_step="", due_on=None, key=""):
    """Write down one contact with a customer, and what is to follow until when. Returns the Activity."""
    if not text.strip():
        raise Refused(_("Write down what was said or done."), field="text")
    if kind not in Activity.Kind.values:
        raise Refused(_("Choose how you were in contact."), field="kind")
    if due_on and not next_step.strip():
        raise Refused(_("Say what is to be done by then."), field="next_step")
    with inside(distributor):
        activity = Activity(kind=kind, text=text.strip()[:2000], next_step=next_step.strip()[:200], due_on=due_on,
                            by=by.id, by_name=by.name, at=dates.now())  # fmt: skip
        earlier = once(key, by=by, result=activity.pk, body=f"{customer_id} {kind} {text} {next_step} {due_on}")
        if earlier:
            return Activity.objects.get(pk=earlier)
        activity.customer = Customer.objects.get(pk=customer_id)
        activity.save(force_insert=True)
        return activity


def similar(customer, phone_numbers=()):
    """Customers that may be the same: equal folded name, code, or a phone of theirs or of a contact. At most a few.

    The caller is inside the distributor. phone_numbers: folded."""
    same = Q(folded_name=customer.folded_name)
    if customer.uscc:
        same |= Q(uscc=customer.uscc)
    for number in filter(None, {customer.phone, *phone_numbers}):
        same |= Q(phone=number) | Q(contacts__mobile=number) | Q(contacts__phone=number)
    return list(Customer.objects.filter(same).exclude(pk=customer.pk).distinct()[:MOST_SIMILAR])


def _fill(customer, fields):
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"A customer has no field {name} that a person may set.")
        setattr(customer, name, str(value or "").strip())
    customer.name = " ".join(customer.name.split())
    if not customer.name:
        raise Refused(_("Enter the customer's name."), field="name")
    customer.folded_name = companies.fold_name(customer.name)[:120]
    customer.phone = phones.fold(customer.phone)
    customer.uscc = uscc.fold(customer.uscc)[:18]
    if customer.uscc and (wrong := uscc.problem(customer.uscc)):
        if not customer.uscc_reason:
            raise Refused(_("%(problem)s Correct it, or say why it may stay.") % {"problem": wrong}, field="uscc")
    else:
        customer.uscc_reason = ""


def _warn(customer, contacts):
    numbers = [phones.fold(c.get(n)) for c in contacts for n in ("mobile", "phone")]
    if found := similar(customer, numbers):
        raise Refused(
            _("There is already: %(customers)s. If it is another one, tick “Save it anyway”.")
            % {"customers": ", ".join(f"{c.name} ({c.number}, {c.owner_name})" for c in found)},
            field="anyway",
        )


def _contacts(customer, contacts):
    """Unsaved contacts from dicts; one of them is the main one, the first when none is marked."""
    rows = [_contact(customer, fields) for fields in contacts]
    marked = next((row for row in rows if row.main), rows[0] if rows else None)
    for row in rows:
        row.main = row is marked
    return rows


def _contact(customer, fields):
    if set(fields) - set(CONTACT_FIELDS):
        raise TypeError(f"A contact has no field {set(fields) - set(CONTACT_FIELDS)}.")
    contact = Contact(customer=customer, **{k: str(v or "").strip() for k, v in fields.items() if k != "main"})
    if not contact.name:
        raise Refused(_("Enter the contact's name."), field="name")
    contact.mobile, contact.phone = phones.fold(contact.mobile), phones.fold(contact.phone)
    contact.main = bool(fields.get("main"))
    return contact


def _describe(customer, contacts):
    """Set what the customer is found and sorted by: name, number, code, phones, and its contacts'."""
    people = [text for c in contacts for text in (c.name, c.mobile, c.phone, c.email)]
    customer.search = pinyin.search_text(customer.name, customer.number, customer.uscc, customer.phone, *people)
    customer.sort_key = pinyin.sort_key(customer.name)
