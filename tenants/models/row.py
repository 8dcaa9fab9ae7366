from django.db import connection

from portal.lib.rows import Row


class WrongSchema(RuntimeError):
    """A row read in one distributor was about to be saved in another."""


class TenantRow(Row):
    """A row of a distributor's schema. It remembers where it was read and refuses to be saved anywhere else."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db, field_names, values, *, fetch_mode=None):
        row = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        row._schema = connection.schema_name
        return row

    def save(self, *args, **kwargs):
        self._stay()
        super().save(*args, **kwargs)
        self._schema = connection.schema_name

    def delete(self, *args, **kwargs):
        self._stay()
        return super().delete(*args, **kwargs)

    def _stay(self):
        if connection.binding is None:
            raise WrongSchema(f"{self._meta.label} belongs to a distributor: use `with inside(distributor):`.")
        schema = getattr(self, "_schema", None)
        if schema and schema != connection.schema_name:
            raise WrongSchema(
                f"{self._meta.label} was read in {schema} and cannot be saved in {connection.schema_name}."
            )
