"""The steps that HQ has to decide: which are needed, who may, and whose hands a document went through."""

from django.db import connection
from django.utils.translation import gettext as _

from distributors.models import ApprovalRequest, ApprovalStep
from distributors.models.approval import STEP_RIGHT, Step
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.ids import uuid7
from portal.lib.money import format_money

HAND = """
INSERT INTO distributors_decision (id, distributor_id, document, version, person, name, part, approved, note, at)
SELECT %s::uuid, %s::uuid, %s::uuid, %s, %s::uuid, %s, %s, %s, %s, %s::timestamptz
WHERE NOT EXISTS (SELECT 1 FROM distributors_decision WHERE document = %s AND person = %s AND part <> %s)
ON CONFLICT (document, version, person) DO NOTHING
"""


def steps_needed(rows, *, amount, region_id, tier_id):
    """The route of a document: [{"step", "hours", "reason"}] in order, each step once.

    rows: ApprovalStep rows with their rule, those of the document's kind. Pure: asks no database.
    """
    needed = {}
    for row in sorted(rows, key=lambda r: (r.rank, r.step)):
        rule = row.rule
        if rule.amount_over is not None and amount <= rule.amount_over:
            continue
        if rule.region_id not in (None, region_id) or rule.tier_id not in (None, tier_id):
            continue
        why = rule.name
        if rule.amount_over is not None:
            why = _("%(rule)s: %(amount)s is over %(limit)s") % {
                "rule": rule.name, "amount": format_money(amount), "limit": format_money(rule.amount_over),
            }  # fmt: skip
        step = needed.setdefault(row.step, {"step": row.step, "hours": row.hours, "reason": why})
        step["hours"] = min(step["hours"], row.hours)
    return list(needed.values())


def rules_of(kind):
    """The rows in force for a kind of document, with their rules: one query."""
    return list(ApprovalStep.objects.filter(rule__kind=kind, rule__retired_at=None).select_related("rule"))


def ask(distributor, *, kind, document, step, amount, reasons, hours, submitter):
    """Put one step before HQ. document: the row, with id, number and the version a decider must have seen. submitter:
    (id, name) of who submitted it, in every step the same."""
    now = dates.now()
    return ApprovalRequest.objects.create(
        distributor_id=distributor.pk, region_id=distributor.region_id, kind=kind, document=document.pk,
        number=str(document), version=document.seen_version, step=step, amount=amount, reasons=reasons,
        submitted_by=submitter[0], submitted_name=submitter[1], created_at=now,
        due_at=dates.add_working_hours(now, hours),
    )  # fmt: skip


def say_again(distributor, document, reasons):
    """The step that waits has other reasons now: the document was put on hold, or is free again."""
    waiting = ApprovalRequest.objects.filter(
        distributor_id=distributor.pk, document=document, state=ApprovalRequest.State.WAITING
    )
    waiting.update(reasons=reasons)


def withdraw(distributor, document):
    """Nothing of the document waits any more (it was cancelled, revised or called back)."""
    ApprovalRequest.objects.filter(
        distributor_id=distributor.pk, document=document, state=ApprovalRequest.State.WAITING
    ).update(state=ApprovalRequest.State.WITHDRAWN, decided_at=dates.now())


def touch(distributor, document, *, by, part, approved=True, note=""):
    """Note whose hand a version of a document passed. Returns False when this person has another part in the document
    (in any version), or this very part in this version already. The caller holds the document's lock; the unique
    constraint on (document, version, person) stands behind it."""
    with connection.cursor() as cursor:
        cursor.execute(
            HAND,
            [uuid7(), distributor.pk, document.pk, document.seen_version, by.id, by.name, str(part), approved,
             note[:500], dates.now(), document.pk, by.id, str(part)],
        )  # fmt: skip
        return cursor.rowcount == 1


def check_decider(request, *, by):
    """Raise Refused unless the member may decide this request at all: right and region."""
    if not by.may(STEP_RIGHT[Step(request.step)]) or not by.sees_region(request.region_id):
        raise Refused(_("%(step)s is not yours to decide.") % {"step": request.get_step_display()})
    if request.state != ApprovalRequest.State.WAITING:
        raise Refused(
            _("%(number)s was already decided: %(state)s by %(name)s.")
            % {
                "number": request.number,
                "state": request.get_state_display().lower(),
                "name": request.decided_name or "–",
            }
        )
