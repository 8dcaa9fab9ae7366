"""The national view's table: its page, its columns, its Excel file, and the way down to it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from distributors.models import Fact
from distributors.reports import table
from distributors.reports.period import same_span_label
from distributors.reports.pictures import SHORT, change
from distributors.reports.slice import BY, DRILL
from portal.lib import charts
from portal.lib.downloads import XLSX, attachment
from portal.lib.paging import MOST_EXPORTED, Listing
from portal.lib.workbooks import workbook
from portal.templatetags.portal import money, qty

KINDS = {
    "order": gettext_lazy("Order"),
    "shipment": gettext_lazy("Shipment"),
    "receipt": gettext_lazy("Receipt"),
    "return": gettext_lazy("Goods return"),
    "commitment": gettext_lazy("Service commitment"),
}


class Report(Listing):
    """The rows of a slice as a table page: its parameters are the slice's own."""

    def __init__(self, parameters, slice_, view, names, today):
        super().__init__(parameters, None)
        self.slice, self.page_size = slice_, table.PAGE
        found = table.table(slice_, view, names, today, offset=(self._asked_page - 1) * table.PAGE)
        if not found.rows and self._asked_page > 1:
            self._asked_page = 1
            found = table.table(slice_, view, names, today)
        self.total, self.rows = found.count, found.rows
        for row in self.rows:
            if hasattr(row, "kind"):
                row.kind_label = KINDS.get(row.kind, row.kind)
        if slice_.level not in ("document", "entry"):
            with_bars(self.rows, view.total, shown(slice_))

    def _ordered(self, queryset):
        return queryset

    @property
    def parameters(self):
        return {name: [value] for name, value in self.slice.parameters().items()} | (
            {"page": [str(self.page)]} if self._asked_page > 1 else {}
        )

    @property
    def before_label(self):
        return same_span_label(self.slice.period)

    @property
    def has_targets(self):
        return any(getattr(row, "target", None) is not None for row in self.rows)

    @property
    def first_label(self):
        return BY[self.slice.level]


def with_bars(rows, total, shown=money):
    """Give each row its bar, its share of the total and its figures in words. shown: the filter that writes amounts."""
    for row, bar in zip(rows, charts.bars([{"label": row.label, "value": row.amount} for row in rows]), strict=True):
        row.bar = bar["svg"]
        row.share_text = f"{row.amount * 100 / total:.1f}" if total else ""
        row.change = change(row.amount, row.before) or "–"
        row.text, row.before_text = shown(row.amount), shown(row.before)
    return rows


def shown(slice_):
    """How the slice's figures are written: amounts, or pieces."""
    return qty if slice_.fact == Fact.COMMITTED else money


def crumbs(slice_, names, known):
    """[(label, url)] from the country down to what the page is about."""
    path = [(_("National view"), slice_.url(**dict.fromkeys(DRILL)))]
    fixed = {}
    for name in DRILL:
        if value := getattr(slice_, name):
            fixed[name] = value
            label = {"region": names.region, "province": names.province}.get(name, lambda _id, n=name: known[n])(value)
            path.append((label, slice_.url(**dict.fromkeys(DRILL) | fixed)))
    return path


def exported(slice_, view, names, today, which):
    """The table (or, as `lines` and `mix`, the other two) as an Excel file."""
    title = f"{_('National view')} {SHORT[slice_.fact]} {slice_.period.label}"
    if which in ("lines", "mix"):
        rows = table.lines(slice_, view, names) if which == "lines" else table.mix(slice_, view)
        columns, values = _sums(slice_, rows, BY["line"] if which == "lines" else _("Channel or direct"))
    else:
        rows = table.table(slice_, view, names, today, limit=MOST_EXPORTED).rows
        maker = {"document": _documents, "entry": _entries}.get(slice_.level)
        columns, values = maker(rows) if maker else _sums(slice_, rows, BY[slice_.level])
    return attachment(workbook(title, columns, values), f"{title}.xlsx", XLSX)


def _sums(slice_, rows, first):
    kind = "number" if slice_.fact == Fact.COMMITTED else "money"
    before = same_span_label(slice_.period)
    columns = [(str(first), ""), (_("Code"), ""), (str(SHORT[slice_.fact]), kind), (before, kind)]
    columns.append((_("Target"), "money"))
    return columns, ([row.label, row.code, row.amount, row.before, row.target] for row in rows)


def _documents(rows):
    columns = [(_("Document"), ""), (_("Kind"), ""), (_("Day"), "date"), (_("Distributor"), ""), (_("Salesperson"), ""),
               (_("Line count"), "whole"), (_("Amount"), "money")]  # fmt: skip
    return columns, (
        [r.number, str(KINDS.get(r.kind, r.kind)), r.day, r.distributor, r.salesperson, r.lines, r.amount] for r in rows
    )


def _entries(rows):
    columns = [(_("Day"), "date"), (_("Document"), ""), (_("Kind"), ""), (_("Line"), "whole"), (_("SKU"), ""),
               (_("Product line"), ""), (_("Distributor"), ""), (_("Salesperson"), ""), (_("Quantity"), "number"),
               (_("Net"), "money"), (_("Tax"), "money"), (_("Amount"), "money"),
               (_("Posted at"), "moment")]  # fmt: skip
    return columns, (
        [r.day, r.number, str(KINDS.get(r.kind, r.kind)), r.position or None, r.sku, r.product_line, r.distributor,
         r.salesperson, r.quantity, r.net, r.tax, r.amount, r.posted_at]
        for r in rows
    )  # fmt: skip
