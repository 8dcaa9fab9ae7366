"""The base of every model of ours."""

from django.db import models
from django.db.models.fetch_modes import FETCH_PEERS

from portal.lib.ids import uuid7


class RowQuerySet(models.QuerySet):
    """A queryset that fetches what is missing for all of its rows at once, never row by row."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._fetch_mode = FETCH_PEERS

    def locked(self, pk):
        """Lock one row until the transaction ends and read it afresh. Raises DoesNotExist."""
        return self.select_for_update(of=("self",)).get(pk=pk)


RowManager = models.Manager.from_queryset(RowQuerySet, class_name="RowManager")


class Row(models.Model):
    """`id`: UUID version 7, made by us before the row is saved. `objects`: RowManager.

    A model with business words gives its own:
        class OrderQuerySet(RowQuerySet): ...
        objects = OrderQuerySet.as_manager()
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    objects = RowManager()

    class Meta:
        abstract = True
