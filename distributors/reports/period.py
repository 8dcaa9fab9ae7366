"""The span of days a report is about, and the same span a year before."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib import dates

CHOICES = {
    "today": gettext_lazy("Today"),
    "month": gettext_lazy("This month"),
    "year": gettext_lazy("This year"),
    "last_year": gettext_lazy("Last year"),
    "custom": gettext_lazy("From – to"),
}
DEFAULT = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from start to end, both inclusive. An empty span has end before start."""

    start: date
    end: date

    @property
    def months(self):
        """The span of the whole months inside (first day of the first to last day of the last), or None."""
        first = self.start if self.start.day == 1 else dates.next_month_start(self.start)
        past = self.end + timedelta(days=1)
        last = dates.month_start(past) - timedelta(days=1)
        return Span(first, last) if first < last else None

    @property
    def edges(self):
        """The days outside the whole months, as spans."""
        months = self.months
        if months is None:
            return [self]
        parts = [Span(self.start, months.start - timedelta(days=1)), Span(months.end + timedelta(days=1), self.end)]
        return [part for part in parts if part.start <= part.end]


@dataclass(frozen=True, slots=True)
class Period:
    """key: one of CHOICES. span: its days. before: the days of a year ago to compare with; of a period that is not
    over, only as far as it has come."""

    key: str
    span: Span
    before: Span

    @property
    def label(self):
        if self.key == "custom":
            start, end = self.span.start.isoformat(), self.span.end.isoformat()
            return start if start == end else f"{start} – {end}"
        return str(CHOICES[self.key])

    @property
    def parameters(self):
        if self.key == "custom":
            return {"period": "custom", "from": self.span.start.isoformat(), "to": self.span.end.isoformat()}
        return {} if self.key == DEFAULT else {"period": self.key}

    @property
    def year(self):
        """The calendar year in which the period ends: the one that the months are drawn of."""
        return self.span.end.year


def period_of(parameters, today):
    """The Period that ?period= (with ?from= and ?to=) asks for; the default for anything else."""
    key = parameters.get("period", DEFAULT)
    if key == "custom":
        start, end = _day(parameters.get("from")), _day(parameters.get("to"))
        start = start or date((end or today).year, 1, 1)
        end = end or max(start, today)
        return custom(min(start, end), max(start, end), today)
    return named(key if key in CHOICES else DEFAULT, today)


def named(key, today):
    span = {
        "today": Span(today, today),
        "month": month_of(today),
        "year": year_of(today.year),
        "last_year": year_of(today.year - 1),
    }[key]
    return Period(key, span, _before(span, today))


def custom(start, end, today):
    span = Span(start, end)
    return Period("custom", span, _before(span, today))


def month(first, today):
    """The period of one month, by its first day."""
    return named("month", today) if first == dates.month_start(today) else custom(first, month_of(first).end, today)


def month_of(day):
    return Span(day.replace(day=1), dates.next_month_start(day) - timedelta(days=1))


def year_of(year):
    return Span(date(year, 1, 1), date(year, 12, 31))


def a_year_before(day):
    """The same day a year earlier; 29 February becomes 28 February."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _before(span, today):
    end = min(span.end, today) if span.start <= today else span.end
    whole = end == span.end and (end + timedelta(days=1)).day == 1  # so that a February ends on its own last day
    before = Span(a_year_before(span.start), a_year_before(end))
    return Span(before.start, month_of(before.end).end) if whole else before


def _day(text):
    try:
        day = date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
    return day if 1950 <= day.year <= 2150 else None


def same_span_label(period):
    """What the figures of a year before are called."""
    return _("Same period last year") if period.key != "last_year" else _("The year before")
