from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.lib.errors import Refused
from portal.lib.money import parse_decimal

SHARE = "share-"


class ReceiptForm(forms.Form):
    """What the bank says. amount is cleaned to Decimal; the orders it pays stand in fields named "share-<order id>"."""

    amount = forms.CharField(
        label=_("Amount"), max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "data-money": "2"})
    )
    received_on = forms.DateField(
        label=_("Received on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    method = forms.ChoiceField(
        label=_("Method"),
        required=False,
        choices=[
            ("银行转账", _("Bank transfer")), ("银行承兑汇票", _("Banker's acceptance")),
            ("支票", _("Cheque")), ("微信支付", _("WeChat Pay")), ("支付宝", _("Alipay")), ("现金", _("Cash")),
        ],
    )  # fmt: skip
    reference = forms.CharField(label=_("Bank reference"), required=False, max_length=80)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def clean_amount(self):
        try:
            return parse_decimal(self.cleaned_data["amount"], places=2)
        except Refused as no:
            raise forms.ValidationError(str(no)) from None


def shares_of(data):
    """{order id: Decimal} of the posted shares; empty ones are left out. Raises Refused for what is no amount."""
    shares = {}
    for name, text in data.items():
        if name.startswith(SHARE) and text.strip():
            amount = parse_decimal(text, places=2, field="shares")
            try:
                shares[UUID(name.removeprefix(SHARE))] = amount
            except ValueError:
                raise Refused(_("One of the orders is not approved or not this distributor's.")) from None
    return {order_id: amount for order_id, amount in shares.items() if amount}
