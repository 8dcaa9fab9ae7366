"""The customer's answer to an issued quotation, by a signed link without a login: accept, decline, ask."""

from uuid import UUID

from django.core import signing
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from orders.domain.status import move, note_on
from orders.models import Quotation, QuotationMessage
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import after_commit, inside, verb
from tenants.hosts import url_of
from tenants.member import Member, system

Status = Quotation.Status
ENDS = (Status.ISSUED, Status.ACCEPTED)  # these expire


def _salt(distributor):
    return f"quotation for the customer of {distributor.schema_name}"


def token_of(distributor, quotation):
    """The secret part of the customer's link to this version of a quotation, good at this distributor's host alone."""
    return signing.dumps([quotation.pk.hex, quotation.version], salt=_salt(distributor), compress=False)


def link_of(distributor, quotation):
    return url_of("distributor", distributor.slug, f"/q/{token_of(distributor, quotation)}/")


def quotation_of(distributor, token):
    """The quotation behind a token, or None: forged, of another distributor, or gone. The caller is inside."""
    try:
        pk, version = signing.loads(token, salt=_salt(distributor))
        return Quotation.objects.filter(pk=UUID(hex=pk), version=version).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None


def is_over(quotation):
    """It was open to the customer, and its last day is past."""
    return quotation.status == Status.EXPIRED or (quotation.status in ENDS and quotation.valid_until < dates.today())


@verb
def expire_due(distributor, quotation_id=None):
    """Mark what ran out: one quotation, or all of the distributor's. Returns how many. Any reader may trigger it."""
    with inside(distributor):
        due = Quotation.objects.filter(status__in=ENDS, valid_until__lt=dates.today())
        if quotation_id:
            due = due.filter(pk=quotation_id)
        due = list(due.select_for_update())
        for quotation in due:
            note = _("Valid until %(day)s.") % {"day": quotation.valid_until}
            move(quotation, Status.EXPIRED, by=system(), note=note)
        return len(due)


def customer(name):
    """The customer acts: a name as it was typed, no person of ours."""
    return Member(UUID(int=0), name, "customer", frozenset())


def accept_quotation(distributor, quotation_id, *, name, note="", by=None):
    """The customer accepts. name: who accepted (required). by: the salesperson who notes an acceptance that came by
    phone or on paper; None: the customer, by the link. Refused once it is over, replaced or withdrawn."""
    return _answer(distributor, quotation_id, Status.ACCEPTED, name, note, by)


def decline_quotation(distributor, quotation_id, *, name, reason, by=None):
    """The customer declines and says why."""
    if not reason.strip():
        raise Refused(_("Say what does not suit: the salesperson reads it."), field="reason")
    return _answer(distributor, quotation_id, Status.DECLINED, name, reason, by)


def _answer(distributor, quotation_id, to, name, text, by):
    name, text = " ".join(name.split())[:60], text.strip()[:500]
    if not name:
        raise Refused(_("Enter your name: it stands in the answer."), field="name")
    expire_due(distributor, quotation_id)  # on its own: the mark stays when the answer is refused
    return _take_answer(distributor, quotation_id, to, name, text, by or customer(name))


@verb
def _take_answer(distributor, quotation_id, to, name, text, by):
    with inside(distributor):
        quotation = Quotation.objects.locked(quotation_id)
        if quotation.status == to and quotation.accepted_by_name == name and quotation.answer == text:
            return quotation  # sent twice
        if quotation.status != Status.ISSUED:
            raise Refused(
                _("%(number)s is “%(status)s” and can no longer be answered. Ask the salesperson, %(name)s.")
                % {"number": quotation, "status": quotation.get_status_display(), "name": quotation.salesperson_name}
            )
        quotation.accepted_by_name, quotation.answer = name, text
        said = _("%(name)s: %(text)s") % {"name": name, "text": text} if text else name
        move(quotation, to, by=by, note=said, fields=["accepted_by_name", "answer"])
        return quotation


@verb
def write_message(distributor, quotation_id, text, *, by, inner=True):
    """A message in the quotation's thread. by: a member, or customer(name), whose messages are never inner.
    inner False: the customer reads it on the answer page. Returns the QuotationMessage."""
    Side = QuotationMessage.Side
    text = text.strip()
    if not text:
        raise Refused(_("Write the message first."), field="text")
    if len(text) > 2000:
        raise Refused(_("A message has at most 2000 characters."), field="text")
    with inside(distributor):
        quotation = Quotation.objects.get(pk=quotation_id)
        return QuotationMessage.objects.create(
            number=quotation.number, side=Side(by.side), inner=inner and by.side != Side.CUSTOMER, text=text,
            by_name=by.name, at=dates.now(),
        )  # fmt: skip


@verb
def send_link(distributor, quotation_id, *, by, email):
    """Mail the customer's link to an address, after the commit; the timeline says to whom it went."""
    with inside(distributor):
        quotation = Quotation.objects.locked(quotation_id)
        if quotation.status not in ENDS or is_over(quotation):
            raise Refused(_("%(number)s is not open to the customer. Issue it first.") % {"number": quotation})
        note_on(quotation, _("Link sent to %(email)s.") % {"email": email}, by=by)
        context = {
            "number": str(quotation), "contact": quotation.contact_name or quotation.customer_name, "by": by.name,
            "distributor": distributor.name, "link": link_of(distributor, quotation), "until": quotation.valid_until,
        }  # fmt: skip
        after_commit(_mail, email, context)
        return quotation


def _mail(email, context):
    subject = _("Quotation %(number)s from %(distributor)s") % context
    send_mail(subject, render_to_string("emails/quotation.txt", context), None, [email])
