from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.models import Customer
from orders.domain.quick_order import Typed
from portal.lib import pinyin
from portal.lib.companies import fold_name


class OrderForm(forms.Form):
    """Everything of an order but its lines. customer: what was typed; cleaned to the Customer or None."""

    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=120,
        help_text=_("Name, pinyin, number or phone. Empty: for your own stock."),
    )
    purchase_order = forms.CharField(label=_("Own order number"), required=False, max_length=60)
    ship_to = forms.CharField(
        label=_("Ship to"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Address, name and phone of who receives the goods. Empty: your own address."),
    )
    wanted_on = forms.DateField(
        label=_("Wanted on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(
        label=_("Note for head office"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"].widget.attrs |= {
            "autocomplete": "off", "list": "customer-names", "hx-get": reverse("order-customers"),
            "hx-trigger": "input changed delay:200ms", "hx-target": "#customer-names", "hx-swap": "innerHTML",
            "data-quiet": "",
        }  # fmt: skip

    def clean_customer(self):
        typed = self.cleaned_data["customer"].strip()
        if not typed:
            return None
        exact = Q(number__iexact=typed) | Q(name=typed) | Q(folded_name=fold_name(typed))
        found = list(Customer.objects.filter(exact)[:2]) or customers_like(typed, most=4)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(
                _("There is no customer “%(typed)s”. Enter them under Customers first, or leave this empty."),
                params={"typed": typed[:40]},
            )
        raise forms.ValidationError(
            _("Several customers match: %(names)s. Choose one by its number."),
            params={"names": ", ".join(f"{row.name} ({row.number})" for row in found[:3])},
        )


def customers_like(typed, most=10):
    """The first customers that any part of name, pinyin, initials, phone or number finds."""
    return list(pinyin.matching(Customer.objects.all(), typed)[:most]) if typed.strip() else []


class RowForm(forms.Form):
    """A row of the grid, all text: orders.domain.quick_order reads it. `line`: the Looked row, set by `grid_of`."""

    sku = forms.CharField(required=False, max_length=60)
    quantity = forms.CharField(required=False, max_length=20)
    note = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    line = None


MOST_ROWS = 600
Grid = forms.formset_factory(RowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
PREFIX = "rows"


def grid_of(looked, blank=0):
    """The formset that shows looked-up rows, with `blank` empty rows at the end."""
    typed = [row.typed for row in looked] + [Typed()] * blank
    grid = Grid(prefix=PREFIX, initial=[{"sku": row.sku, "quantity": row.quantity, "note": row.note} for row in typed])
    for form, row in zip(grid.forms, [*looked, *[None] * blank], strict=True):
        form.line = row
    return grid


def typed_in_grid(data):
    """[Typed] of a posted grid, blank rows kept in their place. data: request.POST."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(count), MOST_ROWS) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
    return [
        Typed(*(data.get(f"{PREFIX}-{number}-{name}", "").strip()[:200] for name in ("sku", "quantity", "note")))
        for number in range(count)
    ]
