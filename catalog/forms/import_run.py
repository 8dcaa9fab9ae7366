from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import ImportRun, PriceList


class ImportForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is in the sheet"), choices=ImportRun.Kind.choices)
    price_list = forms.ModelChoiceField(
        PriceList.objects.exclude(status=PriceList.Status.RETIRED),
        label=_("Price list to fill"),
        empty_label="—",
        required=False,
        help_text=_("Only for prices."),
    )
    file = forms.FileField(
        label=_("Sheet (.xlsx or .csv, at most 5 MB)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )
