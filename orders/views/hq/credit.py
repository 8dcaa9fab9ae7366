"""Finance changes a distributor's credit limit."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from distributors.domain.credit import exposure
from distributors.views.hq.access import the_distributor
from orders.domain.credit_limit import change_credit_limit
from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from portal.lib.money import parse_decimal
from tenants.permissions import allow


class LimitForm(forms.Form):
    limit = forms.CharField(
        label=gettext_lazy("New limit"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-money": "2"}),
        help_text=gettext_lazy("0: payment in advance."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_limit(self):
        try:
            return parse_decimal(self.cleaned_data["limit"], places=2)
        except Refused as no:
            raise forms.ValidationError(str(no)) from None


@allow("credit.edit")
def distributor_credit(request, slug):
    row = the_distributor(request, slug)
    account = row.credit
    form = LimitForm(request.POST or None, initial={"limit": f"{account.limit:,}", "version": account.version})
    freed = checked(request, form, lambda fields: change_credit_limit(row, by=request.member, **fields))
    if freed is not None:
        if freed:
            messages.success(request, _("Freed: %(numbers)s.") % {"numbers": ", ".join(freed)})
        return redirect("distributor", row.slug)
    context = {"form": form, "row": row, "used": exposure(row)}
    return render(request, "distributors/credit_form.html", context, status=status_of(form))
