"""The oracle: each distributor's words carry a mark of its own, and every response is searched for foreign marks."""

import io
import re
import zipfile
import zlib
from collections import Counter

MARK = {"acme": "CANARY-ACME-7F3", "bolt": "CANARY-BOLT-9C1"}
NAME, PRIVATE = "NAME", "PRIVATE"  # the portal's own name, which its login page shows; what HQ must never see
SEEN = Counter()  # (kind of content, distributor) → how many responses carried its mark: proof that the oracle can see


def mark(place, *words):
    """mark("acme", "note") → "CANARY-ACME-7F3-NOTE"."""
    return "-".join([MARK[place], *(word.upper() for word in words)])


class Leak(AssertionError):
    pass


def of(place):
    """Matches every mark of a distributor, in any case, written with or without hyphens (search texts fold them)."""
    return re.compile(MARK[place].replace("-", "[-_ ]?"), re.IGNORECASE)


def beyond_name(place):
    """Matches every mark of a distributor but that of its own name."""
    return re.compile(of(place).pattern + f"(?!-{NAME})", re.IGNORECASE)


PRIVATE_WORDS = re.compile("|".join(f"{text}-{PRIVATE}" for text in MARK.values()), re.IGNORECASE)


def kind_of(response):
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    return {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "application/pdf": "pdf",
        "text/html": "html", "application/json": "json",
    }.get(kind, kind or "none")  # fmt: skip


def texts_of(response):
    """[(where, text)] of all that a response says: headers, body, each part of a workbook, a PDF's streams."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output() if response.cookies else ""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    parts = [("headers", headers + cookies)]
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return parts + [(name, book.read(name).decode("utf-8", "replace")) for name in book.namelist()]
    if body[:5] == b"%PDF-":
        return [*parts, ("pdf", text_of_pdf(body))]
    return [*parts, ("body", body.decode(response.charset or "utf-8", "replace"))]


def text_of_pdf(body):
    """All text of a PDF whose fonts are cut subsets: glyphs are mapped back with each font's ToUnicode map."""
    streams = []
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", body, re.DOTALL):
        try:
            streams.append(zlib.decompress(found[1]).decode("latin-1"))
        except zlib.error:
            streams.append(found[1].decode("latin-1"))
    glyphs = {}
    for stream in streams:
        for block in re.findall(r"beginbfchar(.*?)endbfchar", stream, re.DOTALL):
            for glyph, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
                glyphs.setdefault(glyph.lower(), bytes.fromhex(text).decode("utf-16-be", "replace"))
    words = []
    for stream in streams:
        for run in re.findall(r"\[(.*?)\]\s*TJ", stream, re.DOTALL):
            codes = "".join(re.findall(r"<([0-9A-Fa-f]+)>", run)).lower()
            words.append("".join(glyphs.get(codes[i : i + 4], "?") for i in range(0, len(codes), 4)))
    return "\n".join([*words, *streams])


def search(response, forbidden, about):
    """Raise Leak when a response matches one of the patterns. about: what was asked, for the message."""
    found = texts_of(response)
    for place in MARK:
        if any(of(place).search(text) for _where, text in found):
            SEEN[kind_of(response), place] += 1
    for where, text in found:
        for pattern in forbidden:
            if hit := pattern.search(text):
                around = text[max(0, hit.start() - 120) : hit.end() + 60]
                raise Leak(f"{about} ({response.status_code}): {where} shows {hit[0]!r}: …{around!r}…")
    return found
