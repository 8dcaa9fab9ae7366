"""HQ's route as rules: which steps a document needs. A rule is never edited: a new version replaces it, and documents
under way keep the route that they were given."""

from django.utils.translation import gettext as _

from distributors.models import ApprovalRule, ApprovalStep
from distributors.models.approval import DocumentKind, Step
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import verb

STEPS = {DocumentKind.ORDER: (Step.REVIEW, Step.RECHECK), DocumentKind.QUOTATION: (Step.DISCOUNT, Step.ISSUE)}
MOST_HOURS = 240


def rules_in_force():
    """[ApprovalRule] in force with their steps, region and tier, orders' first. Two queries."""
    rules = ApprovalRule.objects.filter(retired_at=None).select_related("region", "tier").prefetch_related("steps")
    return list(rules.order_by("kind", "amount_over", "name"))


@verb
def save_rule(rule=None, *, kind, name, steps, by, amount_over=None, region=None, tier=None):
    """Make a rule, or put a new version in the place of `rule`. Returns the new row.

    steps: [(Step, working hours)], in the order of STEPS whatever the order given. Empty conditions hold always.
    Raises Refused without a step, for a step that the kind does not have, and when `rule` was replaced meanwhile.
    """
    if not steps:
        raise Refused(_("Choose at least one step. To need none, retire the rule."), field="steps")
    if rule is not None and rule.kind != kind:
        raise Refused(_("A rule for orders stays one. Make another for quotations."), field="kind")
    hours = dict(steps)
    for step, number in hours.items():
        if step not in STEPS[kind]:
            raise Refused(_("This kind of document has no such step."), field="steps")
        if not 1 <= number <= MOST_HOURS:
            raise Refused(_("Working hours are between 1 and %(most)s.") % {"most": MOST_HOURS}, field="steps")
    version = 1
    if rule is not None:
        version = _retire(rule).version + 1
    new = ApprovalRule.objects.create(
        kind=kind, name=name, amount_over=amount_over, region=region, tier=tier, version=version
    )
    ApprovalStep.objects.bulk_create(
        ApprovalStep(rule=new, step=step, rank=rank, hours=hours[step])
        for rank, step in enumerate((s for s in STEPS[kind] if s in hours), start=1)
    )
    return new


@verb
def retire_rule(rule, *, by):
    """Take a rule out of force. Documents under way keep their steps."""
    return _retire(rule)


def _retire(rule):
    rule = ApprovalRule.objects.locked(rule.pk)
    if rule.retired_at is not None:
        raise Refused(_("“%(rule)s” was replaced or retired meanwhile. Open the rules again.") % {"rule": rule.name})
    rule.retired_at = dates.now()
    rule.save(update_fields=["retired_at"])
    return rule
