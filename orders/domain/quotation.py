"""Verbs of the quotation that the distributor does: draft, edit, submit, revise, withdraw; and HQ's decision.
Issuing the paper: orders.domain.issue. The customer: orders.domain.answer. Into an order: orders.domain.conversion."""

from datetime import timedelta

from django.utils.translation import gettext as _

from customers.models import Contact, Customer
from distributors.domain import approval
from distributors.models import ApprovalRequest, DocumentCheck
from distributors.models.approval import DocumentKind, Step
from orders.domain.issue import issue
from orders.domain.lines import add_up
from orders.domain.offer import offered, reasons_for_approval, rows_of
from orders.domain.status import move, note_on, started
from orders.models import Quotation, QuotationLine
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import format_money
from tenants.context import inside, verb
from tenants.domain.idempotency import once
from tenants.domain.number import next_number

Status = Quotation.Status
FIELDS = ("title", "payment_terms", "delivery_terms", "warranty_terms", "note")
HOURS = 8  # working hours HQ has for a step when no rule says otherwise
LONGEST_DAYS = 366


@verb
def draft_quotation(distributor, customer_id, rows, *, by, key="", contact_id=None, valid_days=30, salesperson=None,
                    **fields):  # fmt: skip
    """A new draft for a customer. rows: [orders.domain.offer.OfferRow]. Returns the Quotation.

    valid_days: today and so many days more. fields: see FIELDS. salesperson: (id, name), who drafts by default.
    key: idempotency key of the form. Raises Refused naming the row at fault; nothing is saved then.
    """
    with inside(distributor):
        quotation = Quotation(since=dates.now(), entered_by=by.id)
        body = repr([(r.sku, str(r.quantity), str(r.unit_price), str(r.discount)) for r in rows])
        earlier = once(key, by=by, result=quotation.pk, body=f"{customer_id} {body} {sorted(fields.items())}")
        if earlier:
            return Quotation.objects.get(pk=earlier)
        quotation.salesperson, quotation.salesperson_name = salesperson or (by.id, by.name)
        _address(quotation, customer_id, contact_id)
        lines = _fill(quotation, distributor, rows, valid_days, fields)
        quotation.number = next_number(distributor, "BJ")
        quotation.save(force_insert=True)
        QuotationLine.objects.bulk_create(lines)
        started(quotation, by=by)
        return quotation


@verb
def edit_quotation(distributor, quotation_id, rows, *, by, seen, customer_id=None, contact_id=None, valid_days=30,
                   **fields):  # fmt: skip
    """Replace the lines and fields of a draft or returned quotation. seen: Quotation.edits as the editor saw it."""
    with inside(distributor):
        quotation = Quotation.objects.locked(quotation_id)
        _seen(quotation, seen)
        if quotation.status not in Quotation.EDITABLE:
            raise Refused(
                _("%(number)s is “%(status)s” and cannot be edited. Make a new version instead.")
                % {"number": quotation, "status": quotation.get_status_display()}
            )
        _address(quotation, customer_id or quotation.customer_id, contact_id)
        lines = _fill(quotation, distributor, rows, valid_days, fields)
        quotation.edits += 1
        quotation.lines.all().delete()
        quotation.save()
        QuotationLine.objects.bulk_create(lines)
        note_on(
            quotation,
            _("Edited: %(count)s lines, %(total)s") % {"count": len(lines), "total": format_money(quotation.total)},
            by=by,
        )
        return quotation


@verb
def submit_quotation(distributor, quotation_id, *, by, seen=None):
    """Put a quotation before HQ: to the channel manager with the reasons when it is under the floor or over the
    submitter's authority, else straight to the order desk to be issued. Prices are looked up again first."""
    with inside(distributor):
        quotation = Quotation.objects.locked(quotation_id)
        if seen is not None:
            _seen(quotation, seen)
        if quotation.valid_until < dates.today():
            raise Refused(
                _("%(number)s would have been valid until %(day)s only. Edit it first.")
                % {"number": quotation, "day": quotation.valid_until},
                field="valid_days",
            )
        lines = _refreshed(quotation, distributor)
        rules = {
            step["step"]: step
            for step in approval.steps_needed(
                approval.rules_of(DocumentKind.QUOTATION),
                amount=quotation.total, region_id=distributor.region_id, tier_id=distributor.tier_id,
            )
        }  # fmt: skip
        quotation.reasons = reasons_for_approval(lines, by.discount_limit)
        if Step.DISCOUNT in rules:
            quotation.reasons.append(rules[Step.DISCOUNT]["reason"])
        quotation.edits += 1  # what is submitted is looked at afresh, also by who returned it
        approval.touch(distributor, quotation, by=by, part="entered")
        if quotation.reasons:
            move(quotation, Status.SUBMITTED, by=by, note="; ".join(quotation.reasons), fields=["reasons", "edits"])
            _ask(distributor, quotation, Step.DISCOUNT, quotation.reasons, rules, submitter=(by.id, by.name))
        else:
            move(quotation, Status.APPROVED, by=by, note=_("Within authority."), fields=["reasons", "edits"])
            _ask(distributor, quotation, Step.ISSUE, [], rules, submitter=(by.id, by.name))
        return quotation


@verb
def decide_quotation(request, *, by, approve, note="", version=None):
    """Decide one waiting step of a quotation under its lock: the discount, or the issue of the paper. Returns it.

    request: ApprovalRequest (read, not locked). version: Quotation.edits that the decider saw; another one is Refused.
    approve False returns it to the distributor and needs a note.
    """
    if not approve and not note.strip():
        raise Refused(_("Say why the quotation is returned: the distributor reads it."), field="note")
    distributor = request.distributor
    with inside(distributor):
        quotation = Quotation.objects.locked(request.document)  # always the document first, then HQ's rows
        request = ApprovalRequest.objects.locked(request.pk)
        approval.check_decider(request, by=by)
        if request.version != quotation.edits or (version is not None and version != quotation.edits):
            raise Refused(
                _("%(number)s was changed meanwhile. Look at it again before you decide.") % {"number": quotation}
            )
        if not approval.touch(distributor, quotation, by=by, part=request.step, approved=approve, note=note):
            raise Refused(
                _("%(number)s needs a second person: you entered it or decided another step of it.")
                % {"number": quotation}
            )
        State = ApprovalRequest.State
        request.state = State.APPROVED if approve else State.RETURNED
        request.decided_by, request.decided_name, request.decided_at = by.id, by.name, dates.now()
        request.note = note[:500]
        request.save(update_fields=["state", "decided_by", "decided_name", "decided_at", "note"])
        if not approve:
            move(quotation, Status.RETURNED, by=by, note=note)
        elif request.step == Step.DISCOUNT:
            move(quotation, Status.APPROVED, by=by, note=note)
            _ask(distributor, quotation, Step.ISSUE, [], {}, submitter=(request.submitted_by, request.submitted_name))
        else:
            issue(distributor, quotation, by=by, note=note)
        return quotation


@verb
def issue_quotation(distributor, quotation_id, *, by, note="", version=None):
    """HQ's order desk issues the formal paper: its waiting step is approved. Refused when it does not wait for that."""
    request = ApprovalRequest.objects.select_related("distributor").filter(
        distributor_id=distributor.pk, document=quotation_id, step=Step.ISSUE, state=ApprovalRequest.State.WAITING
    ).first()  # fmt: skip
    if request is None:
        raise Refused(_("This quotation does not wait to be issued. Open it again to see where it stands."))
    return decide_quotation(request, by=by, approve=True, note=note, version=version)


@verb
def revise_quotation(distributor, quotation_id, *, by, key=""):
    """A new draft version with the same number and lines; the old one is replaced, and its paper with it."""
    with inside(distributor):
        old = Quotation.objects.locked(quotation_id)
        new = Quotation(since=dates.now(), entered_by=by.id)
        earlier = once(key, by=by, result=new.pk, body=f"revise {quotation_id}")
        if earlier:
            return Quotation.objects.get(pk=earlier)
        lines = list(old.lines.all())
        if any(li.converted for li in lines):
            raise Refused(_("%(number)s has orders already. Make a new quotation instead.") % {"number": old})
        days = (old.valid_until - old.valid_from).days
        move(old, Status.REPLACED, by=by, note=_("Replaced by version %(version)s.") % {"version": old.version + 1})
        _unpaper(distributor, old, DocumentCheck.State.REPLACED)
        new.number, new.version, new.title = old.number, old.version + 1, old.title
        new.customer_id, new.customer_name = old.customer_id, old.customer_name
        new.contact_name, new.contact_phone = old.contact_name, old.contact_phone
        new.salesperson, new.salesperson_name = old.salesperson, old.salesperson_name
        new_lines = _fill(new, distributor, rows_of(lines), days, {name: getattr(old, name) for name in FIELDS})
        new.save(force_insert=True)
        QuotationLine.objects.bulk_create(new_lines)
        started(new, by=by, note=_("Version %(version)s") % {"version": new.version})
        return new


@verb
def withdraw_quotation(distributor, quotation_id, *, by, reason):
    """Take a quotation back: nothing waits at HQ any more, its link and its paper say that it is withdrawn."""
    if not reason.strip():
        raise Refused(_("Say why the quotation is withdrawn."), field="reason")
    with inside(distributor):
        quotation = Quotation.objects.locked(quotation_id)
        move(quotation, Status.WITHDRAWN, by=by, note=reason)
        _unpaper(distributor, quotation, DocumentCheck.State.WITHDRAWN)
        return quotation


def _unpaper(distributor, quotation, state):
    approval.withdraw(distributor, quotation.pk)
    DocumentCheck.objects.filter(distributor_id=distributor.pk, document=quotation.pk).update(state=state)


def _ask(distributor, quotation, step, reasons, rules, *, submitter):
    approval.ask(
        distributor, kind=DocumentKind.QUOTATION, document=quotation, step=step, amount=quotation.total,
        reasons=reasons, hours=rules.get(step, {}).get("hours", HOURS), submitter=submitter,
    )  # fmt: skip


def _address(quotation, customer_id, contact_id):
    """To whom: the customer and one of its contacts, the main one when none is named, copied as they are now."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        raise Refused(_("Choose the customer."), field="customer")
    people = Contact.objects.filter(customer=customer)
    contact = people.filter(pk=contact_id).first() if contact_id else people.first()
    quotation.customer, quotation.customer_name = customer, customer.name
    quotation.contact_name = contact.name if contact else ""
    quotation.contact_phone = (contact and (contact.mobile or contact.phone)) or customer.phone


def _fill(quotation, distributor, rows, valid_days, fields):
    """Set what a person may set, the lines (returned, unsaved) and the totals."""
    if not 0 <= valid_days <= LONGEST_DAYS:
        raise Refused(_("A quotation is valid for 0 to %(most)s days.") % {"most": LONGEST_DAYS}, field="valid_days")
    quotation.valid_from = dates.today()
    quotation.valid_until = quotation.valid_from + timedelta(days=valid_days)
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"A quotation has no field {name} that a person may set.")
        setattr(quotation, name, value)
    lines = offered(rows, distributor, quotation=quotation)
    add_up(quotation, lines)
    return lines


def _refreshed(quotation, distributor):
    """The quotation's lines with list, floor and own price and tax rate of today; the customer's prices stay."""
    lines = list(quotation.lines.all())
    today = offered(rows_of(lines), distributor, quotation=quotation)
    fresh = ("list_price", "floor_price", "own_price", "price_source", "tax_rate", "net", "tax")
    changed = []
    for line, now in zip(lines, today, strict=True):
        if any(getattr(line, name) != getattr(now, name) for name in fresh):
            for name in fresh:
                setattr(line, name, getattr(now, name))
            changed.append(line)
    if changed:
        QuotationLine.objects.bulk_update(changed, fresh)
        add_up(quotation, lines)
        quotation.save(update_fields=["net", "tax", "total"])
    return lines


def _seen(quotation, seen):
    if quotation.edits != seen:
        raise Refused(_("%(number)s was changed meanwhile. Look at it again before you go on.") % {"number": quotation})
