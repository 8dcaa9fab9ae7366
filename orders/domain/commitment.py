"""服务承诺: what HQ owes the customer of a quotation or an order, as dated duties from the product lines' templates."""

import calendar
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.models import ProductLine
from distributors.domain.ledger import Paper, Wanted, post
from distributors.models import DocumentCheck, Fact
from orders.documents.commitment import commitment_pdf
from orders.domain.issue import new_code, store_paper
from orders.domain.status import move, note_on, started
from orders.models import Commitment, Duty, Order, Quotation
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import inside, verb
from tenants.domain.idempotency import once
from tenants.domain.number import next_number

Status = Commitment.Status
OFFERED = (Quotation.Status.ISSUED, Quotation.Status.ACCEPTED, Quotation.Status.CONVERTED)


@verb
def commit_service(distributor, *, by, quotation=None, order=None, starts_on=None, note="", key=""):
    """Promise the service for an issued quotation or an approved order (their ids; one of the two). Returns the
    Commitment, with its paper; an earlier one in force for the same document is replaced.

    starts_on: date, today when left out: from it count the warranty months of each product line.
    """
    starts_on = starts_on or dates.today()
    with inside(distributor):
        commitment = Commitment(since=dates.now(), committed_by=by.name, starts_on=starts_on, note=note.strip()[:300])
        earlier = once(key, by=by, result=commitment.pk, body=f"commit {quotation} {order} {starts_on} {note}")
        if earlier:
            return Commitment.objects.get(pk=earlier)
        document = _document(quotation, order)  # locked: two commitments of one document stand in line
        commitment.quotation_id, commitment.order_id = quotation, order
        commitment.customer_name = document.customer_name
        duties = _duties(commitment, list(document.lines.all()))
        if not duties:
            raise Refused(_("The product lines of %(number)s promise nothing. Fill in their service terms first.")
                          % {"number": document}, field="document")  # fmt: skip
        commitment.ends_on = max(duty.due_on for duty in duties)
        commitment.number = next_number(distributor, "CN")
        for old in Commitment.objects.filter(
            quotation_id=quotation, order_id=order, status=Status.COMMITTED
        ).select_for_update():
            _end(distributor, old, Status.REPLACED, by=by, note=commitment.number)
        commitment.save(force_insert=True)
        Duty.objects.bulk_create(duties)
        started(commitment, by=by)
        note_on(document, _("Service committed: %(number)s") % {"number": commitment}, by=by)
        post_commitment(distributor, commitment, document, len(duties), new=True)
        code = new_code()
        content = commitment_pdf(distributor, commitment, duties, document, code=code)
        store_paper(distributor, "commitment", commitment, content, code=code)
        return commitment


@verb
def withdraw_commitment(distributor, commitment_id, *, by, reason):
    """Take a commitment back; its paper says so from now on."""
    if not reason.strip():
        raise Refused(_("Say why the commitment is withdrawn."), field="reason")
    with inside(distributor):
        commitment = Commitment.objects.locked(commitment_id)
        _end(distributor, commitment, Status.WITHDRAWN, by=by, note=reason)
        return commitment


@verb
def fulfil_duty(distributor, duty_id, *, by, evidence):
    """A duty was done: what shows it (a report's number, who signed)."""
    if not evidence.strip():
        raise Refused(_("Say what shows that it was done: a report number, who signed."), field="evidence")
    with inside(distributor):
        duty = Duty.objects.locked(duty_id)
        commitment = duty.commitment
        if commitment.status != Status.COMMITTED:
            raise Refused(
                _("%(number)s is “%(status)s”: nothing is owed by it any more.")
                % {"number": commitment, "status": commitment.get_status_display()}
            )
        if duty.state == Duty.State.FULFILLED:
            raise Refused(_("This was noted already: %(evidence)s") % {"evidence": duty.evidence})
        duty.state, duty.evidence, duty.fulfilled_at = Duty.State.FULFILLED, evidence.strip()[:300], dates.now()
        duty.owner_name = by.name
        duty.save(update_fields=["state", "evidence", "fulfilled_at", "owner_name"])
        note_on(commitment, _("%(duty)s: %(evidence)s") % {"duty": duty.text, "evidence": duty.evidence}, by=by)
        return duty


def post_commitment(distributor, commitment, document, duties, *, new=False):
    """Settle the fact committed: the number of duties while it is in force, no money. The caller holds its lock."""
    wanted = []
    if commitment.status == Status.COMMITTED:
        day = dates.local_day(commitment.since)
        wanted = [Wanted(Fact.COMMITTED, day, Decimal(0), Decimal(0), quantity=Decimal(duties))]
    paper = Paper("commitment", commitment.pk, commitment.number, document.salesperson, document.salesperson_name,
                  document.customer.industry if document.customer_id else "", commitment.order_id)  # fmt: skip
    post(distributor, paper, wanted, facts=[Fact.COMMITTED], new=new)


def _end(distributor, commitment, status, *, by, note):
    move(commitment, status, by=by, note=note)
    DocumentCheck.objects.filter(distributor_id=distributor.pk, document=commitment.pk).update(state=status)
    post_commitment(distributor, commitment, commitment.order or commitment.quotation, 0)


def _document(quotation, order):
    """The locked quotation or order that the service is promised for. Refused when it is not that far."""
    if bool(quotation) == bool(order):
        raise Refused(_("Name the quotation or the order that the service is promised for."), field="document")
    model, good = (Quotation, OFFERED) if quotation else (Order, Order.SOLD)
    document = model.objects.locked(quotation or order)
    if document.status not in good:
        raise Refused(
            _("%(number)s is “%(status)s”: service is promised for an issued quotation or an approved order.")
            % {"number": document, "status": document.get_status_display()},
            field="document",
        )
    return document


def _duties(commitment, lines):
    """Unsaved duties: for each product line of the lines what its template promises, in the order of the lines."""
    kinds = list(dict.fromkeys(line.product_line for line in lines))
    templates = ProductLine.objects.in_bulk(kinds)
    duties = []
    for template in (templates[kind] for kind in kinds if kind in templates):
        ends_on = add_months(commitment.starts_on, template.warranty_months)
        for kind, measure, text in _promises(template):
            duties.append(
                Duty(commitment=commitment, position=len(duties) + 1, kind=kind, scope=template.name, measure=measure,
                     text=text[:300], starts_on=commitment.starts_on, due_on=ends_on)
            )  # fmt: skip
    return duties


def _promises(template):
    """[(kind, months or hours, words)] of a product line; what its template leaves empty is not promised. The words
    go on the customer's paper, so they are Chinese."""
    Kind = Duty.Kind
    promises = []
    if template.warranty_months:
        promises.append((Kind.WARRANTY, template.warranty_months, f"免费保修 {template.warranty_months} 个月"))
    if template.response_hours:
        promises.append((Kind.RESPONSE, template.response_hours, f"接到报修后 {template.response_hours} 小时内响应"))
    if template.onsite_hours:
        text = f"电话不能解决的，{template.onsite_hours} 小时内到达现场"
        promises.append((Kind.ONSITE, template.onsite_hours, text))
    if template.spare_parts:
        promises.append((Kind.SPARES, None, template.spare_parts))
    return promises


def add_months(day, months):
    """The same day so many months later, the month's last day where there is none: 2026-01-31 + 1 is 2026-02-28."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
