from datetime import timedelta

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from orders.domain.quick_quotation import TypedOffer
from orders.domain.quotation import LONGEST_DAYS
from orders.forms.order import MOST_ROWS, OrderForm
from portal.lib import dates

TERMS = {
    "payment_terms": _("For example: 30% on signing, the rest within 30 days of acceptance."),
    "delivery_terms": _("Lead time, place, who pays the freight."),
    "warranty_terms": _("For example: 12 months from delivery."),
}


class QuotationForm(forms.Form):
    """Everything of a quotation but its lines. customer and contact: what was typed; cleaned to the rows."""

    customer = forms.CharField(label=_("Customer"), max_length=120, help_text=_("Name, pinyin, number or phone."))
    contact = forms.CharField(
        label=_("Contact"), required=False, max_length=60, help_text=_("Empty: the customer's main contact.")
    )
    title = forms.CharField(label=_("Subject"), required=False, max_length=120)
    valid_days = forms.IntegerField(label=_("Valid for, days"), min_value=0, max_value=LONGEST_DAYS, initial=30)
    payment_terms = forms.CharField(label=_("Payment terms"), required=False, max_length=200)
    delivery_terms = forms.CharField(label=_("Delivery"), required=False, max_length=200)
    warranty_terms = forms.CharField(label=_("Warranty"), required=False, max_length=200)
    note = forms.CharField(
        label=_("Note on the quotation"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    clean_customer = OrderForm.clean_customer

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"].widget.attrs |= {
            "autocomplete": "off", "list": "customer-names", "hx-get": reverse("order-customers"),
            "hx-trigger": "input changed delay:200ms", "hx-target": "#customer-names", "hx-swap": "innerHTML",
            "data-quiet": "",
        }  # fmt: skip
        for name, hint in TERMS.items():
            self.fields[name].widget.attrs["placeholder"] = hint
        self.fields["valid_days"].widget.attrs["class"] = "short"

    def clean(self):
        cleaned = super().clean()
        customer, typed = cleaned.get("customer"), cleaned.get("contact", "").strip()
        cleaned["contact"] = None
        if customer is not None and typed:
            people = list(customer.contacts.all())
            found = next((person for person in people if typed in (person.name, person.mobile)), None)
            if found is None:
                names = ", ".join(person.name for person in people) or "–"
                self.add_error("contact", _("%(customer)s has no contact “%(typed)s”. Known: %(names)s.") % {
                    "customer": customer, "typed": typed, "names": names})  # fmt: skip
            cleaned["contact"] = found
        return cleaned

    def for_verb(self):
        """The cleaned fields as place_quotation takes them."""
        fields = dict(self.cleaned_data)
        customer, contact = fields.pop("customer"), fields.pop("contact")
        return {"customer_id": customer.pk, "contact_id": contact.pk if contact else None, **fields}


class OfferRowForm(forms.Form):
    """A row of the grid, all text: orders.domain.quick_quotation reads it. `line`: the LookedOffer, set by grid_of."""

    sku = forms.CharField(required=False, max_length=60)
    quantity = forms.CharField(required=False, max_length=20)
    unit_price = forms.CharField(required=False, max_length=20)
    discount = forms.CharField(required=False, max_length=10)
    note = forms.CharField(required=False, max_length=200)

    line = None


OfferGrid = forms.formset_factory(OfferRowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
PREFIX = "rows"
NAMES = ("sku", "quantity", "note", "unit_price", "discount")  # in the order of TypedOffer's fields


def grid_of(offers, blank=0):
    """The formset that shows looked-up rows, with `blank` empty rows at the end."""
    typed = [offer.typed for offer in offers] + [TypedOffer()] * blank
    grid = OfferGrid(prefix=PREFIX, initial=[{name: getattr(row, name) for name in NAMES} for row in typed])
    for form, offer in zip(grid.forms, [*offers, *[None] * blank], strict=True):
        form.line = offer
    return grid


def typed_in_grid(data):
    """[TypedOffer] of a posted grid, blank rows kept in their place. data: request.POST."""
    count = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(count), MOST_ROWS) if count.isascii() and count.isdecimal() and len(count) < 6 else 0
    return [
        TypedOffer(*(data.get(f"{PREFIX}-{number}-{name}", "").strip()[:200] for name in NAMES))
        for number in range(count)
    ]


class AnswerForm(forms.Form):
    """The customer's answer. `do` says which: accept or decline."""

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    text = forms.CharField(
        label=_("Note or reason"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    agreed = forms.BooleanField(label=_("I may accept this quotation for my company."), required=False)

    def clean(self):
        cleaned = super().clean()
        if self.data.get("do") == "accept" and not cleaned.get("agreed"):
            self.add_error("agreed", _("Tick this to accept."))
        if self.data.get("do") == "decline" and not cleaned.get("text"):
            self.add_error("text", _("Say what does not suit: the salesperson reads it."))
        return cleaned


class QuestionForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    text = forms.CharField(label=_("Your question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class CommitForm(forms.Form):
    starts_on = forms.DateField(
        label=_("Starts on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The warranty months count from this day."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note on the paper"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if abs(day - dates.today()) > timedelta(days=3 * 366):
            raise forms.ValidationError(_("Choose a day within three years of today."))
        return day
