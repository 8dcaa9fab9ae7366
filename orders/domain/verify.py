"""The ledger against the distributors' own rows: names every difference, heals none."""

from dataclasses import dataclass

from django.db import connection

from distributors.models.ledger import EVERYWHERE, NO_LINE
from orders.models import Order
from tenants.context import inside
from tenants.models import Distributor

WANTED = """
WITH wanted AS (
    SELECT 'ordered' AS fact, o.id AS document, o.number, l.position, l.product_line, l.sku, l.quantity, l.net, l.tax
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id WHERE o.status = ANY(%(posted)s)
    UNION ALL
    SELECT 'approved', o.id, o.number, l.position, l.product_line, l.sku, l.quantity, l.net, l.tax
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id WHERE o.status = ANY(%(sold)s)
    UNION ALL
    SELECT 'shipped', s.id, s.number, l.position, l.product_line, l.sku, p.quantity, p.net, p.tax
    FROM orders_shipment s JOIN orders_shipmentline p ON p.shipment_id = s.id
    JOIN orders_orderline l ON l.id = p.order_line_id
    UNION ALL
    SELECT 'collected', r.id, r.number, 0, %(no_line)s, '', 0, r.amount, 0
    FROM orders_receipt r WHERE r.status = 'recorded'
    UNION ALL
    SELECT 'committed', c.id, c.number, 0, %(no_line)s, '', count(*), 0, 0
    FROM orders_commitment c JOIN orders_duty d ON d.commitment_id = c.id WHERE c.status = 'committed' GROUP BY c.id),
posted AS (
    SELECT fact, document, min(number) AS number, position, product_line, sku,
           sum(quantity) AS quantity, sum(net) AS net, sum(tax) AS tax
    FROM public.distributors_ledgerentry WHERE distributor_id = %(distributor)s GROUP BY 1, 2, 4, 5, 6
    HAVING sum(quantity) <> 0 OR sum(net) <> 0 OR sum(tax) <> 0)
SELECT fact, coalesce(w.number, p.number), position, sku, coalesce(w.quantity, 0), coalesce(p.quantity, 0),
       coalesce(w.net + w.tax, 0), coalesce(p.net + p.tax, 0)
FROM wanted w FULL JOIN posted p USING (fact, document, position, product_line, sku)
WHERE (coalesce(w.quantity, 0), coalesce(w.net, 0), coalesce(w.tax, 0))
      IS DISTINCT FROM (coalesce(p.quantity, 0), coalesce(p.net, 0), coalesce(p.tax, 0))
ORDER BY 2, 1, 3
"""
CARDS = """
SELECT coalesce(o.number, c.number), coalesce(o.status, '–'), coalesce(c.status, '–'),
       coalesce(o.total, 0), coalesce(c.total, 0)
FROM (SELECT * FROM orders_order WHERE submitted_at IS NOT NULL) o
FULL JOIN (SELECT * FROM public.distributors_channelorder WHERE distributor_id = %s) c ON c.id = o.id
WHERE (o.status, o.total, o.shipped, o.paid) IS DISTINCT FROM (c.status, c.total, c.shipped, c.paid)
ORDER BY 1
"""
SUMS = """
SELECT a.fact, a.period, a.place, coalesce(a.gross, 0), coalesce(b.gross, 0) FROM
    (SELECT fact, {period} AS period, {entry_place} AS place, sum(net + tax) AS gross, sum(quantity) AS quantity
     FROM distributors_ledgerentry GROUP BY 1, 2, 3) a
FULL JOIN
    (SELECT fact, {period} AS period, {place} AS place, sum(net + tax) AS gross, sum(quantity) AS quantity FROM (
        SELECT fact, {fold_period} AS day, {columns}, quantity, net, tax FROM {fold}
        UNION ALL SELECT fact, day, {columns}, quantity, net, tax FROM distributors_ledgerdelta) both_of
     GROUP BY 1, 2, 3) b USING (fact, period, place)
WHERE (coalesce(a.gross, 0), coalesce(a.quantity, 0)) IS DISTINCT FROM (coalesce(b.gross, 0), coalesce(b.quantity, 0))
"""
PLACES = [
    # (fold, its period column, period, columns, how a place is written in entries and in the sums)
    (
        "distributors_foldday", "day", "day", "region, province, product_line",
        "concat_ws(' ', region_id, province_id, product_line)", "concat_ws(' ', region, province, product_line)",
    ),
    (
        "distributors_foldmonth", "month", "date_trunc('month', day)::date",
        "distributor_id, salesperson, product_line",
        "concat_ws(' ', distributor_id, salesperson, product_line)",
        "concat_ws(' ', distributor_id, salesperson, product_line)",
    ),
    *(
        (
            f"distributors_foldplace WHERE grain = '{grain}' AND region {which} '{EVERYWHERE}'", "day", period,
            "region, province", *places,
        )
        for grain, period in (("d", "day"), ("m", "date_trunc('month', day)::date"))
        for which, places in (
            ("<>", ("concat_ws(' ', region_id, province_id)", "concat_ws(' ', region, province)")),
            ("=", ("'everywhere'", "'everywhere'")),
        )
    ),
    *(
        (
            f"distributors_foldline WHERE region {which} '{EVERYWHERE}'", "month", "date_trunc('month', day)::date",
            "region, product_line", *places,
        )
        for which, places in (
            ("<>", ("concat_ws(' ', region_id, product_line)", "concat_ws(' ', region, product_line)")),
            ("=", ("product_line::text", "product_line::text")),
        )
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """where: the distributor or the sum; text: what is wrong there, with both figures."""

    where: str
    text: str

    def __str__(self):
        return f"{self.where}: {self.text}"


def differences_of(distributor):
    """What the ledger and HQ's cards say differently from the distributor's own rows. Two queries."""
    found = []
    with inside(distributor), connection.cursor() as cursor:
        cursor.execute(
            WANTED,
            {"posted": [str(s) for s in Order.POSTED], "sold": [str(s) for s in Order.SOLD], "no_line": NO_LINE,
             "distributor": distributor.pk},
        )  # fmt: skip
        for fact, number, position, sku, quantity, posted_quantity, gross, posted in cursor.fetchall():
            found.append(
                f"{number} line {position} {sku} {fact}: own rows {quantity.normalize():f} pieces, {gross}; "
                f"ledger {posted_quantity.normalize():f} pieces, {posted}"
            )
        cursor.execute(CARDS, [distributor.pk])
        for number, status, card_status, total, card_total in cursor.fetchall():
            found.append(f"{number}: own row {status} {total}; HQ's card {card_status} {card_total} (or shipped, paid)")
    return [Difference(distributor.slug, text) for text in found]


def differences_of_sums():
    """Where the folded sums and the deltas do not add up to the entries. A query a sum, however many distributors."""
    found = []
    with connection.cursor() as cursor:
        for fold, column, period, columns, entry_place, place in PLACES:
            cursor.execute(
                SUMS.format(fold=fold, fold_period=column, period=period, columns=columns, entry_place=entry_place,
                            place=place)
            )  # fmt: skip
            for fact, when, where, entries, sums in cursor.fetchall():
                found.append(Difference(fold, f"{fact} {when} {where}: entries {entries}; sums {sums}"))
    return found


def differences(progress=lambda n, total, distributor: None):
    """Every difference, of all distributors and of the sums. progress is called before each distributor."""
    distributors = list(Distributor.objects.order_by("code"))
    for number, distributor in enumerate(distributors, start=1):
        progress(number, len(distributors), distributor)
        yield from differences_of(distributor)
    yield from differences_of_sums()
