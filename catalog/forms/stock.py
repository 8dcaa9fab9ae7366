from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Product

from .fields import number


class StockForm(forms.Form):
    """Goods that came in, or a count: of one product, with the paper or the reason."""

    sku = forms.CharField(label=_("SKU"), max_length=40)
    quantity = number(3, label=_("Quantity"), min_value=0)
    document = forms.CharField(label=_("Document or reason"), max_length=60)

    def clean_sku(self):
        sku = self.cleaned_data["sku"].strip()
        product = Product.objects.filter(sku=sku).first()
        if product is None:
            raise forms.ValidationError(_("There is no product with the SKU %(sku)s."), params={"sku": sku})
        return product
