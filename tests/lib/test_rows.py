import pickle

from django.db import models
from django.db.models.fetch_modes import FETCH_PEERS
from django.test.utils import isolate_apps

from portal.lib.rows import Row, RowManager, RowQuerySet


@isolate_apps("portal")
def test_a_row_has_its_id_before_it_is_saved():
    class Thing(Row):
        class Meta:
            app_label = "portal"

    first, second = Thing(), Thing()
    assert first.pk.version == 7
    assert first.pk < second.pk
    assert isinstance(Thing.objects, RowManager)


@isolate_apps("portal")
def test_every_queryset_fetches_for_all_rows_at_once():
    class ThingQuerySet(RowQuerySet):
        def big(self):
            return self.filter(size__gt=3)

    class Thing(Row):
        size = models.IntegerField()
        objects = ThingQuerySet.as_manager()

        class Meta:
            app_label = "portal"

    assert Thing.objects.big().order_by("size")._fetch_mode is FETCH_PEERS
    assert pickle.loads(pickle.dumps(FETCH_PEERS)) is FETCH_PEERS


@isolate_apps("portal")
def test_locked_reads_one_row_for_update(monkeypatch):
    class Thing(Row):
        class Meta:
            app_label = "portal"

    seen = []
    monkeypatch.setattr(RowQuerySet, "get", lambda rows, **where: seen.append((rows.query, where)))
    Thing.objects.locked("x")
    [(query, where)] = seen
    assert (query.select_for_update, query.select_for_update_of, where) == (True, ("self",), {"pk": "x"})
