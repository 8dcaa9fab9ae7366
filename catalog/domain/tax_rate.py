"""VAT rates as dated data."""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from catalog.models import TaxRate
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import verb


def tax_rates_on(day):
    """{code: rate} of every rate in force on a date; rate: Decimal, 0.13 for 13 %. One query."""
    rates = TaxRate.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day).order_by("valid_from")
    return dict(rates.values_list("code", "rate"))  # where two overlap, the newer


def with_tax_rate(products, day):
    """The queryset of products with `tax_rate` (Decimal, 0.13 for 13 %; None when none is in force) of a date."""
    rates = TaxRate.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=day), code=OuterRef("tax_code"), valid_from__lte=day
    )
    return products.annotate(tax_rate=Subquery(rates.order_by("-valid_from").values("rate")[:1]))


def tax_rate_on(code, day):
    """The rate (Decimal, 0.13 for 13 %) that `code` means on a date. Raises Refused when none is in force."""
    try:
        return tax_rates_on(day)[code]
    except KeyError:
        raise Refused(
            _("No tax rate “%(code)s” is in force on %(day)s. Enter it before you go on.") % {"code": code, "day": day},
            field="tax_code",
        ) from None


@verb
def save_tax_rate(*, code, rate, valid_from=None, name="", by):
    """From a day on (today when left out) `code` means `rate` (0.13 for 13 %); the row before it ends the day before.

    Returns the TaxRate."""
    valid_from = valid_from or dates.today()
    row, _made = TaxRate.objects.update_or_create(
        code=code, valid_from=valid_from, defaults={"rate": rate, "name": name or f"VAT {rate * 100:.0f} %"}
    )
    for before in TaxRate.objects.filter(code=code, valid_from__lt=valid_from, valid_to=None):
        before.valid_to = valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    return row
