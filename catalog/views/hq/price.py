"""Why this price: what a distributor pays for a product, and for what reason."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from catalog.domain.price import price_breaks, price_for
from catalog.forms.fields import number
from catalog.models import Product
from catalog.views.scope import distributors_of
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.models import Distributor
from tenants.permissions import allow


class WhyForm(forms.Form):
    distributor = forms.ModelChoiceField(
        Distributor.objects.none(), label=_("Distributor"), required=False, empty_label="—"
    )
    quantity = number(3, label=_("Quantity"), min_value=0, required=False)
    on = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, distributors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["distributor"].queryset = distributors.only("code", "short_name", "name")


@allow("price_list.view")
def price_why(request, pk):
    """?distributor=&quantity=&on= for a product."""
    product = get_object_or_404(Product, pk=pk)
    form = WhyForm(request.GET, distributors=distributors_of(request.member))
    price, breaks, refusal = None, [], ""
    if form.is_valid():
        distributor, on = form.cleaned_data["distributor"], form.cleaned_data["on"] or dates.today()
        try:
            price = price_for(product, distributor, quantity=form.cleaned_data["quantity"] or 1, on=on)
            breaks = price_breaks(product, distributor, on)
        except Refused as no:
            refusal = str(no)
    context = {"product": product, "form": form, "price": price, "breaks": breaks, "refusal": refusal}
    return render(request, "catalog/price_why.html", context, status=409 if refusal else 200)
