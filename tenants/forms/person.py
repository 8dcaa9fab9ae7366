"""A person's own forms."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.lib import phones


class AcceptForm(forms.Form):
    """The invited person's name and password; who has a login already gives that login's password only."""

    name = forms.CharField(label=_("Your name"), max_length=60)
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, known=False, **kwargs):
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["name"]
            self.fields["password"].widget.attrs["autocomplete"] = "current-password"
            self.fields["password"].help_text = _("You have a login already: enter its password.")
        else:
            self.fields["password"].help_text = _("At least 10 characters, not only digits, none that everybody uses.")


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Full name"), max_length=60)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("The site's own")), *settings.LANGUAGES], required=False
    )

    def clean_phone(self):
        return phones.show(self.cleaned_data["phone"])


class VisitForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)
