"""Forms about people. They clean; tenants.domain.staff and invitation save."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import Membership, Region, StaffRole


def _limit():
    return forms.DecimalField(
        label=_("Discount limit, %"),
        min_value=0,
        max_digits=5,
        max_value=100,
        decimal_places=2,
        initial=5,
        help_text=_("Percent off the list price that this person may give alone; above it head office is asked."),
    )


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    discount_limit = _limit()


class InviteForm(MembershipForm):
    name = forms.CharField(label=_("Full name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation is sent here; it is the login too."))
    field_order = ["name", "email", "role", "discount_limit"]


class StaffForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=StaffRole.Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    regions = forms.ModelMultipleChoiceField(
        Region.objects.none(),
        label=_("Regions"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Who is channel manager and nothing else sees the distributors of these regions only."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["regions"].queryset = Region.objects.all()


class StaffInviteForm(StaffForm):
    roles = None
    role = forms.ChoiceField(label=_("Role"), choices=StaffRole.Role.choices)
    name = forms.CharField(label=_("Full name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), help_text=_("The invitation is sent here; it is the login too."))
    field_order = ["name", "email", "role", "regions"]
