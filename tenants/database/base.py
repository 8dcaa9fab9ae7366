"""The wall in the database: which schema and which role each transaction runs with.

django-tenants' own backend sends SET search_path before a query and swallows its failure, so that after a cancelled
SET the query reads the neighbour. Here one round trip at the first cursor of a transaction sends SET LOCAL ROLE and
SET LOCAL search_path; PostgreSQL itself forgets both when the transaction ends, a failure always raises, and a query
of a distributor outside a transaction is refused. That also makes a pooler in transaction mode safe.
"""

from dataclasses import dataclass

from django.db import DatabaseError
from django.db.transaction import TransactionManagementError
from django_tenants.postgresql_backend import base
from django_tenants.utils import get_public_schema_name


@dataclass(frozen=True, slots=True)
class Binding:
    """schema: the distributor's schema; role: database role or "" for the login's own; read_only: by the database."""

    schema: str
    role: str = ""
    read_only: bool = False

    def sql(self):
        only = "SET TRANSACTION READ ONLY; " if self.read_only else ""
        role = f'SET LOCAL ROLE "{self.role}"; ' if self.role else "SET LOCAL ROLE NONE; "
        return f'{only}{role}SET LOCAL search_path = "{self.schema}", public'


PUBLIC = "SET LOCAL ROLE NONE; SET LOCAL search_path = public"
UNKNOWN = object()  # after a rollback to a savepoint: what holds in the database must be said again


class ManyStatements(DatabaseError):
    """A text with ';' while a distributor is bound: it could end the transaction's role."""


class DatabaseWrapper(base.DatabaseWrapper):
    def __init__(self, *args, **kwargs):
        self.binding = None
        self.applied = None
        self._rolling_back = False
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._one_statement)

    def set_tenant(self, tenant, include_public=True):
        """django-tenants' entry (its commands and tenant_context use it): bind a schema with the login's own role."""
        public = tenant.schema_name == get_public_schema_name()
        self.bind(None if public else Binding(tenant.schema_name), tenant=tenant)

    def bind(self, binding, tenant=None):
        """Bind a distributor's schema (None: public). Nothing is sent before the next query needs it."""
        self.binding = binding
        self.schema_name = binding.schema if binding else get_public_schema_name()
        self.tenant = tenant or base.FakeTenant(self.schema_name)
        self.settings_dict["SCHEMA"] = self.schema_name

    def _handle_search_path(self, cursor=None):
        if self._rolling_back or self.binding == self.applied:
            return
        if self.binding is None and not self.in_atomic_block:
            self.applied = None  # no transaction: SET LOCAL is gone, the session's own path is public
            return
        if not self.in_atomic_block:
            raise TransactionManagementError(
                f"A query of {self.schema_name} outside a transaction: wrap it in `with inside(distributor):`."
            )
        with self.connection.cursor() as raw, self.wrap_database_errors:
            raw.execute(self.binding.sql() if self.binding else PUBLIC)
        self.applied = self.binding

    def _one_statement(self, execute, sql, params, many, context):
        if self.binding is not None and self.binding.role and ";" in str(sql):
            raise ManyStatements("SQL with ';' is refused while a distributor is bound.")
        return execute(sql, params, many, context)

    # The places where PostgreSQL forgets SET LOCAL
    def commit(self):
        super().commit()
        self.applied = None

    def rollback(self):
        try:
            super().rollback()
        finally:
            self.applied = None

    def close(self):
        self.applied = None
        super().close()

    def savepoint_rollback(self, sid):
        self._rolling_back = True  # the transaction may be aborted: only ROLLBACK TO is understood now
        try:
            super().savepoint_rollback(sid)
        finally:
            self._rolling_back = False
            self.applied = UNKNOWN
