"""Form fields that take what Chinese office users type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib import money
from portal.lib.errors import Refused


class NumberField(forms.DecimalField):
    """A number with full-width digits, thousands separators, ¥ and 元 folded; shown without idle zeros."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        try:
            return money.parse_decimal(value, places=self.decimal_places or 4)
        except Refused as no:
            raise forms.ValidationError(str(no)) from None

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else f"{value:f}"

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}


class AttributesField(forms.CharField):
    """{label: value} as lines of “label: value”."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value):
        return "\n".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, dict) else value

    def clean(self, value):
        pairs = {}
        for number, line in enumerate(super().clean(value).splitlines(), start=1):
            label, colon, text = line.replace("：", ":").partition(":")
            if not line.strip():
                continue
            if not colon or not label.strip() or not text.strip():
                raise forms.ValidationError(_("Line %(n)s: write “label: value”."), params={"n": number})
            pairs[label.strip()] = text.strip()
        return pairs


def number(places=4, **options):
    """A NumberField drawn as text, so that ¥1,234.50 may be pasted."""
    return NumberField(max_digits=16, decimal_places=places, widget=forms.TextInput, **options)
