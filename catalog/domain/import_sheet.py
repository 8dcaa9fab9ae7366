"""From a sheet that somebody made to rows with our own field names."""

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.lib import money
from portal.lib.errors import Refused
from portal.lib.sheets import table

MOST_ROWS = 20_000
MOST_TEXT = 2000


def rows_of(sheets, words, required):
    """[{"row": its number in the file, field: text}], of the first sheet that has the required columns.

    sheets: what read_sheet gives. words: {field: [header words]}. required: fields.
    Raises Refused when there is no such header, or no row below it, or too many.
    """
    refusal = None
    for sheet in sheets:
        try:
            _header, _columns, rows = table(sheet, words, required=required)
        except Refused as no:
            refusal = refusal or no
            continue
        if rows:
            return _rows(rows)
    raise refusal or Refused(_("There is no row below the headings. Fill in the sheet and choose it again."))


def _rows(rows):
    if len(rows) > MOST_ROWS:
        raise Refused(_("The sheet has more than %(most)s rows. Split it into several files.") % {"most": MOST_ROWS})
    found = []
    for number_, cells in rows:
        texts = {field: text for field, cell in cells.items() if (text := as_text(cell))}
        if texts:
            found.append({"row": number_} | texts)
    return found


def as_text(cell):
    """What a cell says, as text a person would type: 1001.0 is 1001, a date is 2026-11-24."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, int | float | Decimal):
        number = Decimal(str(cell))
        if not number.is_finite() or abs(number.adjusted()) > 30:
            return str(cell)[:40]
        return f"{number.normalize():f}"
    text = "".join(c if c.isprintable() else " " for c in str(cell)[:MOST_TEXT])
    return " ".join(text.split())


def number(row, field, *, places=4, least=Decimal(0), above=False):
    """The number in a row's field as Decimal, or None when the cell is empty. Raises Refused for anything else, for
    one below `least`, and (above) for `least` itself."""
    if not row.get(field):
        return None
    value = money.parse_decimal(row[field], places=places, field=field)
    if value < least or (above and value == least):
        raise Refused(_("%(number)s is too small.") % {"number": row[field]}, field=field)
    return value
