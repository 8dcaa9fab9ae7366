from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import PriceList
from tenants.models import Distributor, Tier

from .fields import number


class PriceListForm(forms.ModelForm):
    """Only cleans; save_price_list saves."""

    class Meta:
        model = PriceList
        fields = ["code", "name", "scope_tier", "scope_distributor", "valid_from", "valid_to"]
        widgets = {
            "valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "valid_to": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "scope_distributor": _("Neither a tier nor a distributor: the list is for everyone."),
            "valid_to": _("Empty: until further notice."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["scope_tier"].choices = [("", "—")] + [(tier.pk, tier.label) for tier in Tier.objects.all()]
        distributors = Distributor.objects.only("code", "short_name", "name")
        self.fields["scope_distributor"].choices = [("", "—")] + [(d.pk, f"{d} {d.code}") for d in distributors]


class PriceRowForm(forms.Form):
    """One price of a list: by SKU, from a quantity on. An empty price takes the row out."""

    sku = forms.CharField(label=_("SKU"), max_length=40)
    min_quantity = number(3, label=_("From quantity"), min_value=0, required=False)
    price = number(4, label=_("Price, tax included"), min_value=0, required=False)
