"""The national figures: one statement that reads the folded sums and the deltas, exact at its moment."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from distributors.models import Fact
from distributors.reports.period import Span, a_year_before, month_of, year_of
from distributors.reports.source import Query, cover, source_for

HEADLINE = (Fact.APPROVED, Fact.SHIPPED, Fact.COLLECTED)
ZERO = Decimal(0)
STATE = """
SELECT 'state', NULL, NULL, (SELECT max(at) FROM distributors_ledgercheck)::text, NULL, NULL, NULL, count(*)::numeric,
       (SELECT differences FROM distributors_ledgercheck ORDER BY at DESC LIMIT 1)::numeric,
       statement_timestamp()
FROM distributors_ledgerdelta
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Amounts of one fact, each with the same span of days a year before."""

    today: Decimal
    today_before: Decimal
    month: Decimal
    month_before: Decimal
    year: Decimal
    year_before: Decimal


@dataclass(frozen=True, slots=True)
class State:
    """at: the moment of the statement. waiting: deltas not folded yet (they are counted all the same).
    checked_at, differences: the last run of verify_ledger, None when there was none."""

    at: datetime
    waiting: int
    checked_at: datetime | None = None
    differences: int | None = None


@dataclass
class Overview:
    """headline: {fact: Figures}. months: [(first day, amount, a year before)] of the period's year. places:
    [(region, province, direct, amount, before)], lines: [(product line, amount, before)], both of the slice's fact and
    period. targets: {first day of a month: amount}."""

    state: State
    headline: dict
    months: list = field(default_factory=list)
    places: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    targets: dict = field(default_factory=dict)

    @property
    def total(self):
        return sum((place[3] for place in self.places), ZERO)

    @property
    def total_before(self):
        return sum((place[4] for place in self.places), ZERO)


def headline(today, region_ids=None):
    """(State, {fact: Figures}) of sales, shipments and collections. region_ids: None for every region. One query."""
    query, conditions = Query(), {} if region_ids is None else {"region": sorted(region_ids)}
    spans = _headline_spans(today)
    source = source_for(conditions)
    rows = _run(query, [_by_day(query, source, list(spans.values()), HEADLINE, conditions), STATE])
    return _state(rows), _headline(rows, source, spans)


def home(today, region_ids=None):
    """An Overview for HQ's first screen: headline, this year's months of sales with targets, and the regions' and
    provinces' sales of the year. One query. Targets are people's, not regions': shown to who sees every region."""
    query, conditions = Query(), {} if region_ids is None else {"region": sorted(region_ids)}
    spans, year, source = _headline_spans(today), year_of(today.year), source_for(conditions)
    parts = [
        _by_day(query, source, list(spans.values()), HEADLINE, conditions),
        _by_place(query, conditions, Fact.APPROVED, year, spans["year_before"]),
        STATE,
    ]
    if region_ids is None:
        parts.append(_targets(query, year))
    rows = _run(query, parts)
    found = _overview(rows, source, spans)
    found.months = _months(rows, source, Fact.APPROVED, today.year)
    return found


def overview(slice_, names, today):
    """The Overview of a slice. One query."""
    query, conditions = Query(), slice_.conditions(names)
    source = source_for(conditions)
    spans, year, fact = _headline_spans(today), slice_.period.year, slice_.fact
    facts = [*HEADLINE, *([] if fact in HEADLINE else [fact])]
    drawn = [year_of(year), year_of(year - 1)]
    parts = [
        _by_day(query, source, [*spans.values(), *drawn], facts, conditions),
        _by_place(query, conditions, fact, slice_.period.span, slice_.period.before),
        _by_line(query, conditions, fact, slice_.period.span, slice_.period.before),
        STATE,
    ]
    if shows_targets(slice_):
        parts.append(_targets(query, Span(min(drawn[0].start, slice_.period.span.start), drawn[0].end), slice_.person))
    rows = _run(query, parts)
    found = _overview(rows, source, spans)
    found.months = _months(rows, source, fact, year)
    return found


def shows_targets(slice_):
    """Targets are set for a person's sales of a month, nationwide: nothing finer can be held against them."""
    finer = (slice_.region, slice_.province, slice_.distributor, slice_.document, slice_.line, slice_.mix)
    return slice_.fact == Fact.APPROVED and slice_.region_ids is None and not any(finer)


def _headline_spans(today):
    month, year = month_of(today), year_of(today.year)
    then = a_year_before(today)
    return {
        "today": Span(today, today),
        "today_before": Span(then, then),
        "month": month,
        "month_before": Span(then.replace(day=1), then),
        "year": year,
        "year_before": Span(date(then.year, 1, 1), then),
    }


# The parts of the statement: (part, fact, grain, day, id, id, direct, amount, before, moment)


def _by_day(query, source, spans, facts, conditions):
    rows = query.rows(source, spans, facts, conditions, dimensions=())
    return (
        f"SELECT 'day', fact, grain, day::text, NULL::uuid, NULL::uuid, NULL::boolean, sum(amount), NULL::numeric,"
        f" NULL::timestamptz FROM ({rows}) d GROUP BY 2, 3, day"
    )


def _by_place(query, conditions, fact, span, before):
    source = source_for({*conditions, "region", "province"})
    rows = query.rows(source, [span, before], [fact], conditions, dimensions=("region", "province", "direct"))
    return (
        f"SELECT 'place', NULL, NULL, NULL, region, province, direct, {_both(query, source, span, before)}, NULL"
        f" FROM ({rows}) p GROUP BY 5, 6, 7"
    )


def _by_line(query, conditions, fact, span, before):
    source = source_for({*conditions, "product_line"})
    rows = query.rows(source, [span, before], [fact], conditions, dimensions=("product_line",))
    return (
        f"SELECT 'line', NULL, NULL, NULL, product_line, NULL, NULL, {_both(query, source, span, before)}, NULL"
        f" FROM ({rows}) l GROUP BY 5"
    )


def _both(query, source, span, before):
    return ", ".join(f"coalesce(sum(amount) FILTER (WHERE {query.covers(source, s)}), 0)" for s in (span, before))


def _targets(query, span, person=None):
    of = f" AND salesperson_id = {query.say(person)}" if person else ""
    return (
        "SELECT 'target', NULL, NULL, month::text, NULL, NULL, NULL, sum(amount), NULL, NULL FROM distributors_target"
        f" WHERE {query.between('month', span)}{of} GROUP BY month"
    )


def _run(query, parts):
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({part})" for part in parts), query.parameters)
        return cursor.fetchall()


# What came back


def _overview(rows, source, spans):
    return Overview(
        state=_state(rows),
        headline=_headline(rows, source, spans),
        places=[(region, province, direct, amount, before)
                for part, _f, _g, _d, region, province, direct, amount, before, _at in rows if part == "place"],
        lines=[(row[4], row[7], row[8]) for row in rows if row[0] == "line"],
        targets={date.fromisoformat(row[3]): row[7] for row in rows if row[0] == "target"},
    )  # fmt: skip


def _state(rows):
    row = next(row for row in rows if row[0] == "state")
    checked = datetime.fromisoformat(row[3]) if row[3] else None
    return State(row[9], int(row[7]), checked, None if row[8] is None else int(row[8]))


def _days(rows, fact):
    """[(grain, day, amount)] of one fact."""
    return [(row[2], date.fromisoformat(row[3]), row[7]) for row in rows if row[0] == "day" and row[1] == fact]


def _headline(rows, source, spans):
    found = {}
    for fact in HEADLINE:
        days = _days(rows, fact)
        found[fact] = Figures(**{name: _sum(days, source, span) for name, span in spans.items()})
    return found


def _months(rows, source, fact, year):
    """[(first day, amount, the same month a year before)]. Twelve whole months: none needs a sum of days."""
    days = _days(rows, fact)
    sums = {}
    for first in (date(y, number, 1) for y in (year - 1, year) for number in range(1, 13)):
        sums[first] = _sum(days, source, month_of(first))
    return [(first, amount, sums[a_year_before(first)]) for first, amount in sums.items() if first.year == year]


def _sum(days, source, span):
    holds = cover(source, span)
    return sum((amount for grain, day, amount in days if holds(grain, day)), ZERO)
