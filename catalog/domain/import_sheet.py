"""From a sheet that somebody made to rows with our own field names.

A header is found by its words, in either language, wherever it stands among the first rows of any of the sheets;
what is above it is ignored, as are columns nobody knows and rows without a cell.
"""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.lib import money
from portal.lib.errors import Refused

MOST_ROWS = 20_000
HEADER_WITHIN = 30  # rows from the top of a sheet
MOST_COLUMNS = 400
MOST_TEXT = 2000


def rows_of(sheets, words, required):
    """[{"row": number in the sheet from 1, field: text}], of the first sheet whose header has every required field.

    sheets: what portal.lib.sheets.read_sheet gives. words: {field: [header words]}. required: fields.
    Raises Refused when there is no such header, or no row below it, or too many.
    """
    known = {fold_header(word): field for field, spelled in words.items() for word in spelled}
    for sheet in sheets:
        for place, cells in enumerate(sheet.rows[:HEADER_WITHIN]):
            columns = _columns(cells, known)
            if set(required) <= set(columns.values()):
                return _rows(sheet.rows[place + 1 :], columns, place + 2)
    needed = ", ".join(words[field][0] for field in required)
    raise Refused(
        _("No row of headings was found with the columns %(columns)s. Take the empty sheet of this page as a pattern.")
        % {"columns": needed}
    )


def _columns(cells, known):
    """{column number: field}; of two columns with the same meaning the first counts."""
    columns = {}
    for place, cell in enumerate(cells[:MOST_COLUMNS]):
        field = known.get(fold_header(cell)) if isinstance(cell, str) else None
        if field and field not in columns.values():
            columns[place] = field
    return columns


def _rows(rows, columns, first):
    found = []
    for number, cells in enumerate(rows, start=first):
        row = {field: as_text(cells[place]) for place, field in columns.items() if place < len(cells)}
        row = {field: text for field, text in row.items() if text}
        if row:
            found.append({"row": number} | row)
        if len(found) > MOST_ROWS:
            raise Refused(
                _("The sheet has more than %(most)s rows. Split it into several files.") % {"most": MOST_ROWS}
            )
    if not found:
        raise Refused(_("There is no row below the headings. Fill in the sheet and choose it again."))
    return found


def fold_header(cell):
    """A heading without case, width, stars, blanks, line breaks and what stands in brackets."""
    text = unicodedata.normalize("NFKC", str(cell or "")).lower()[:200]
    text = re.sub(r"[(\[【{].*?[)\]】}]", "", text)
    return "".join(character for character in text if character.isalnum() or character in "%/")


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
