"""Opening and editing a distributor. The forms clean; distributors.domain.distributor saves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib import divisions, phones, uscc
from portal.lib.errors import Refused
from portal.lib.forms import Cascade
from portal.lib.money import parse_decimal
from tenants.models import Distributor, Province, Region, StaffRole, Tier, User

GROUPS = {
    "who": "slug name short_name code kind uscc uscc_anyway",
    "where": "region province city address contact phone",
    "terms": "tier credit_limit payment_days manager sharing",
    "owner": "owner_name owner_email",
}


class DistributorForm(forms.Form):
    name = forms.CharField(label=_("Name on the licence"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    code = forms.CharField(label=_("Code"), max_length=20)
    kind = forms.ChoiceField(label=_("Kind"), choices=Distributor.Kind.choices)
    uscc = forms.CharField(label=_("Unified social credit code"), max_length=30, required=False)
    uscc_anyway = forms.BooleanField(label=_("The code is on the licence like this"), required=False)
    region = forms.ChoiceField(label=_("Region"))
    province = forms.ChoiceField(label=_("Province"))
    city = forms.ChoiceField(label=_("City"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    contact = forms.CharField(label=_("Contact"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    tier = forms.ModelChoiceField(Tier.objects.none(), label=_("Tier"), empty_label=None)
    manager = forms.ModelChoiceField(
        User.objects.none(), label=_("Channel manager"), required=False, empty_label=_("Nobody yet")
    )
    payment_days = forms.IntegerField(label=_("Payment term in days"), min_value=0, max_value=365, initial=30)
    sharing = forms.ChoiceField(
        label=_("Customers shared with head office"),
        choices=Distributor.Sharing.choices,
        initial=Distributor.Sharing.TOTALS,
        help_text=_("As the agreement says; the distributor sees it too."),
    )

    def __init__(self, *args, member, **kwargs):
        super().__init__(*args, **kwargs)
        self._places(member)
        self.fields["tier"].queryset = Tier.objects.all()
        managers = StaffRole.objects.filter(role=StaffRole.Role.CHANNEL_MANAGER, active=True)
        self.fields["manager"].queryset = User.objects.filter(pk__in=managers.values("user_id")).order_by("name")
        if not self.needs_override():
            del self.fields["uscc_anyway"]

    def groups(self):
        """[(legend, its bound fields)], to draw."""
        legends = {"who": _("Company"), "where": _("Place"), "terms": _("Terms"), "owner": _("Owner")}
        drawn = [(legends[key], [self[name] for name in names.split() if name in self.fields])
                 for key, names in GROUPS.items()]  # fmt: skip
        return [(legend, fields) for legend, fields in drawn if fields]

    def _places(self, member):
        provinces = Province.objects.select_related("region")
        if member.region_ids is not None:
            provinces = provinces.filter(region_id__in=member.region_ids)
        self.provinces = {str(p.pk): p for p in provinces}
        regions = Region.objects.filter(pk__in={p.region_id for p in self.provinces.values()})
        of_code = {p.code: key for key, p in self.provinces.items()}
        cities = [(c.name, of_code[c.province]) for found in divisions.cities().values() for c in found
                  if c.province in of_code]  # fmt: skip
        kept = (self.initial.get("city"), str(self.initial.get("province", "")))
        if kept[0] and kept not in cities:
            cities.append(kept)
        self._choose("region", [(str(r.pk), r.label) for r in regions])
        self._choose(
            "province", [(key, p.label) for key, p in self.provinces.items()], "region",
            {key: p.region_id for key, p in self.provinces.items()},
        )  # fmt: skip
        self._choose("city", [(name, name) for name, _province in cities], "province", dict(cities))

    def _choose(self, name, choices, parent="", parents=None):
        field = self.fields[name]
        field.choices = [("", _("Choose")), *choices]
        if parent:
            field.widget = Cascade(parent=parent, parents=parents)
            field.widget.choices = field.choices
            field.widget.is_required = field.required

    def needs_override(self):
        """The box “like this on the licence” is there once a code looks wrong."""
        typed = self.data.get("uscc") if self.is_bound else self.initial.get("uscc")
        return bool(typed and uscc.problem(typed))

    def clean_uscc(self):
        code = uscc.fold(self.cleaned_data["uscc"])
        if code and (problem := uscc.problem(code)) and not self.data.get("uscc_anyway"):
            raise forms.ValidationError(problem)
        if len(code) > 18:
            raise forms.ValidationError(uscc.problem(code))
        return code

    def clean_phone(self):
        return phones.show(self.cleaned_data["phone"])

    def clean(self):
        """The fields of the verb: the province names its region."""
        fields = super().clean()
        fields.pop("uscc_anyway", None)
        province = self.provinces.get(fields.get("province", ""))
        if province:
            fields["province"], fields["region"] = province, province.region
        return fields


class OpenForm(DistributorForm):
    slug = forms.CharField(label=_("Portal address"), max_length=64)
    credit_limit = forms.CharField(
        label=_("Credit limit"), initial="0", help_text=_("0: payment in advance."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-money": "2"}),
    )  # fmt: skip
    owner_name = forms.CharField(label=_("Owner's name"), max_length=60, required=False)
    owner_email = forms.EmailField(
        label=_("Owner's e-mail"), required=False, help_text=_("The invitation is sent here. It can be sent later too.")
    )
    field_order = " ".join(GROUPS.values()).split()

    def clean_credit_limit(self):
        try:
            return parse_decimal(self.cleaned_data["credit_limit"], places=2)
        except Refused as no:
            raise forms.ValidationError(str(no)) from None


class OwnerForm(forms.Form):
    name = forms.CharField(label=_("Owner's name"), max_length=60)
    email = forms.EmailField(label=_("Owner's e-mail"))


class RegionForm(forms.Form):
    code = forms.SlugField(label=_("Code"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False)
    rank = forms.IntegerField(label=_("Order"), min_value=0, max_value=999, initial=0)
