"""Tables people upload: .xlsx and .csv, read in a child process that may neither grow nor linger."""

import json
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from portal.lib.errors import Refused
from portal.lib.workbooks import workbook  # noqa: F401 - both directions under one name

MOST_BYTES = 10 * 1024 * 1024
SECONDS = 20
HEADER_WITHIN = 30  # rows: titles, rules and form fields may stand above the header
CHILD = Path(__file__).with_name("sheets_child.py")


@dataclass
class Sheet:
    """One worksheet, without its blank rows.

    rows: lists of str, Decimal, date, datetime or None, as long as their last filled cell.
    numbers: for each row its number in the file, from 1.
    """

    name: str
    rows: list
    numbers: list


def read_sheet(content, filename=""):
    """The visible worksheets that hold something, as a list of Sheet, at least one.

    content: bytes, at most 10 MB. filename: for messages; what the file is, its first bytes say.
    Raises Refused for anything else than a readable .xlsx or .csv, and over 50,000 rows or 200 columns.
    """
    name = Path(str(filename)).name[-60:] or _("The file")
    if len(content) > MOST_BYTES:
        raise Refused(_("%(file)s is larger than 10 MB. Split it and upload the parts.") % {"file": name})
    if not content.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise Refused(_("%(file)s is empty.") % {"file": name})
    lines = _run_child(content, _kind(content, name), name)
    try:
        sheets = [sheet for sheet in _parsed(lines, name) if sheet.rows]
    except (ValueError, LookupError, TypeError, ArithmeticError):  # a child that was cut off, or taken over
        raise _too_much(name) from None
    if not sheets:
        raise Refused(_("%(file)s has no rows.") % {"file": name})
    return sheets


def _kind(content, name):
    if content.startswith(b"PK\x03\x04"):
        return "xlsx"
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(
            _("%(file)s is an old or a locked Excel file. Save it as .xlsx without a password and upload that.")
            % {"file": name}
        )
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")):
        raise _not_a_table(name)
    if re.match(rb"(\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|table|meta|style|script)", content[:200], re.IGNORECASE):
        raise _not_a_table(name)
    return "csv"


def _not_a_table(name):
    return Refused(
        _("%(file)s is neither an .xlsx nor a .csv file. Open it in Excel and save it as .xlsx.") % {"file": name}
    )


def _run_child(content, kind, name):
    """The child's lines as bytes. It gets no environment, so no secret of ours."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), kind],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            env={"PYTHONIOENCODING": "utf-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_much(name) from None
    if done.returncode:
        raise _too_much(name)
    return done.stdout


def _too_much(name):
    return Refused(_("%(file)s takes too much time or memory to read. Split it and upload the parts.") % {"file": name})


def _parsed(lines, name):
    sheets, ended = [], False
    for line in lines.splitlines():
        line = json.loads(line)
        if isinstance(line, list):
            sheets[-1].numbers.append(line[0])
            sheets[-1].rows.append([_value(cell) for cell in line[1:]])
        elif "sheet" in line:
            sheets.append(Sheet(line["sheet"], [], []))
        elif "refused" in line:
            raise _refusal(line, name)
        ended = "end" in line
    if not ended:
        raise _too_much(name)
    return sheets


def _value(cell):
    if isinstance(cell, list):
        kind, text = cell
        return {"n": Decimal, "d": date.fromisoformat, "t": datetime.fromisoformat}[kind](text)
    return cell


def _refusal(line, name):
    if line["refused"] == "rows":
        return Refused(_("%(file)s has more than 50,000 rows. Split it and upload the parts.") % {"file": name})
    if line["refused"] == "columns":
        return Refused(
            _("Row %(row)s of %(file)s has more than 200 columns. Delete the columns that are not needed.")
            % {"file": name, "row": line["row"]}
        )
    if line["refused"] == "encoding":
        return Refused(
            _("The characters of %(file)s cannot be read. Save it as .xlsx or as UTF-8 text.") % {"file": name}
        )
    if line["refused"] == "size":
        return _too_much(name)
    if line["refused"] == "kind":
        return _not_a_table(name)
    return Refused(
        _("%(file)s is damaged. Open it in Excel, save it as a new .xlsx file and upload that.") % {"file": name}
    )


def table(sheet, wanted, *, required=()):
    """Find the header row and read what stands below it.

    wanted: {name: [accepted header words]}, in any language; case, width, blanks, stars, line breaks, units in
    brackets and the other half of a two-language header do not matter. required: names that must be there.
    Returns (header_row, columns, rows): header_row the row's number in the file; columns {name: place from 0};
    rows [(row number in the file, {name: value or None})], without those blank in every wanted column.
    Raises Refused when no row looks like the header, or a required column is missing.
    """
    words = {name: [_folded(word) for word in accepted] for name, accepted in wanted.items()}
    best, header = {}, 0
    for place, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        columns = _columns(row, words)
        missing = [name for name in required if name not in columns]
        if (not missing, len(columns)) > (bool(best) and not any(n not in best for n in required), len(best)):
            best, header = columns, place
    missing = [name for name in required if name not in best]
    if not best or missing:
        lacking = ", ".join(str(wanted[name][0]) for name in missing or wanted)
        raise Refused(_("No header row with these columns was found: %(columns)s.") % {"columns": lacking})
    rows = []
    for number, row in zip(sheet.numbers[header + 1 :], sheet.rows[header + 1 :], strict=True):
        values = {name: row[place] if place < len(row) else None for name, place in best.items()}
        if any(value is not None for value in values.values()) and _columns(row, words) != best:
            rows.append((number, values))
    return sheet.numbers[header], best, rows


def _columns(row, words):
    """{name: place} for a row read as a header; the word named first wins, then the leftmost column."""
    headings = [_spellings(cell) if isinstance(cell, str) else () for cell in row]
    found = {}
    for name, accepted in words.items():
        for word in accepted:
            place = next((n for n, h in enumerate(headings) if word in h and n not in found.values()), None)
            if place is not None:
                found[name] = place
                break
    return found


def _spellings(heading):
    """The ways one header cell may be meant: whole, without brackets, and each part of "中文 / English"."""
    heading = unicodedata.normalize("NFKC", heading[:200])
    bare = re.sub(r"[(\[【<].*?[)\]】>]", "", heading)
    parts = re.split(r"[\n/|]|(?<=[\u3400-\u9fff])\s+(?=[A-Za-z])|(?<=[A-Za-z.])\s+(?=[\u3400-\u9fff])", bare)
    return {folded for text in (heading, bare, *parts) if (folded := _folded(text))}


def _folded(text):
    text = unicodedata.normalize("NFKC", str(text)).lower()
    return "".join(character for character in text if character.isalnum() or character in "%#")
