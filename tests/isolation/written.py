"""What a request wrote, in any distributor's schema and in public: the rows themselves, before and after."""

import re

from django.db import connection

# Written by every request of anybody; none of it is anybody's business data
EVERYBODY = {"public.django_session", "public.portal_cache"}
COUNTERS = """SELECT schemaname || '.' || relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"""
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def counters():
    """{schema.table: rows written so far in this transaction, also those rolled back}."""
    connection.bind(None)
    with connection.cursor() as cursor:
        cursor.execute(COUNTERS)
        return dict(cursor.fetchall())


def rows_of(table):
    schema, name = table.split(".")
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{schema}"."{name}" t')
        return frozenset(row for (row,) in cursor.fetchall())


class Watch:
    """Compares with the world as it was built; every case is rolled back, so that is what it was before the case."""

    def __init__(self, schemas):
        self.before = {}
        connection.bind(None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT schemaname || '.' || relname FROM pg_stat_user_tables WHERE schemaname = ANY(%s)",
                           [[*schemas, "public"]])  # fmt: skip
            tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            self.before[table] = rows_of(table)

    def ids_in(self, schema):
        """Every uuid in the rows of a schema."""
        return {
            found for table, rows in self.before.items() if table.startswith(f"{schema}.")
            for row in rows for found in UUID.findall(row)
        }  # fmt: skip

    def start(self):
        self.counted = counters()

    def changes(self, besides=()):
        """[(schema.table, "+" or "-", row)] of what differs now. besides: more tables that may change."""
        now, found = counters(), []
        for table, count in now.items():
            if count != self.counted.get(table, 0) and table not in EVERYBODY and table not in besides:
                rows = rows_of(table)
                found += [(table, "+", row) for row in rows - self.before[table]]
                found += [(table, "-", row) for row in self.before[table] - rows]
        return found
