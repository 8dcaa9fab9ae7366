import re
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.errors import Refused
from portal.lib.money import parse_decimal

PREFIX = "lines"
MOST_LINES = 500


class DispatchForm(forms.Form):
    carrier = forms.CharField(label=_("Carrier"), required=False, max_length=60)
    tracking = forms.CharField(label=_("Tracking number"), required=False, max_length=60)


class ParcelForm(forms.Form):
    """One line of an order that is dispatched. `line`: the OrderLine, set by `parcels_of`."""

    position = forms.IntegerField(widget=forms.HiddenInput)
    quantity = forms.CharField(label=_("Quantity"), required=False, max_length=20)
    serials = forms.CharField(
        label=_("Serial numbers"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 1})
    )

    line = None

    def clean_quantity(self):
        try:
            return parse_decimal(self.cleaned_data["quantity"] or "0", places=3)
        except Refused as no:
            raise forms.ValidationError(str(no)) from None

    def clean_serials(self):
        return [serial for serial in re.split(r"[\s,;，；、]+", self.cleaned_data["serials"]) if serial]


class Parcels(forms.BaseFormSet):
    def quantities(self):
        """{position: Decimal > 0} of the lines that are dispatched."""
        return {
            f.cleaned_data["position"]: f.cleaned_data["quantity"] for f in self.forms if f.cleaned_data["quantity"]
        }

    def serials(self):
        return {f.cleaned_data["position"]: f.cleaned_data["serials"] for f in self.forms if f.cleaned_data["serials"]}


ParcelSet = forms.formset_factory(
    ParcelForm, formset=Parcels, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


def parcels_of(lines, data=None):
    """The formset of an order's reserved lines, each with all of what is reserved."""
    initial = [{"position": line.position, "quantity": _plain(line.reserved)} for line in lines]
    parcels = ParcelSet(data, prefix=PREFIX, initial=initial)
    by_position = {str(line.position): line for line in lines}
    for form in parcels.forms:
        form.line = by_position.get(str(form["position"].value()))
    return parcels


def _plain(quantity):
    return f"{Decimal(quantity).normalize():f}"
