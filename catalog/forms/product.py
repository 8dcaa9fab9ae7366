from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.domain.product_line import line_tree
from catalog.models import Product, ProductLine, TaxRate

from .fields import AttributesField, number


def line_choices(none=""):
    """(id, label) of every product line, indented by depth."""
    return [("", none or "—")] + [(line.pk, "　" * line.depth + line.label) for line in line_tree()]


def tax_choices():
    codes = dict(TaxRate.objects.order_by("valid_from").values_list("code", "name"))
    return sorted(codes.items(), key=lambda pair: pair[1], reverse=True)


class ProductForm(forms.ModelForm):
    """Only cleans; save_product saves."""

    list_price = number(label=_("List price, tax included"))
    floor_price = number(label=_("Floor price, tax included"), required=False)
    min_quantity = number(3, label=_("Smallest order"), required=False)
    pack = number(3, label=_("Sold in packs of"), required=False)
    weight = number(3, label=_("Weight, kg"), required=False)
    attributes = AttributesField(
        label=_("Attributes"), required=False, help_text=_("One a line: label: value. They show in this order.")
    )
    substitute = forms.CharField(label=_("Substitute (SKU)"), required=False, max_length=40)

    class Meta:
        model = Product
        fields = [
            "sku",
            "name",
            "name_en",
            "spec",
            "unit",
            "line",
            "own_brand",
            "tax_code",
            "list_price",
            "floor_price",
            "lead_days",
            "min_quantity",
            "pack",
            "weight",
            "stock_shown",
            "substitute",
            "attributes",
            "description",
            "description_en",
        ]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "description_en": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = line_choices()
        self.fields["tax_code"] = forms.ChoiceField(label=_("Tax rate"), choices=tax_choices())
        self.fields["stock_shown"].choices = [("", _("As the product line says")), *ProductLine.StockShown.choices]
        if self.instance.substitute_id:
            self.initial["substitute"] = self.instance.substitute.sku

    def clean_substitute(self):
        sku = self.cleaned_data["substitute"].strip()
        if not sku:
            return None
        substitute = Product.objects.filter(sku=sku).first()
        if substitute is None:
            raise forms.ValidationError(_("There is no product with the SKU %(sku)s."), params={"sku": sku})
        return substitute

    def clean(self):
        for name in ("floor_price", "min_quantity", "pack"):
            if self.cleaned_data.get(name, "") is None:
                self.cleaned_data[name] = Product._meta.get_field(name).default
        return self.cleaned_data


class ProductLineForm(forms.ModelForm):
    """Only cleans; save_product_line saves."""

    class Meta:
        model = ProductLine
        fields = [
            "code",
            "name",
            "name_en",
            "parent",
            "rank",
            "tax_code",
            "stock_shown",
            "warranty_months",
            "response_hours",
            "onsite_hours",
            "spare_parts",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = line_choices(_("(none: a top line)"))
        self.fields["tax_code"] = forms.ChoiceField(label=_("Tax rate"), choices=tax_choices())
