"""Charts as SVG text without a style attribute, places in percent so that words never scale. Colours: parts/chart.css.

Rows are dicts or objects; `of(row, name)` reads either. Values are Decimal, int or None.
"""

import itertools
import re
from decimal import Decimal
from html import escape

from django.utils.safestring import mark_safe

from portal.lib import money

HEIGHT = 168  # of columns and lines, px, without the words below
TOP, WORDS = 22, 24  # room for the figure above the highest mark, and for the labels below
TILE = 58


def _mark(template, *values):
    """format_html, but numbers keep their format (format_html makes text of them first)."""
    return mark_safe(template.format(*(_escaped(value) if isinstance(value, str) else value for value in values)))


def _escaped(text):
    """django.utils.html.escape without its way for lazy texts, which costs more than the escaping."""
    return text if hasattr(text, "__html__") else escape(text)


def of(row, name, default=None):
    return row.get(name, default) if isinstance(row, dict) else getattr(row, name, default)


def figure(row, value):
    """The text beside a mark: the row's own, else the value in 万."""
    return of(row, "text") or (money.wan(Decimal(value)) if value is not None else "–")


def part(value, whole):
    """value / whole as percent text with two places, 0 to 100."""
    if not value or not whole:
        return "0"
    return f"{min(Decimal(100), abs(Decimal(value)) * 100 / Decimal(whole)):.2f}"


def bars(rows):
    """[{label, url, text, svg}] for a table of horizontal bars, all against the largest value or target."""
    rows = list(rows)
    largest = max((abs(Decimal(of(row, name) or 0)) for row in rows for name in ("value", "target")), default=0)
    drawn = []
    for row in rows:
        value, target = of(row, "value"), of(row, "target")
        mark = "mark minus" if value and value < 0 else "mark"
        goal = (
            _mark('<line class="target" x1="{0}%" x2="{0}%" y1="-2" y2="14"/>', part(target, largest)) if target else ""
        )
        svg = _mark(
            '<svg height="12" width="100%" aria-hidden="true" focusable="false">'
            '<rect class="track" width="100%" height="12"/><rect class="{}" width="{}%" height="12"/>{}</svg>',
            mark, part(value, largest), goal,
        )  # fmt: skip
        drawn.append({"label": of(row, "label"), "url": of(row, "url"), "text": figure(row, value), "svg": svg})
    return drawn


def columns(rows):
    """Upright bars by month; `before` stands beside in grey."""
    rows = list(rows)
    low, high = _scale(rows)
    slot = Decimal(100) / max(1, len(rows))
    compared = any(of(row, "before") is not None for row in rows)
    places = (
        [("before", "before", "0.12", "0.34"), ("value", "mark", "0.46", "0.42")]
        if compared
        else [("value", "mark", "0.2", "0.6")]
    )
    marks = []
    for n, row in enumerate(rows):
        left = slot * n
        inner = [_hit(left, slot)]
        for name, css, offset, width in places:
            if (amount := of(row, name)) is not None:
                inner.append(_column(css, left + slot * Decimal(offset), slot * Decimal(width), amount, low, high))
        marks.append(_linked(row, "".join([*inner, *_words(rows, n, slot, low, high)])))
    return _svg([*marks, _axis(_y(0, low, high))])


def lines(rows):
    """A line by month; `before` is the dashed one. Every point is a link."""
    rows = list(rows)
    low, high = _scale(rows)
    slot = Decimal(100) / max(1, len(rows))
    strokes = [_axis(_y(0, low, high))]
    for name, css in (("before", "stroke before"), ("value", "stroke")):
        for n, (row, after) in enumerate(itertools.pairwise(rows)):
            if of(row, name) is not None and of(after, name) is not None:
                ends = (
                    slot * n + slot / 2,
                    _y(of(row, name), low, high),
                    slot * (n + 1) + slot / 2,
                    _y(of(after, name), low, high),
                )
                strokes.append(
                    _mark('<line class="{}" x1="{:.2f}%" y1="{:.1f}" x2="{:.2f}%" y2="{:.1f}"/>', css, *ends)
                )
    marks = []
    for n, row in enumerate(rows):
        inner = [_hit(slot * n, slot)]
        if of(row, "value") is not None:
            y = _y(of(row, "value"), low, high)
            inner.append(_mark('<circle class="mark" cx="{:.2f}%" cy="{:.1f}" r="3.5"/>', slot * n + slot / 2, y))
        marks.append(_linked(row, "".join([*inner, *_words(rows, n, slot, low, high)])))
    return _svg([*strokes, *marks])


def _scale(rows):
    """(lowest, highest) over value and before; zero always lies between."""
    values = [Decimal(of(row, name) or 0) for row in rows for name in ("value", "before")] + [Decimal(0)]
    return min(values), max(values)


def _y(value, low, high):
    """Pixels from the top for a value."""
    return TOP + (high - Decimal(value or 0)) * (HEIGHT - TOP) / ((high - low) or 1)


def _hit(left, width):
    """An unseen ground that makes the whole slot clickable."""
    return _mark('<rect class="hit" x="{:.2f}%" y="0" width="{:.2f}%" height="{}"/>', left, width, HEIGHT + WORDS)


def _column(css, x, width, amount, low, high):
    top, foot = sorted((_y(amount, low, high), _y(0, low, high)))
    return _mark(
        '<rect class="{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/>', css, x, top, width, foot - top
    )


def _words(rows, n, slot, low, high):
    """What is written at mark n: its label when there is room, its figure when it is the highest or the last."""
    middle, count = slot * n + slot / 2, len(rows)
    step = 1 if count <= 7 else 2 if count <= 13 else 3
    if (count - 1 - n) % step == 0:
        yield _mark(
            '<text x="{:.2f}%" y="{}" text-anchor="middle">{}</text>', middle, HEIGHT + 17, of(rows[n], "label")
        )
    if n in _told(rows):
        anchor = "start" if n == 0 and count > 3 else "end" if n == count - 1 and count > 3 else "middle"
        x = slot * n if anchor == "start" else slot * (n + 1) if anchor == "end" else middle
        y = _y(_top(rows[n]), low, high) - 7
        text = figure(rows[n], of(rows[n], "value"))
        yield _mark('<text class="value" x="{:.2f}%" y="{:.1f}" text-anchor="{}">{}</text>', x, y, anchor, text)


def _top(row):
    return max(Decimal(of(row, "value") or 0), Decimal(of(row, "before") or 0), Decimal(0))


def _told(rows):
    """Which marks say their figure: the highest, and the last when it has one and nothing beside it is in the way."""
    values = [Decimal(of(row, "value") or 0) for row in rows]
    peak, last = values.index(max(values)), len(rows) - 1
    free = values[last] and last - peak > 2 and _top(rows[last]) >= _top(rows[last - 1])
    return {peak, last} if free else {peak}


def _axis(y):
    return _mark('<line class="axis" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>', y)


def _linked(row, body):
    """The mark as a link whose name says label and figure."""
    name = f"{of(row, 'label') or of(row, 'name')}: {figure(row, of(row, 'value'))}"
    if url := of(row, "url"):
        return _mark('<a href="{}" aria-label="{}"><title>{}</title>{}</a>', url, name, name, mark_safe(body))
    return _mark('<g role="img" aria-label="{}"><title>{}</title>{}</g>', name, name, mark_safe(body))


def _svg(marks):
    return _mark('<svg width="100%" height="{}" role="group">{}</svg>', HEIGHT + WORDS, mark_safe("".join(marks)))


def tiles(rows):
    """Provinces as squares at (row, col), shaded in five steps that hold equally many of those above zero."""
    rows = list(rows)
    if not rows:
        return ""
    tops, lefts = [int(of(row, "row")) for row in rows], [int(of(row, "col")) for row in rows]
    ranked = sorted(Decimal(of(row, "value")) for row in rows if (of(row, "value") or 0) > 0)
    marks = []
    for row, top, left in zip(rows, tops, lefts, strict=True):
        value = Decimal(of(row, "value") or 0)
        shade = 1 + ranked.index(value) * 5 // len(ranked) if value > 0 else 0
        x, y = (left - min(lefts)) * TILE, (top - min(tops)) * TILE
        square = _mark('<rect class="tile shade-{}" x="{}" y="{}" width="{}" height="{}"/>', shade, x, y, TILE, TILE)
        written = _mark(
            '<text class="on-{0}" x="{1}" y="{2}"{6}>{3}</text><text class="on-{0}" x="{1}" y="{4}">{5}</text>',
            shade, x + TILE // 2, y + (25 if value else 33), short_name(of(row, "name")),
            y + 42, short(value) if value else "", squeezed(short_name(of(row, "name"))),
        )  # fmt: skip
        marks.append(_linked(row, square + written))
    width, height = ((max(places) - min(places) + 1) * TILE for places in (lefts, tops))
    return _mark('<svg viewBox="0 0 {} {}" role="group">{}</svg>', width, height, mark_safe("".join(marks)))


def short(value):
    """123 万: a square has no room for decimals."""
    number, _blank, unit = money.wan(value).partition(" ")
    return number.partition(".")[0] + unit


def squeezed(name):
    """Inner Mongolia is wider than a square: such a name is set narrower. Chinese names never are."""
    fits = not name.isascii() or len(name) <= 8
    return "" if fits else mark_safe(f' textLength="{TILE - 6}" lengthAdjust="spacingAndGlyphs"')


def short_name(name):
    """内蒙古 for 内蒙古自治区."""
    return re.sub(r"(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$", "", str(name))


def sparkline(values, label=""):
    """A line of 80 x 20 px beside a figure."""
    values = [Decimal(value or 0) for value in values]
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    points = " ".join(
        f"{Decimal(78) * n / (len(values) - 1) + 1:.1f},{1 + (high - value) * 18 / ((high - low) or 1):.1f}"
        for n, value in enumerate(values)
    )
    says = _mark('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return _mark(
        '<svg class="spark" viewBox="0 0 80 20" preserveAspectRatio="none" {}><polyline points="{}"/></svg>',
        says,
        points,
    )
