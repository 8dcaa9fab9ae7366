"""Excel files we hand out: one sheet, one header row, real numbers and dates, and no formula ever."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice

import xlsxwriter
from django.utils.translation import gettext as _

from portal.lib import dates

FORMATS = {
    "money": "#,##0.00",
    "price": "#,##0.00##",
    "number": "#,##0.####",
    "whole": "#,##0",
    "percent": '0.0#"%"',
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767


def workbook(title, columns, rows):
    """An .xlsx as bytes. Text stays text, whatever it begins with; it reads back as it was.

    title: the sheet's name. columns: labels, or (label, kind) with a kind of FORMATS or "text".
    rows: an iterable of sequences of str, int, Decimal, date, datetime (written in local time), bool, None.
    """
    columns = [(column, "") if isinstance(column, str) else tuple(column) for column in columns]
    out = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options | {"strings_to_numbers": False})
    book.set_properties({"title": _text(title)})
    styles = {kind: book.add_format({"num_format": number, "valign": "top"}) for kind, number in FORMATS.items()}
    plain = book.add_format({"valign": "top"})
    header = book.add_format({"bold": True, "bg_color": "#EEF1F4", "bottom": 1, "valign": "vcenter", "text_wrap": True})
    sheet = book.add_worksheet(sheet_name(title))
    sheet.freeze_panes(1, 0)

    rows = iter(rows)
    first = [list(row) for row in islice(rows, 200)]
    for place, (label, kind) in enumerate(columns):
        longest = max((_width(row[place]) for row in first if place < len(row)), default=0)
        least = {"date": 11, "moment": 16, "money": 12, "price": 12}.get(kind, 6)
        sheet.set_column(place, place, min(max(longest, _width(str(label)), least) + 2, 50))
        sheet.write_string(0, place, _text(label), header)
    count = 0
    for count, row in enumerate(islice(chain(first, rows), MOST_ROWS), start=1):
        for place, (value, (_label, kind)) in enumerate(zip(row, columns, strict=False)):
            _write(sheet, count, place, value, styles.get(kind, plain), styles)
    if columns:
        sheet.autofilter(0, 0, count, len(columns) - 1)
    book.close()
    return out.getvalue()


def _write(sheet, row, place, value, style, styles):
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, place, _("Yes") if value else _("No"), style)
    elif isinstance(value, datetime):
        moment = dates.local(value).replace(tzinfo=None) if value.tzinfo else value
        sheet.write_datetime(row, place, moment, style if style.num_format != "General" else styles["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, style if style.num_format != "General" else styles["date"])
    elif isinstance(value, int | float | Decimal) and abs(value) < 10**15:
        sheet.write_number(row, place, float(value), style)
    else:
        sheet.write_string(row, place, _text(value), style)


def _text(value):
    """str() that XML can carry: lone surrogates replaced, cut where Excel cuts."""
    return str(value)[:MOST_CHARACTERS].encode("utf-8", "replace").decode()


def _width(value):
    """How many Latin characters wide a value shows."""
    if isinstance(value, datetime):
        return 16
    text = f"{value:,}" if isinstance(value, int | Decimal) else str("" if value is None else value)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text[:60])


def sheet_name(title):
    """A name Excel takes: at most 31 characters, none of []:*?/\\ and no quote at either end."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", _text(title))[:31].strip(" '")
    return name if name and name.lower() != "history" else "Sheet1"
