"""Which of the ledger's sums a question is read from: always the folded sums and the deltas together, in one statement.

A source gives rows (grain, fact, day, the dimensions asked for, quantity, amount):
grain "m" is a whole month at its first day, "d" one day, "x" a delta at its own day, not folded yet. A span of days is
covered by its whole months plus the days at its edges, so that a year is read as twelve rows of each place, not 365.
"""

from dataclasses import dataclass, field

from distributors.models import Fact
from distributors.models.ledger import EVERYWHERE

DIMENSIONS = ("region", "province", "product_line", "distributor", "salesperson", "direct")
MISSING = {"direct": "NULL::boolean"}
WHOLE, PARTS = f"region = '{EVERYWHERE}'", f"region <> '{EVERYWHERE}'"


@dataclass(frozen=True, slots=True)
class Table:
    """name: the table. day: its column of days. holds: {dimension: column}. where: a fixed condition."""

    name: str
    day: str
    holds: dict
    where: str = ""


def _same(*names):
    return {name: name for name in names}


COUNTRY_MONTHS = Table("distributors_foldplace", "day", _same("direct"), f"grain = 'm' AND {WHOLE}")
COUNTRY_DAYS = Table("distributors_foldplace", "day", _same("direct"), f"grain = 'd' AND {WHOLE}")
PLACE_MONTHS = Table("distributors_foldplace", "day", _same("region", "province", "direct"), f"grain = 'm' AND {PARTS}")
PLACE_DAYS = Table("distributors_foldplace", "day", _same("region", "province", "direct"), f"grain = 'd' AND {PARTS}")
COUNTRY_LINE_MONTHS = Table("distributors_foldline", "month", _same("product_line", "direct"), WHOLE)
LINE_MONTHS = Table("distributors_foldline", "month", _same("region", "product_line", "direct"), PARTS)
CELL_DAYS = Table("distributors_foldday", "day", _same("region", "province", "product_line", "direct"))
PERSON_MONTHS = Table(
    "distributors_foldmonth", "month", _same("region", "province", "product_line", "salesperson", "direct")
    | {"distributor": "distributor_id"},
)  # fmt: skip
OF_ENTRIES = _same("product_line", "salesperson", "direct", "document") | {
    "region": "region_id", "province": "province_id", "distributor": "distributor_id"
}  # fmt: skip
ENTRIES = Table("distributors_ledgerentry", "day", OF_ENTRIES)
DELTAS = Table(
    "distributors_ledgerdelta", "day", _same("region", "province", "product_line", "salesperson", "direct")
    | {"distributor": "distributor_id"},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """months: sums by month, or None; days: sums by day. from_entries: the days come from the entries themselves, which
    know what is not folded yet, so deltas count in the whole months only."""

    months: Table | None
    days: Table
    from_entries: bool = False


COUNTRY = Source(COUNTRY_MONTHS, COUNTRY_DAYS)
PLACE = Source(PLACE_MONTHS, PLACE_DAYS)
COUNTRY_LINE = Source(COUNTRY_LINE_MONTHS, CELL_DAYS)
LINE = Source(LINE_MONTHS, CELL_DAYS)
CELL = Source(None, CELL_DAYS)
PERSON = Source(PERSON_MONTHS, ENTRIES, from_entries=True)
ENTRY = Source(None, ENTRIES, from_entries=True)


def source_for(dimensions):
    """The coarsest Source that knows these dimensions."""
    asked = set(dimensions) - {"direct"}
    if "document" in asked:
        return ENTRY
    if asked & {"distributor", "salesperson"}:
        return PERSON
    if "product_line" in asked:
        return CELL if "province" in asked else LINE if "region" in asked else COUNTRY_LINE
    return PLACE if asked else COUNTRY


def cover(source, span):
    """A function (grain, day) → whether a row of the source belongs to the span: what Query.covers says in SQL."""
    months = span.months if source.months else None
    deltas = months if source.from_entries else span

    def holds(grain, day):
        if grain == "m":
            return months is not None and months.start <= day <= months.end
        if grain == "d":
            return span.start <= day <= span.end and not (months and months.start <= day <= months.end)
        return deltas is not None and deltas.start <= day <= deltas.end

    return holds


@dataclass
class Query:
    """SQL text with its named parameters, counted as they come."""

    parameters: dict = field(default_factory=dict)

    def say(self, value):
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"%({name})s"

    def between(self, column, span):
        return f"{column} BETWEEN {self.say(span.start)} AND {self.say(span.end)}"

    def covers(self, source, span):
        """The condition on a source's rows (grain, day) that holds for exactly this span's."""
        months, edges = (span.months, span.edges) if source.months else (None, [span])
        parts = [f"(grain = 'd' AND {self.between('day', edge)})" for edge in edges]
        if months:
            parts.append(f"(grain = 'm' AND {self.between('day', months)})")
        if (deltas := months if source.from_entries else span) is not None:
            parts.append(f"(grain = 'x' AND {self.between('day', deltas)})")
        return "(" + " OR ".join(parts) + ")"

    def rows(self, source, spans, facts, conditions, *, dimensions=DIMENSIONS):
        """SELECT … over the source's tables: what is needed for these spans and no more.

        conditions: {dimension: list of values, one of which it has}; a value may stand for True and False.
        """
        months = [span.months for span in spans if source.months and span.months]
        days = [edge for span in spans for edge in (span.edges if source.months else [span])]
        parts = []
        if months:
            parts.append(self._part("m", source.months, months, facts, conditions, dimensions))
        if days:
            parts.append(self._part("d", source.days, days, facts, conditions, dimensions))
        if deltas := months if source.from_entries else spans:
            parts.append(self._part("x", DELTAS, deltas, facts, conditions, dimensions))
        return " UNION ALL ".join(parts)

    def _part(self, grain, table, spans, facts, conditions, dimensions):
        amount = (
            "CASE fact WHEN 'committed' THEN quantity ELSE net + tax END" if Fact.COMMITTED in facts else "net + tax"
        )
        columns = "".join(f"{table.holds.get(d, MISSING.get(d, 'NULL::uuid'))} AS {d}, " for d in dimensions)
        where = [f"fact IN ({', '.join(self.say(str(fact)) for fact in facts)})"]
        where.append("(" + " OR ".join(self.between(table.day, span) for span in _merged(spans)) + ")")
        where += [table.where] if table.where else []
        for dimension, values in conditions.items():
            where.append(f"{table.holds[dimension]} = ANY({self.say(list(values))})")
        return (
            f"SELECT '{grain}'::text AS grain, fact, {table.day} AS day, {columns}quantity, {amount} AS amount"
            f" FROM {table.name} WHERE {' AND '.join(where)}"
        )


def _merged(spans):
    """The same days as fewer spans."""
    merged = []
    for span in sorted(set(spans), key=lambda span: (span.start, span.end)):
        if merged and span.start <= merged[-1].end:
            merged[-1] = type(span)(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged
