from django import forms
from django.utils.translation import gettext_lazy as _

from customers.models import Activity
from portal.lib import dates, divisions
from portal.lib.forms import Cascade

MOST_CONTACTS = 20


def province_choices():
    return [("", "—"), *((province.full_name, province.name) for province in divisions.provinces())]


def city_choices():
    """[("省/市", name)]: a name alone may stand in two provinces."""
    names = {province.code: province.full_name for province in divisions.provinces()}
    pairs = [(f"{names[code]}/{c.name}", c.name) for code, found in divisions.cities().items() for c in found]
    return [("", "—"), *pairs]


def provinces_of_cities():
    return {value: value.partition("/")[0] for value, _name in city_choices() if value}


class CustomerForm(forms.Form):
    """owners: [(id, name)] of the people who may own a customer."""

    name = forms.CharField(label=_("Name"), max_length=120)
    industry = forms.CharField(label=_("Industry"), required=False, max_length=40)
    province = forms.ChoiceField(label=_("Province"), required=False, choices=province_choices)
    city = forms.ChoiceField(
        label=_("City"),
        required=False,
        choices=city_choices,
        widget=Cascade(parent="province", parents=provinces_of_cities()),
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40, widget=forms.TextInput({"type": "tel"}))
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        required=False,
        max_length=30,
        help_text=_("As on the licence; for invoices."),
    )
    uscc_reason = forms.CharField(
        label=_("Why the code may stay although it does not check"), required=False, max_length=200
    )
    bank_account = forms.CharField(label=_("Bank and account"), required=False, max_length=120)
    owner = forms.ChoiceField(label=_("Salesperson"), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
    anyway = forms.BooleanField(label=_("Save it anyway: it is another customer"), required=False)

    def __init__(self, *args, owners=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.owners = {str(pk): (pk, name) for pk, name in owners}
        self.fields["owner"].choices = [(str(pk), name) for pk, name in owners]

    def for_verb(self):
        """The cleaned fields as the verbs take them."""
        fields = dict(self.cleaned_data)
        fields["city"] = fields["city"].partition("/")[2]
        fields["owner"] = self.owners.get(fields.pop("owner"))
        return fields

    @staticmethod
    def initial_of(customer):
        names = "name industry province address phone uscc uscc_reason bank_account note".split()
        initial = {name: getattr(customer, name) for name in names}
        city = f"{customer.province}/{customer.city}" if customer.city else ""
        return initial | {"city": city, "owner": str(customer.owner)}


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Person's name"), required=False, max_length=60)
    position = forms.CharField(label=_("Position"), required=False, max_length=60)
    mobile = forms.CharField(label=_("Mobile"), required=False, max_length=40, widget=forms.TextInput({"type": "tel"}))
    phone = forms.CharField(label=_("Phone"), required=False, max_length=40, widget=forms.TextInput({"type": "tel"}))
    email = forms.EmailField(label=_("E-mail"), required=False)
    wechat = forms.CharField(label=_("WeChat"), required=False, max_length=60)
    main = forms.BooleanField(label=_("Main contact"), required=False)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("name") and any(value for name, value in cleaned.items() if name != "main"):
            self.add_error("name", _("Enter the contact's name."))
        return cleaned


Contacts = forms.formset_factory(ContactForm, extra=2, max_num=MOST_CONTACTS, absolute_max=MOST_CONTACTS)


def contacts_of(formset):
    """The filled rows of a valid formset, as the verbs take them."""
    return [form.cleaned_data for form in formset.forms if form.cleaned_data.get("name")]


class ActivityForm(forms.Form):
    kind = forms.ChoiceField(label=_("How"), choices=Activity.Kind.choices)
    text = forms.CharField(label=_("What was said or done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    due_on = forms.DateField(
        label=_("Due"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day and day < dates.today():
            raise forms.ValidationError(_("This day is past."))
        return day
