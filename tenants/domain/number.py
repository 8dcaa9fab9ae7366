"""Gapless document numbers, per distributor, kind and year."""

from django.db import connection

from portal.lib import dates
from portal.lib.ids import uuid7

TAKE = """
INSERT INTO tenants_numberseries AS s (id, distributor_id, kind, year, last) VALUES (%s, %s, %s, %s, 1)
ON CONFLICT (distributor_id, kind, year) DO UPDATE SET last = s.last + 1 RETURNING last
"""


def next_number(distributor, kind):
    """The next number, e.g. "DD-2026-00017", in the caller's transaction: rolled back with it, so there is no gap.

    kind: BJ 报价单, DD 订单, FH 发货单, SK 收款, CN 服务承诺, TH 退货. The year is the local one.
    """
    year = dates.today().year
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [uuid7(), distributor.pk, kind, year])
        return f"{kind}-{year}-{cursor.fetchone()[0]:05d}"
