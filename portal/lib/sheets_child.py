"""Reads an untrusted table in a process of its own: `python sheets_child.py <xlsx|csv>`.

Bytes on stdin, JSON lines on stdout. It imports neither Django nor anything of ours: it starts fast, holds no secrets.
Lines: {"sheet": name}, [row number, cells…], {"refused": reason, …} or, when all went well, {"end": true} as the last.
Cells: text, null, or a pair: ["n", "1.5"], ["d", "2026-11-24"], ["t", "2026-11-24T09:30:00"].
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time
from xml.parsers import expat

MEMORY = 512 * 1024 * 1024
SECONDS = 20
MOST_ROWS, MOST_COLUMNS = 50_000, 200
MOST_CELLS, MOST_CHARACTERS = 1_000_000, 30_000_000
MOST_SHEETS, MOST_PARTS = 50, 2_000
UNPACKED, RATIO = 200 * 1024 * 1024, 300

_ESCAPED = re.compile(r"_x00([01][0-9A-Fa-f])_")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\u200b\ufffe\uffff\ud800-\udfff]")


class No(Exception):
    """The file cannot be taken; the reason is a word the parent knows."""

    def __init__(self, reason, **more):
        super().__init__(reason)
        self.answer = {"refused": reason} | more


def main(kind):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    say = Lines(sys.stdout)
    try:
        content = sys.stdin.buffer.read()
        (read_xlsx if kind == "xlsx" else read_csv)(content, say)
        say({"end": True})
    except No as no:
        say(no.answer)
    except MemoryError:
        say({"refused": "size"})
    except Exception as error:  # whatever a crafted file provokes in a parser
        say({"refused": "damaged", "error": f"{type(error).__name__}: {error}"[:300]})


class Lines:
    """Writes lines and counts what they hold."""

    def __init__(self, stream):
        self.stream, self.rows, self.cells, self.characters = stream, 0, 0, 0

    def __call__(self, line):
        self.stream.write(json.dumps(line) + "\n")

    def sheet(self, name):
        self.rows = 0
        self({"sheet": _text(name) or ""})

    def row(self, number, cells):
        """cells: list of raw values; blank ones at the end are dropped, a blank row altogether."""
        cells = [plain(cell) for cell in cells]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            return
        if len(cells) > MOST_COLUMNS:
            raise No("columns", row=number)
        self.rows += 1
        self.cells += len(cells)
        self.characters += sum(len(cell) for cell in cells if isinstance(cell, str))
        if self.rows > MOST_ROWS:
            raise No("rows")
        if self.cells > MOST_CELLS or self.characters > MOST_CHARACTERS:
            raise No("size")
        self([number, *cells])


def plain(value):
    """A cell's value as JSON can say it, without float noise: 0.1 + 0.2 is 0.3, as the sheet shows it."""
    if value is None or isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return ["n", f"{value:.15g}"] if abs(value) < 1e30 else str(value)
    if isinstance(value, datetime):
        return (
            ["d", value.date().isoformat()] if value.time() == time(0) else ["t", value.isoformat(timespec="seconds")]
        )
    if isinstance(value, date):
        return ["d", value.isoformat()]
    return _text(str(value))


def _text(value):
    if not value:
        return None
    if value.isprintable() and "_x00" not in value and len(value) < 30_000:
        return value.strip() or None
    value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value[:40_000]).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", value).strip()[:32_767] or None


def read_xlsx(content, say):
    """openpyxl reads the book's plan and styles; the big parts, strings and rows, go through expat, which is faster."""
    check_zip(content)
    from openpyxl import DEFUSEDXML
    from openpyxl.reader.excel import SHARED_STRINGS, ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet

    if not DEFUSEDXML:
        raise No("damaged", error="defusedxml is missing")
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    apply_stylesheet(reader.archive, reader.wb)
    strings = []
    if part := reader.package.find(SHARED_STRINGS):
        Strings(strings).read(reader.archive.open(part.PartName[1:]))
    sheets = [(sheet, rel) for sheet, rel in reader.parser.find_sheets() if rel.target in reader.valid_files]
    for sheet, rel in sheets[:MOST_SHEETS]:
        if sheet.state == "visible" and "chartsheet" not in rel.Type:
            say.sheet(sheet.name)
            Rows(say, strings, reader.wb).read(reader.archive.open(rel.target))


class Part:
    """One XML part, read by expat as a stream. A document type, which could define entities, is refused.

    collected: the text of the <t> and <v> in the element at hand, without the reading aids (rPh) of East Asian text."""

    def __init__(self):
        self.collected, self.wanted, self.aside = [], False, False

    def read(self, source):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: self.start(name.rpartition(" ")[2], attributes)
        parser.EndElementHandler = lambda name: self.end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        with source:
            parser.ParseFile(source)

    def text(self, data):
        if self.wanted:
            self.collected.append(data)

    def doctype(self, *_declaration):
        raise No("damaged", error="a document type")

    def start(self, name, attributes):
        if name == "rPh":
            self.aside = True
        self.wanted = name in ("t", "v") and not self.aside

    def end(self, name):
        self.wanted = False
        if name == "rPh":
            self.aside = False


class Strings(Part):
    """The shared strings."""

    def __init__(self, strings):
        super().__init__()
        self.strings = strings

    def start(self, name, attributes):
        super().start(name, attributes)
        if name == "si":
            self.collected = []

    def end(self, name):
        super().end(name)
        if name == "si":
            self.strings.append("".join(self.collected))


class Rows(Part):
    """A worksheet's rows, said one by one; a gap of a million rows costs nothing."""

    def __init__(self, say, strings, book):
        from openpyxl.utils.datetime import from_excel

        super().__init__()
        self.say, self.strings, self.book, self.from_excel = say, strings, book, from_excel
        self.number, self.cells, self.column, self.cell, self.columns = 0, {}, 0, {}, {}

    def start(self, name, attributes):
        super().start(name, attributes)
        if name == "c":
            self.cell, self.collected = attributes, []
        elif name == "row":
            self.number, self.column, self.cells = int(attributes.get("r", self.number + 1)), 0, {}
            if not 0 < self.number <= 1_048_576:
                raise No("damaged", error="a row outside the sheet")

    def end(self, name):
        super().end(name)
        if name == "c":
            reference = self.cell.get("r", "").rstrip("0123456789")
            self.column = self.place(reference) if reference else self.column + 1
            if self.collected:
                self.cells[self.column] = self.value("".join(self.collected), self.cell.get("t", "n"))
        elif name == "row" and self.cells:
            self.say.row(self.number, [self.cells.get(place) for place in range(1, max(self.cells) + 1)])

    def place(self, letters):
        """A → 1, XFD → 16384."""
        if letters not in self.columns:
            if not re.fullmatch("[A-Z]{1,3}", letters):
                raise No("damaged", error="a cell outside the sheet")
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - 64
            if place > 16_384:
                raise No("damaged", error="a cell outside the sheet")
            self.columns[letters] = place
        return self.columns[letters]

    def value(self, text, kind):
        if kind == "s":
            return self.strings[int(text)]
        if kind == "b":
            return text.strip() == "1"
        if kind == "n":
            return self.number_of(text)
        if kind == "d":
            return datetime.fromisoformat(text)
        return text

    def number_of(self, text):
        number = float(text)
        style = int(self.cell.get("s", 0))
        if style not in self.book._date_formats:
            return number
        try:
            return self.from_excel(number, self.book.epoch, timedelta=style in self.book._timedelta_formats)
        except (OverflowError, ValueError):
            return number


def check_zip(content):
    """A workbook unpacks to a size we can read; what the directory says is what zipfile holds its parts to."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise No("damaged", error=str(error)) from error
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise No("size")
    for part in parts:
        if part.file_size > 1024 * 1024 and part.file_size > RATIO * max(part.compress_size, 1):
            raise No("size")


def read_csv(content, say):
    text = decode(content)
    csv.field_size_limit(1_000_000)
    lines = io.StringIO(text, newline=None).read()  # CR and CRLF become LF
    say.sheet("")
    reader = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter(lines))
    for number, row in enumerate(reader, start=1):
        say.row(number, row)


def decode(content):
    """Text from the encodings Chinese Excel and its neighbours write: a byte-order mark decides, then UTF-16 by its
    zero bytes, then UTF-8, then GB18030 (of which GBK and GB2312 are parts)."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content, name)
    head = content[:2000]
    if b"\x00" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) < len(head) // 20 or min(even, odd) > max(even, odd) // 4:
            raise No("kind")
        return _decoded(content, "utf-16-le" if odd > even else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded(content, "gb18030")
    # another encoding read as this one gives characters nobody types
    if 50 * sum("\ue000" <= character <= "\uf8ff" for character in text) > len(text):
        raise No("encoding")
    return text


def _decoded(content, name):
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise No("encoding") from error


def delimiter(text):
    """The separator that cuts the first lines into the most columns the most regularly."""
    head = text[:20_000].split("\n")[:50]
    best, found = 0, ","
    for candidate in (",", "\t", ";", "|"):
        try:
            widths = [len(row) for row in csv.reader(head, delimiter=candidate) if row]
        except csv.Error:
            continue
        usual = max(set(widths), key=widths.count, default=1)
        score = (usual - 1) * widths.count(usual)
        if score > best:
            best, found = score, candidate
    return found


if __name__ == "__main__":
    main(sys.argv[1])
