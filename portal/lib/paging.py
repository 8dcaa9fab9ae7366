"""The table page: rows 50 at a time, with order and filters in the URL.

    COLUMNS = [
        Column("number", _("Order no."), sort="number"),
        Column("customer", _("Customer"), "customer_name", sort="customer_key"),
        Column("total", _("Amount"), kind="money", sort="total"),
        Column("status", _("Status"), "get_status_display"),
        Column("submitted_at", _("Submitted"), kind="moment", sort="submitted_at"),
    ]

    @allow("order.see")
    def orders(request):
        listing = Listing(
            request.GET,
            Order.objects.all(),
            columns=COLUMNS,
            sort="-submitted_at",
            filters=[
                Search(),  # ?q=  in the field `search` (portal.lib.pinyin)
                Choice("status", _("Status"), Status.choices),
                Choice("scope", _("Show"), [("mine", _("Mine"))], apply=lambda rows, values: rows.of(request.member)),
                RowIs("product", _("Product"), Product.objects.all(), field="lines__product"),
                Days("submitted", _("Submitted"), field="submitted_at"),  # ?submitted_from=&submitted_to=
                Amounts("total", _("Amount")),  # ?total_from=&total_to=
            ],
        )
        if "export" in request.GET:
            return export(listing, _("Orders"))
        return render(request, "orders/order_list.html", {"listing": listing})

In the template: listing.rows (a list), .total, .page, .pages, .first, .last, .headers (label, kind, url, direction),
.chips (label, text, url), .fields (the filters, to draw the filter row), .links, .previous_url, .next_url,
.export_url, .clear_url; in Python also .url(status="draft").

Only what is declared reaches the database: an unknown order, filter or value is as if it were not there.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from portal.lib.downloads import XLSX, attachment
from portal.lib.filters import Amounts, Choice, Days, RowIs, Search  # noqa: F401 - one import for a table page
from portal.lib.workbooks import workbook

PAGE = 50
MOST_A_PAGE = 200
MOST_EXPORTED = 50_000


@dataclass(frozen=True)
class Column:
    """key: its name in ?sort=. label: its heading. value: what it shows, an attribute path ("customer.name", called
    when it can be) or a function of the row; the key when left out. sort: field or tuple of fields to order by, None
    when it cannot be. kind: text, money, price, number, whole, percent, date or moment."""

    key: str
    label: Any
    value: Any = None
    kind: str = "text"
    sort: str | tuple | None = None

    def of(self, row):
        """The value this column shows for a row."""
        if callable(self.value):
            return self.value(row)
        path = self.value or self.key
        if isinstance(row, dict):
            return row.get(path)
        value = row
        for name in path.split("."):
            value = getattr(value, name) if value is not None else None
        return value() if callable(value) else value

    @property
    def numeric(self):
        return self.kind in ("money", "price", "number", "whole", "percent")


@dataclass(frozen=True)
class Header:
    column: Column
    url: str  # orders by this column; "" when it cannot be
    direction: str  # for aria-sort: "ascending", "descending" or "none"

    key = property(lambda self: self.column.key)
    label = property(lambda self: self.column.label)
    kind = property(lambda self: self.column.kind)
    numeric = property(lambda self: self.column.numeric)


@dataclass(frozen=True)
class Chip:
    label: Any
    text: str
    url: str  # the page without this filter


class Listing:
    """See the example above.

    parameters: request.GET. sort: the order when none is asked for, a column's key or a key of `sorts`, "-" for
    descending. sorts: more orders than the columns give, {key: field or tuple of fields}. page_size: rows a page.
    """

    def __init__(self, parameters, queryset, *, columns=(), sort="", filters=(), sorts=None, page_size=PAGE):
        self.columns = list(columns)
        self.sorts = {column.key: column.sort for column in self.columns if column.sort} | (sorts or {})
        self.default_sort, self.default_size = sort, page_size
        asked = parameters.get("sort", "")
        self.sort = asked if asked.removeprefix("-") in self.sorts else sort
        self.page_size = min(_whole(parameters.get("page_size")) or page_size, MOST_A_PAGE)
        self._asked_page = _whole(parameters.get("page")) or 1
        self.fields = [declared.bound(parameters) for declared in filters]
        for field in self.fields:
            queryset = field.filter(queryset)
        self.queryset = self._ordered(queryset)

    def _ordered(self, queryset):
        names = self.sorts.get(self.sort.removeprefix("-"))
        if not names:
            return queryset if queryset.ordered else queryset.order_by("pk")
        names = [names] if isinstance(names, str) else list(names)
        if self.sort.startswith("-"):
            names = [name[1:] if name.startswith("-") else f"-{name}" for name in names]
        if isinstance(queryset.query.group_by, tuple):
            return queryset.order_by(*names)  # sums over groups: the key would join the groups
        last = "-pk" if names[0].startswith("-") else "pk"  # so that no page repeats or drops a row
        return queryset.order_by(*names, last)

    # The rows

    @cached_property
    def total(self):
        return self.queryset.count()

    @cached_property
    def pages(self):
        return max(1, -(-self.total // self.page_size))

    @cached_property
    def page(self):
        return min(self._asked_page, self.pages)

    @cached_property
    def rows(self):
        start = (self.page - 1) * self.page_size
        return list(self.queryset[start : start + self.page_size])

    @property
    def first(self):
        return (self.page - 1) * self.page_size + 1 if self.total else 0

    @property
    def last(self):
        return min(self.page * self.page_size, self.total)

    # The URLs

    @property
    def parameters(self):
        """What the page's URL says, in a fixed order: {name: [values]}, defaults left out."""
        said = {}
        for field in self.fields:
            said |= field.parameters()
        if self.sort != self.default_sort:
            said["sort"] = [self.sort]
        if self.page_size != self.default_size:
            said["page_size"] = [str(self.page_size)]
        if self._asked_page > 1:
            said["page"] = [str(self.page)]
        return said

    def url(self, **changes):
        """This page with other parameters: a text, a list of texts, or None to leave it out. Anything but a page
        number goes back to page 1."""
        said = self.parameters
        if "page" not in changes:
            said.pop("page", None)
        for name, value in changes.items():
            if value is None:
                said.pop(name, None)
            else:
                said[name] = [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]
        return f"?{urlencode(said, doseq=True)}"

    @cached_property
    def headers(self):
        return [self._header(column) for column in self.columns]

    def _header(self, column):
        if column.key not in self.sorts:
            return Header(column, "", "none")
        if self.sort.removeprefix("-") != column.key:
            first = f"-{column.key}" if column.numeric or column.kind in ("date", "moment") else column.key
            return Header(column, self.url(sort=first), "none")
        if self.sort.startswith("-"):
            return Header(column, self.url(sort=column.key), "descending")
        return Header(column, self.url(sort=f"-{column.key}"), "ascending")

    @cached_property
    def chips(self):
        """The filters that are on, each with the URL that takes it off."""
        return [
            Chip(field.label, text, self.url(**without)) for field in self.fields for text, without in field.chips()
        ]

    @property
    def clear_url(self):
        return self.url(**{name: value for field in self.fields for name, value in field.cleared().items()})

    @property
    def previous_url(self):
        return self.url(page=self.page - 1) if self.page > 1 else ""

    @property
    def next_url(self):
        return self.url(page=self.page + 1) if self.page < self.pages else ""

    @property
    def links(self):
        """(page number, url) around this page, (None, "") for a gap."""
        near = sorted({1, 2, self.page - 1, self.page, self.page + 1, self.pages - 1, self.pages})
        links, before = [], 0
        for number in near:
            if 1 <= number <= self.pages:
                if number > before + 1:
                    links.append((None, ""))
                links.append((number, self.url(page=number)))
                before = number
        return links

    @property
    def export_url(self):
        return self.url(export="xlsx")


def export(listing, title, columns=None):
    """The listing's rows, all pages (at most 50,000), as an Excel file to save. columns: its own when left out."""
    columns = list(columns or listing.columns)
    rows = listing.queryset[:MOST_EXPORTED].iterator(chunk_size=2000)
    content = workbook(
        str(title),
        [(str(column.label), column.kind) for column in columns],
        ([column.of(row) for column in columns] for row in rows),
    )
    return attachment(content, f"{title}.xlsx", XLSX)


def _whole(text):
    """A positive whole number of at most nine digits, else None."""
    text = text or ""
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) <= 9 else None
