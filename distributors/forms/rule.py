from django import forms
from django.utils.translation import gettext_lazy as _

from distributors.domain.rule import MOST_HOURS, STEPS
from distributors.models import ApprovalRule
from distributors.models.approval import DocumentKind, Step
from portal.lib.errors import Refused
from portal.lib.money import parse_decimal
from tenants.models import Region, Tier


class RuleForm(forms.Form):
    """A rule: the kind is chosen once, conditions may be empty, each step has its hours (empty: not needed)."""

    name = forms.CharField(label=_("Name"), max_length=80)
    amount_over = forms.CharField(
        label=_("Only over the amount"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-money": "2"}),
        help_text=_("Tax included. Empty: any amount."),
    )
    region = forms.ModelChoiceField(Region.objects.all(), label=_("Only in the region"), required=False)
    tier = forms.ModelChoiceField(Tier.objects.all(), label=_("Only for the tier"), required=False)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = DocumentKind(kind)
        self.fields["region"].empty_label = _("Every region")
        self.fields["tier"].empty_label = _("Every tier")
        for step in STEPS[self.kind]:
            self.fields[f"hours_{step}"] = forms.IntegerField(
                label=_("%(step)s within (working hours)") % {"step": Step(step).label},
                required=False, min_value=1, max_value=MOST_HOURS,
                help_text=_("Empty: this step is not needed."),
            )  # fmt: skip

    @classmethod
    def of(cls, rule, data=None):
        """The form filled with a rule."""
        initial = {"name": rule.name, "amount_over": rule.amount_over, "region": rule.region_id, "tier": rule.tier_id}
        return cls(data, kind=rule.kind, initial=initial | {f"hours_{s.step}": s.hours for s in rule.steps.all()})

    def clean_amount_over(self):
        text = self.cleaned_data["amount_over"].strip()
        try:
            return parse_decimal(text, places=2) if text else None
        except Refused as no:
            raise forms.ValidationError(str(no)) from None

    def fields_of_rule(self):
        """What save_rule takes."""
        said = self.cleaned_data
        steps = [(step, said[f"hours_{step}"]) for step in STEPS[self.kind] if said[f"hours_{step}"]]
        named = {name: said[name] for name in ("name", "amount_over", "region", "tier")}
        return named | {"kind": self.kind, "steps": steps}


def rule_in_force(pk):
    """The rule with this id that is in force, or None."""
    return ApprovalRule.objects.filter(pk=pk, retired_at=None).prefetch_related("steps").first()
