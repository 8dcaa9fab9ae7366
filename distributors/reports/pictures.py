"""What the pages show of an Overview: the headline, the months, the words of a change. Each figure with its link."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from distributors.models import Fact
from distributors.reports import period as periods
from distributors.reports.national import HEADLINE
from distributors.reports.slice import Slice

SHORT = {
    Fact.ORDERED: gettext_lazy("Ordered"),
    Fact.APPROVED: gettext_lazy("Sales"),
    Fact.SHIPPED: gettext_lazy("Shipments"),
    Fact.COLLECTED: gettext_lazy("Collections"),
    Fact.RETURNED: gettext_lazy("Returns"),
    Fact.COMMITTED: gettext_lazy("Service commitments"),
}


def whole(region_ids, today):
    """The Slice of everything that a person may see: this year's sales."""
    return Slice(Fact.APPROVED, periods.named(periods.DEFAULT, today), region_ids=region_ids)


def headline(slice_, figures, today, page=""):
    """[{key, label, spans: [{key, label, amount, change, url}]}]: each fact of the headline by year, month, day.

    page: the national page's address, "" on that page itself.
    """
    words = {"year": _("This year"), "month": _("This month"), "today": _("Today")}
    return [
        {
            "key": str(fact),
            "label": SHORT[fact],
            "spans": [
                {
                    "key": key,
                    "label": label,
                    "amount": getattr(figures[fact], key),
                    "change": change(getattr(figures[fact], key), getattr(figures[fact], f"{key}_before")),
                    "url": page + slice_.url(fact=fact, period=periods.named(key, today)),
                }
                for key, label in words.items()
            ],
        }
        for fact in HEADLINE
    ]


def change(amount, before):
    """ "+12.4%" against a year before; "" where there was nothing."""
    if not before:
        return ""
    percent = (amount - before) * 100 / abs(before)
    return f"{percent.quantize(Decimal('0.1')):+}%"


def months(slice_, view, today, page=""):
    """Rows of the chart of months: label, value, before (the month a year before), url; empty for months to come."""
    return [
        {
            "label": str(first.month),
            "value": None if first > today else amount,
            "before": before,
            "url": page + slice_.url(period=periods.month(first, today)) if first <= today else "",
        }
        for first, amount, before in view.months
    ]


def months_and_targets(slice_, view, today, page):
    """The same with the month's target in the place of the year before."""
    rows = months(slice_, view, today, page)
    for row, (first, _amount, _before) in zip(rows, view.months, strict=True):
        row["before"] = view.targets.get(first, Decimal(0))
    return rows


def target_to_date(view, today):
    """(target of the year's months so far, this month included; target of the month), None where there is none."""
    year = sum(
        (amount for month, amount in view.targets.items() if date(today.year, 1, 1) <= month <= today), Decimal(0)
    )
    return year or None, view.targets.get(today.replace(day=1))
