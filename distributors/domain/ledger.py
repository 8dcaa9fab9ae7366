"""The channel ledger: signed facts, posted by the verbs in the transaction of the change, never updated."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import Max, Sum

from distributors.models import LedgerEntry
from distributors.models.ledger import NO_LINE
from portal.lib import dates
from portal.lib.ids import uuid7

ZERO = Decimal(0)
COLUMNS = """id distributor_id fact day kind document number "order" position version product_line sku salesperson
    salesperson_name industry region_id province_id direct quantity net tax posted_at""".split()
INSERT = """
WITH posted AS (
    INSERT INTO distributors_ledgerentry ({columns}) VALUES {rows}
    RETURNING distributor_id, day, fact, product_line, direct, region_id, province_id, salesperson, quantity, net, tax)
INSERT INTO distributors_ledgerdelta
    (distributor_id, day, fact, product_line, direct, region, province, salesperson, quantity, net, tax)
SELECT distributor_id, day, fact, product_line, direct, region_id, province_id, salesperson,
       sum(quantity), sum(net), sum(tax)
FROM posted GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """The document that is posted: kind, id and number, the order behind it, and whose it is."""

    kind: str
    id: UUID
    number: str
    salesperson: UUID
    salesperson_name: str
    industry: str = ""
    order: UUID | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the ledger should say of one line (position 0: of the whole document) for one fact."""

    fact: str
    day: date
    net: Decimal
    tax: Decimal
    position: int = 0
    product_line: UUID = NO_LINE
    sku: str = ""
    quantity: Decimal = ZERO

    @property
    def key(self):
        return (str(self.fact), self.position, self.product_line, self.sku)


def post(distributor, paper, wanted, *, facts, new=False):
    """Make the posted rows of a document add up to `wanted` by adding rows. The caller holds the document's lock.

    wanted: list of Wanted. facts: the facts that this posting settles; a posted key of these facts that is not wanted
    is taken back, today. new: the document was never posted, so nothing is read first (a double hits the unique
    constraint). Returns the number of rows added.
    """
    posted, last = ({}, {}) if new else _posted(distributor, paper.id, facts)
    rows = []

    def add(key, day, change):
        if any(change):
            place = key[:2]  # versions count over the fact and the position, whatever product stands there
            last[place] = last.get(place, 0) + 1
            rows.append(_row(distributor, paper, key, day, last[place], change))

    for want in wanted:
        quantity, net, tax = posted.pop(want.key, (ZERO, ZERO, ZERO))
        add(want.key, want.day, (want.quantity - quantity, want.net - net, want.tax - tax))
    for key, (quantity, net, tax) in posted.items():
        add(key, dates.today(), (-quantity, -net, -tax))
    if rows:
        places = ", ".join(["(" + ", ".join(["%s"] * len(COLUMNS)) + ")"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(INSERT.format(columns=", ".join(COLUMNS), rows=places), [v for row in rows for v in row])
    return len(rows)


def _row(distributor, paper, key, day, version, change):
    fact, position, product_line, sku = key
    return (
        uuid7(), distributor.pk, str(fact), day, paper.kind, paper.id, paper.number, paper.order, position, version,
        product_line, sku, paper.salesperson, paper.salesperson_name, paper.industry, distributor.region_id,
        distributor.province_id, distributor.kind == distributor.Kind.BRANCH, *change, dates.now(),
    )  # fmt: skip


def _posted(distributor, document, facts):
    """({(fact, position, product_line, sku): (quantity, net, tax)}, {(fact, position): last version}) of a document."""
    rows = (
        LedgerEntry.objects.filter(distributor_id=distributor.pk, document=document, fact__in=[str(f) for f in facts])
        .values_list("fact", "position", "product_line", "sku")
        .annotate(q=Sum("quantity"), n=Sum("net"), t=Sum("tax"), v=Max("version"))
        .order_by()
    )
    posted, last = {}, {}
    for fact, position, line, sku, quantity, net, tax, version in rows:
        posted[fact, position, line, sku] = (quantity, net, tax)
        last[fact, position] = max(last.get((fact, position), 0), version)
    return posted, last
