"""What regions, provinces and product lines are called: one query for a page."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from distributors.models.ledger import NO_LINE

SQL = """
SELECT 'region', id, name, name_en, NULL::uuid, rank, 0, 0, code FROM tenants_region
UNION ALL
SELECT 'province', id, name, name_en, region_id, 0, tile_row, tile_column, code FROM tenants_province
UNION ALL
SELECT 'line', id, name, name_en, parent_id, rank, 0, 0, code FROM catalog_productline
ORDER BY 1, 6, 9
"""


@dataclass(frozen=True, slots=True)
class Name:
    """parent: a province's region, a product line's upper line. row, column: a province's tile, from 1."""

    id: UUID
    label: str
    parent: UUID | None
    row: int = 0
    column: int = 0


class Names:
    """regions, provinces, lines: {id: Name} in their own order. region_ids: the regions that may be seen (None: all);
    the others are not there. Provinces are all there: a province may have been in another region before."""

    def __init__(self, region_ids=None):
        self.regions, self.provinces, self.lines = {}, {}, {}
        kinds = {"region": self.regions, "province": self.provinces, "line": self.lines}
        english = (get_language() or "").startswith("en")
        with connection.cursor() as cursor:
            cursor.execute(SQL)
            for kind, id_, name, name_en, parent, _rank, row, column, _code in cursor.fetchall():
                kinds[kind][id_] = Name(id_, (english and name_en) or name, parent, row, column)
        if region_ids is not None:
            self.regions = {id_: name for id_, name in self.regions.items() if id_ in region_ids}
        self.children = {}
        for line in self.lines.values():
            if line.parent:
                self.children.setdefault(line.parent, []).append(line.id)

    def under(self, line_id):
        """A product line and all lines below it, as ids."""
        found = [line_id]
        for one in found:
            found += self.children.get(one, ())
        return found

    def top(self, line_id, below=None):
        """The line that stands for line_id right below `below` (None: at the top of the tree); line_id itself where it
        is `below`, or unknown."""
        while (line := self.lines.get(line_id)) and line.parent and line.parent != below and line_id != below:
            line_id = line.parent
        return line_id

    def region(self, id_):
        return self._label(self.regions, id_)

    def province(self, id_):
        return self._label(self.provinces, id_)

    def line(self, id_):
        return _("Without product line") if id_ == NO_LINE else self._label(self.lines, id_)

    @staticmethod
    def _label(names, id_):
        return names[id_].label if id_ in names else "–"

    @property
    def tree(self):
        """[(line, depth)] from the top, each followed by its own."""
        found = []

        def walk(ids, depth):
            for id_ in ids:
                found.append((self.lines[id_], depth))
                walk(self.children.get(id_, ()), depth + 1)

        walk([line.id for line in self.lines.values() if not line.parent], 0)
        return found
