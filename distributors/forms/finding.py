from django import forms
from django.utils.translation import gettext_lazy as _


class FindForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=200)


class GoForm(forms.Form):
    slug = forms.CharField(label=_("Portal address"), max_length=64)
