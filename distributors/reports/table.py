"""The table of a slice, by the level below it; each row is a link to the slice that it sums."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from distributors.models import Fact
from distributors.models.ledger import NO_LINE
from distributors.reports import period as periods
from distributors.reports.national import shows_targets
from distributors.reports.slice import NONE, ONLY
from distributors.reports.source import ENTRY, Query, source_for

PAGE = 50
ZERO = Decimal(0)


@dataclass(slots=True)
class Row:
    """label, url and the amounts of one group; target: None where none is set. code: a second line under the label."""

    label: str
    url: str
    amount: Decimal
    before: Decimal = ZERO
    target: Decimal | None = None
    code: str = ""
    id: UUID | None = None
    bar: str = ""
    change: str = ""
    text: str = ""
    before_text: str = ""
    share_text: str = ""

    @property
    def reached(self):
        return self.amount * 100 / self.target if self.target else None


@dataclass(slots=True)
class Document:
    """A document's part of a slice. kind: order, shipment, receipt, return or commitment. lines: of the ledger."""

    number: str
    url: str
    kind: str
    day: object
    distributor: str
    slug: str
    salesperson: str
    lines: int
    amount: Decimal
    kind_label: str = ""


@dataclass(slots=True)
class Entry:
    """One line of the ledger. version: 2 and on change what an earlier one said."""

    day: object
    fact: str
    number: str
    kind: str
    position: int
    version: int
    product_line: str
    sku: str
    salesperson: str
    distributor: str
    slug: str
    quantity: Decimal
    net: Decimal
    tax: Decimal
    amount: Decimal
    posted_at: object
    kind_label: str = ""


@dataclass
class Table:
    """rows: of one page. count: on all pages."""

    rows: list = field(default_factory=list)
    count: int = 0


def table(slice_, view, names, today, *, offset=0, limit=PAGE):
    """The Table of slice_.level. view: the slice's Overview, from which short tables are made without a query.
    limit None: all rows."""
    makers = {
        "region": regions, "province": _provinces, "line": lines, "month": _months,
        "distributor": _distributors, "person": _people, "document": _documents, "entry": _entries,
    }  # fmt: skip
    if slice_.level in ("region", "province", "line", "month"):
        rows = makers[slice_.level](slice_, view, names, today)
        return Table(rows[offset : offset + limit if limit else None], len(rows))
    return makers[slice_.level](slice_, names, offset, limit)


def mix(slice_, view):
    """Rows by channel and direct."""
    sums = _sums(view.places, 2)
    words = {False: ("channel", _("Through distributors")), True: ("direct", _("Direct, by branch offices"))}
    return [
        Row(words[key][1], slice_.url(mix=words[key][0], by=slice_.by), *sums.get(key, (ZERO, ZERO)))
        for key in (False, True)
        if key in sums or not slice_.mix
    ]


def provinces(slice_, view, names):
    """Every province that has a tile, as {name, row, col, value, url} for the map."""
    sums = _sums(view.places, 1)
    seen = slice_.region_ids
    return [
        {
            "name": place.label, "row": place.row - 1, "col": place.column - 1, "value": sums.get(place.id, (ZERO,))[0],
            "url": slice_.url(region=slice_.region, province=place.id) if place.id in sums else "",
        }
        for place in names.provinces.values()
        if seen is None or place.parent in seen or place.id in sums
    ]  # fmt: skip


def _sums(places, column):
    """{value of a column of Overview.places: (amount, before)}."""
    sums = {}
    for row in places:
        amount, before = sums.get(row[column], (ZERO, ZERO))
        sums[row[column]] = amount + row[3], before + row[4]
    return sums


def _largest_first(rows):
    return sorted(rows, key=lambda row: -row.amount)


def regions(slice_, view, names, today=None):
    sums = _sums(view.places, 0)
    return _largest_first(
        Row(names.region(id_), slice_.url(region=id_), *amounts, id=id_) for id_, amounts in sums.items()
    )


def _provinces(slice_, view, names, today):
    sums = _sums(view.places, 1)
    return _largest_first(
        Row(names.province(id_), slice_.url(province=id_), *amounts, id=id_) for id_, amounts in sums.items()
    )


def lines(slice_, view, names, today=None):
    """Rows by product line, one level below the slice's own; what is sold of the upper line itself is a row too."""
    here = slice_.line_id
    sums = {}
    for id_, amount, before in view.lines:
        key = names.top(id_, here)
        known = sums.get(key, (ZERO, ZERO))
        sums[key] = known[0] + amount, known[1] + before
    rows = []
    for key, amounts in sums.items():
        if key == NO_LINE:
            said, label = NONE, names.line(key)
        elif key == here and names.children.get(key):
            said, label = f"{ONLY}{key}", _("%(line)s itself") % {"line": names.line(key)}
        else:
            said, label = str(key), names.line(key)
        rows.append(Row(label, slice_.url(line=said), *amounts, id=key))
    return _largest_first(rows)


def _months(slice_, view, names, today):
    """The months of the period's year."""
    return [
        Row(first.strftime("%Y-%m"), slice_.url(period=periods.month(first, today)), amount, before,
            view.targets.get(first))
        for first, amount, before in view.months
        if amount or before or first <= today
    ]  # fmt: skip


GROUPS = """
WITH sums AS (SELECT {key} AS key, {both} FROM ({rows}) r GROUP BY 1)
"""


def _distributors(slice_, names, offset, limit):
    query = Query()
    sql = (
        _grouped(query, slice_, names, "distributor")
        + """
        SELECT s.key, coalesce(nullif(d.short_name, ''), d.name), d.code, s.amount, s.before, NULL, count(*) OVER ()
        FROM sums s JOIN tenants_distributor d ON d.id = s.key WHERE s.amount <> 0 OR s.before <> 0
        ORDER BY s.amount DESC, d.sort_key, d.code"""
    )
    return _named(sql, query, offset, limit, lambda id_: slice_.url(distributor=id_))


def _people(slice_, names, offset, limit):
    query = Query()
    sql = _grouped(query, slice_, names, "salesperson")
    months = slice_.period.span.months
    whole = months == slice_.period.span
    if shows_targets(slice_) and whole:
        of = f" AND salesperson_id = {query.say(slice_.person)}" if slice_.person else ""
        sql += f""", targets AS (SELECT salesperson_id AS key, sum(amount) AS target FROM distributors_target
            WHERE {query.between("month", months)}{of} GROUP BY 1)
            SELECT key, coalesce(u.name, '–'), '', coalesce(s.amount, 0), coalesce(s.before, 0), t.target,
            count(*) OVER ()
            FROM sums s FULL JOIN targets t USING (key) LEFT JOIN tenants_user u ON u.id = key"""
    else:
        sql += """ SELECT key, coalesce(u.name, '–'), '', s.amount, s.before, NULL, count(*) OVER ()
            FROM sums s LEFT JOIN tenants_user u ON u.id = key WHERE s.amount <> 0 OR s.before <> 0"""
    return _named(sql + " ORDER BY 4 DESC, 2, 1", query, offset, limit, lambda id_: slice_.url(person=id_))


def _grouped(query, slice_, names, dimension):
    conditions, span, before = slice_.conditions(names), slice_.period.span, slice_.period.before
    source = source_for({*conditions, dimension})
    rows = query.rows(source, [span, before], [slice_.fact], conditions, dimensions=(dimension,))
    both = ", ".join(
        f"coalesce(sum(amount) FILTER (WHERE {query.covers(source, s)}), 0) AS {name}"
        for s, name in ((span, "amount"), (before, "before"))
    )
    return GROUPS.format(key=dimension, both=both, rows=rows)


def _named(sql, query, offset, limit, url):
    found = Table()
    for key, label, code, amount, before, target, count in _fetch(sql, query, offset, limit):
        found.rows.append(Row(label, url(key), amount, before, target, code, key))
        found.count = count
    return found


def _fetch(sql, query, offset, limit):
    if limit is not None:
        sql += f" LIMIT {query.say(limit)} OFFSET {query.say(offset)}"
    with connection.cursor() as cursor:
        cursor.execute(sql, query.parameters)
        return cursor.fetchall()


def _of_entries(query, slice_, names):
    """The condition that holds for the slice's entries, of distributors_ledgerentry e."""
    parts = [f"e.fact = {query.say(str(slice_.fact))}", query.between("e.day", slice_.period.span)]
    for dimension, values in slice_.conditions(names).items():
        parts.append(f"e.{ENTRY.days.holds[dimension]} = ANY({query.say(list(values))})")
    return " AND ".join(parts)


def _amount(slice_):
    return "e.quantity" if slice_.fact == Fact.COMMITTED else "e.net + e.tax"


def _documents(slice_, names, offset, limit):
    query = Query()
    sql = f"""SELECT g.*, coalesce(nullif(d.short_name, ''), d.name), d.slug FROM (
        SELECT e.document, e.distributor_id, min(e.number) AS number, min(e.kind), max(e.day) AS day,
               min(e.salesperson_name), count(*), sum({_amount(slice_)}), count(*) OVER ()
        FROM distributors_ledgerentry e WHERE {_of_entries(query, slice_, names)}
        GROUP BY e.document, e.distributor_id ORDER BY day DESC, number DESC, e.document
        {f"LIMIT {query.say(limit)} OFFSET {query.say(offset)}" if limit is not None else ""}) g
        JOIN tenants_distributor d ON d.id = g.distributor_id ORDER BY g.day DESC, g.number DESC, g.document"""
    found = Table()
    for document, distributor, number, kind, day, person, lines_, amount, count, label, slug in _fetch(
        sql, query, 0, None
    ):
        url = slice_.url(distributor=distributor, document=document)
        found.rows.append(Document(number, url, kind, day, label, slug, person, lines_, amount))
        found.count = count
    return found


def _entries(slice_, names, offset, limit):
    query = Query()
    sql = f"""SELECT e.day, e.fact, e.number, e.kind, e.position, e.version, e.product_line, e.sku, e.salesperson_name,
        coalesce(nullif(d.short_name, ''), d.name), d.slug, e.quantity, e.net, e.tax, {_amount(slice_)}, e.posted_at,
        count(*) OVER ()
        FROM distributors_ledgerentry e JOIN tenants_distributor d ON d.id = e.distributor_id
        WHERE {_of_entries(query, slice_, names)} ORDER BY e.day DESC, e.number DESC, e.position, e.version, e.id"""
    found = Table()
    for *values, count in _fetch(sql, query, offset, limit):
        values[6] = names.line(values[6])
        found.rows.append(Entry(*values))
        found.count = count
    return found
