"""The filters a table page can declare. portal.lib.paging has the example.

Each is declared once and bound to a request's parameters; a value it does not know is as if it were not there.
A bound filter draws itself in the filter row by its `kind` (search, choice, row, days, amounts), `name`, `label`
and `value` (`values` for a choice, `from_value` and `to_value` for a range).
"""

import uuid
from copy import copy
from datetime import date, timedelta

from django.utils.translation import gettext_lazy

from portal.lib import dates, money, pinyin
from portal.lib.errors import Refused

MOST_VALUES = 50


class Filter:
    kind = ""

    def __init__(self, name, label, *, field=None):
        """name: the URL's parameter. label: what the chip says. field: the lookup, the name when left out."""
        self.name, self.label, self.field = name, label, field or name

    def bound(self, parameters):
        mine = copy(self)
        mine.read(parameters)
        return mine

    def cleared(self):
        """What url() has to change so that the filter is off: {parameter: None}."""
        return {self.name: None}


class Search(Filter):
    """?q=words, every one of which a row's `search` contains (portal.lib.pinyin.matching)."""

    kind = "search"

    def __init__(self, name="q", label=None, *, field="search"):
        super().__init__(name, label or gettext_lazy("Search"), field=field)

    def read(self, parameters):
        self.value = pinyin.fold(parameters.get(self.name))[:100]

    def filter(self, rows):
        return pinyin.matching(rows, self.value, self.field) if self.value else rows

    def parameters(self):
        return {self.name: [self.value]} if self.value else {}

    def chips(self):
        return [(self.value, {self.name: None})] if self.value else []


class Choice(Filter):
    """?status=draft&status=sent: any of the choices.

    choices: (value, label) pairs, or a function that returns them. default: the value taken when the parameter is
    absent; `?status=` then shows all. apply(rows, values): filters by itself, for what no field says.
    """

    kind = "choice"

    def __init__(self, name, label, choices, *, field=None, default="", apply=None):
        super().__init__(name, label, field=field)
        self.choices, self.default, self.apply = choices, default, apply

    def read(self, parameters):
        pairs = self.choices() if callable(self.choices) else self.choices
        self.labels = {str(value): label for value, label in pairs}
        self._keys = {str(value): value for value, label in pairs}
        asked = parameters.getlist(self.name) if self.name in parameters else [self.default]
        self.values = [value for value in dict.fromkeys(asked[:MOST_VALUES]) if value in self.labels]

    @property
    def value(self):
        return self.values[0] if self.values else ""

    @property
    def options(self):
        """(value, label, whether it is on), to draw."""
        return [(value, label, value in self.values) for value, label in self.labels.items()]

    def filter(self, rows):
        if not self.values:
            return rows
        values = [self._keys[value] for value in self.values]
        if self.apply:
            return self.apply(rows, values)
        return rows.filter(**({self.field: values[0]} if len(values) == 1 else {f"{self.field}__in": values}))

    def parameters(self):
        if self.values == ([self.default] if self.default else []):
            return {}
        return {self.name: self.values or [""]}

    def cleared(self):
        return {self.name: "" if self.default else None}

    def chips(self):
        return [
            (str(self.labels[value]), {self.name: [v for v in self.values if v != value]} if self.values[1:] else off)
            for off in [self.cleared()]
            for value in self.values
        ]


class RowIs(Filter):
    """?product=<id>: one row of `rows`, which is also the wall: an id outside it is not there. text: shows the row."""

    kind = "row"

    def __init__(self, name, label, rows, *, field=None, text=str):
        super().__init__(name, label, field=field)
        self.rows, self.text = rows, text

    def read(self, parameters):
        self.row = None
        try:
            pk = uuid.UUID(parameters.get(self.name, "")[:40])
        except ValueError:
            return
        self.row = self.rows.filter(pk=pk).first()

    @property
    def value(self):
        return str(self.row.pk) if self.row else ""

    def filter(self, rows):
        return rows.filter(**{self.field: self.row.pk}) if self.row else rows

    def parameters(self):
        return {self.name: [self.value]} if self.row else {}

    def chips(self):
        return [(self.text(self.row), {self.name: None})] if self.row else []


class _Range(Filter):
    """Two parameters, <name>_from and <name>_to, both inclusive."""

    def read(self, parameters):
        self.from_name, self.to_name = f"{self.name}_from", f"{self.name}_to"
        self.start = self.parse(parameters.get(self.from_name, ""))
        self.end = self.parse(parameters.get(self.to_name, ""))

    from_value = property(lambda self: "" if self.start is None else str(self.start))
    to_value = property(lambda self: "" if self.end is None else str(self.end))

    def parameters(self):
        both = {self.from_name: self.from_value, self.to_name: self.to_value}
        return {name: [value] for name, value in both.items() if value}

    def cleared(self):
        return {self.from_name: None, self.to_name: None}

    def chips(self):
        if self.start is None and self.end is None:
            return []
        text = f"{self.from_value} – {self.to_value}" if self.from_value != self.to_value else self.from_value
        return [(text.strip(), self.cleared())]


class Days(_Range):
    """Local days. The field is a moment (created_at); for a date field say moments=False."""

    kind = "days"

    def __init__(self, name, label, *, field=None, moments=True):
        super().__init__(name, label, field=field)
        self.moments = moments

    def parse(self, text):
        try:
            day = date.fromisoformat(text[:10])
        except ValueError:
            return None
        return day if 1900 <= day.year <= 2200 else None

    def filter(self, rows):
        edge = dates.day_start if self.moments else lambda day: day
        if self.start:
            rows = rows.filter(**{f"{self.field}__gte": edge(self.start)})
        if self.end:
            rows = rows.filter(**{f"{self.field}__lt": edge(self.end + timedelta(days=1))})
        return rows


class Amounts(_Range):
    """Amounts in yuan."""

    kind = "amounts"

    def parse(self, text):
        try:
            return money.parse_decimal(text)
        except Refused:
            return None

    def filter(self, rows):
        if self.start is not None:
            rows = rows.filter(**{f"{self.field}__gte": self.start})
        if self.end is not None:
            rows = rows.filter(**{f"{self.field}__lte": self.end})
        return rows
