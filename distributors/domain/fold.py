"""Folding: the ledger's deltas are moved into the sums, one folder at a time, all sums in one statement."""

from django.db import connection, transaction

from distributors.models.ledger import EVERYWHERE

FOLD = """
WITH taken AS (
    DELETE FROM distributors_ledgerdelta WHERE id IN (SELECT id FROM distributors_ledgerdelta ORDER BY id LIMIT %s)
    RETURNING *),
days AS (
    INSERT INTO distributors_foldday AS f
        (fact, day, region, province, product_line, direct, quantity, net, tax)
    SELECT fact, day, region, province, product_line, direct, sum(quantity), sum(net), sum(tax)
    FROM taken GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (fact, day, region, province, product_line, direct) DO UPDATE SET
        quantity = f.quantity + EXCLUDED.quantity, net = f.net + EXCLUDED.net, tax = f.tax + EXCLUDED.tax),
months AS (
    INSERT INTO distributors_foldmonth AS f
        (fact, month, distributor_id, region, province, salesperson, product_line, direct, quantity, net, tax)
    SELECT fact, date_trunc('month', day)::date, distributor_id, region, province, salesperson, product_line, direct,
           sum(quantity), sum(net), sum(tax)
    FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
    ON CONFLICT (fact, month, distributor_id, region, province, salesperson, product_line, direct) DO UPDATE SET
        quantity = f.quantity + EXCLUDED.quantity, net = f.net + EXCLUDED.net, tax = f.tax + EXCLUDED.tax),
places AS (
    INSERT INTO distributors_foldplace AS f (fact, grain, day, region, province, direct, quantity, net, tax)
    SELECT fact, grain, CASE grain WHEN 'd' THEN day ELSE date_trunc('month', day)::date END,
           CASE WHEN whole THEN {everywhere} ELSE region END, CASE WHEN whole THEN {everywhere} ELSE province END,
           direct, sum(quantity), sum(net), sum(tax)
    FROM taken CROSS JOIN (VALUES ('d'), ('m')) grains (grain) CROSS JOIN (VALUES (true), (false)) areas (whole)
    GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (fact, grain, day, region, province, direct) DO UPDATE SET
        quantity = f.quantity + EXCLUDED.quantity, net = f.net + EXCLUDED.net, tax = f.tax + EXCLUDED.tax),
lines AS (
    INSERT INTO distributors_foldline AS f (fact, month, region, product_line, direct, quantity, net, tax)
    SELECT fact, date_trunc('month', day)::date, CASE WHEN whole THEN {everywhere} ELSE region END, product_line,
           direct, sum(quantity), sum(net), sum(tax)
    FROM taken CROSS JOIN (VALUES (true), (false)) areas (whole) GROUP BY 1, 2, 3, 4, 5
    ON CONFLICT (fact, month, region, product_line, direct) DO UPDATE SET
        quantity = f.quantity + EXCLUDED.quantity, net = f.net + EXCLUDED.net, tax = f.tax + EXCLUDED.tax)
SELECT count(*) FROM taken
""".replace("{everywhere}", f"'{EVERYWHERE}'::uuid")


def fold(limit=5000):
    """Move up to `limit` deltas into the sums. Returns how many were moved; 0 also when another process folds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(current_database() || ' fold the ledger'))")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(FOLD, [limit])
        return cursor.fetchone()[0]


def fold_all():
    """Fold until nothing is left. Returns the number of deltas moved."""
    moved = 0
    while step := fold():
        moved += step
    return moved
