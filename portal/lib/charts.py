"""Charts as SVG text without a style attribute: positions in percent, so that words never scale. Colours: css/parts/chart.css.

Rows are dicts or objects; `of(row, name)` reads either. Values are Decimal, int or None.
"""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal.lib import money

HEIGHT = 168  # of columns and lines, px, without the words below
TOP, WORDS = 22, 24  # room for the figure above the highest mark, and for the labels below
TILE = 58


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
            format_html('<line class="target" x1="{0}%" x2="{0}%" y1="-2" y2="14"/>', part(target, largest))
            if target
            else ""
        )
        svg = format_html(
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
        for n, (row, after) in enumerate(zip(rows, rows[1:], strict=False)):
            if of(row, name) is not None and of(after, name) is not None:
                ends = (
                    slot * n + slot / 2,
                    _y(of(row, name), low, high),
                    slot * (n + 1) + slot / 2,
                    _y(of(after, name), low, high),
                )
                strokes.append(
                    format_html('<line class="{}" x1="{:.2f}%" y1="{:.1f}" x2="{:.2f}%" y2="{:.1f}"/>', css, *ends)
                )
    marks = []
    for n, row in enumerate(rows):
        inner = [_hit(slot * n, slot)]
        if of(row, "value") is not None:
            y = _y(of(row, "value"), low, high)
            inner.append(format_html('<circle class="mark" cx="{:.2f}%" cy="{:.1f}" r="3.5"/>', slot * n + slot / 2, y))
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
    return format_html('<rect class="hit" x="{:.2f}%" y="0" width="{:.2f}%" height="{}"/>', left, width, HEIGHT + WORDS)


def _column(css, x, width, amount, low, high):
    top, foot = sorted((_y(amount, low, high), _y(0, low, high)))
    return format_html(
        '<rect class="{}" x="{:.2f}%" y="{:.1f}" width="{:.2f}%" height="{:.1f}"/>', css, x, top, width, foot - top
    )


def _words(rows, n, slot, low, high):
    """What is written at mark n: its label when there is room, its figure when it is the highest or the last."""
    middle, count = slot * n + slot / 2, len(rows)
    step = 1 if count <= 7 else 2 if count <= 13 else 3
    if (count - 1 - n) % step == 0:
        yield format_html(
            '<text x="{:.2f}%" y="{}" text-anchor="middle">{}</text>', middle, HEIGHT + 17, of(rows[n], "label")
        )
    values = [Decimal(of(row, "value") or 0) for row in rows]
    if n == count - 1 or (values[n] == max(values) and n == values.index(max(values)) and n < count - 2):
        anchor = "start" if n == 0 and count > 3 else "end" if n == count - 1 and count > 3 else "middle"
        x = slot * n if anchor == "start" else slot * (n + 1) if anchor == "end" else middle
        y = _y(values[n].max(Decimal(0)), low, high) - 7
        yield format_html(
            '<text class="value" x="{:.2f}%" y="{:.1f}" text-anchor="{}">{}</text>',
            x,
            y,
            anchor,
            figure(rows[n], values[n]),
        )


def _axis(y):
    return format_html('<line class="axis" x1="0" x2="100%" y1="{0:.1f}" y2="{0:.1f}"/>', y)


def _linked(row, body):
    """The mark as a link whose name says label and figure."""
    name = f"{of(row, 'label') or of(row, 'name')}: {figure(row, of(row, 'value'))}"
    if url := of(row, "url"):
        return format_html('<a href="{}" aria-label="{}"><title>{}</title>{}</a>', url, name, name, mark_safe(body))  # noqa: S308
    return format_html('<g role="img" aria-label="{}"><title>{}</title>{}</g>', name, name, mark_safe(body))  # noqa: S308


def _svg(marks):
    return format_html('<svg width="100%" height="{}" role="group">{}</svg>', HEIGHT + WORDS, mark_safe("".join(marks)))  # noqa: S308


def tiles(rows):
    """Provinces as squares at (row, col) counted from 0, shaded in five steps of equal number (quintiles) above zero."""
    rows = list(rows)
    if not rows:
        return ""
    ranked = sorted(Decimal(of(row, "value")) for row in rows if (of(row, "value") or 0) > 0)
    marks = []
    for row in rows:
        value = Decimal(of(row, "value") or 0)
        shade = 1 + ranked.index(value) * 5 // len(ranked) if value > 0 else 0
        x, y = int(of(row, "col")) * TILE, int(of(row, "row")) * TILE
        words = "".join([
            format_html('<rect class="tile shade-{}" x="{}" y="{}" width="{}" height="{}"/>', shade, x, y, TILE, TILE),
            format_html('<text class="on-{}" x="{}" y="{}">{}</text>', shade, x + TILE / 2, y + 25, of(row, "name")),
            format_html('<text class="on-{}" x="{}" y="{}">{}</text>', shade, x + TILE / 2, y + 42, figure(row, value) if value else ""),
        ])  # fmt: skip
        marks.append(_linked(row, words))
    width = (max(int(of(row, "col")) for row in rows) + 1) * TILE
    height = (max(int(of(row, "row")) for row in rows) + 1) * TILE
    return format_html('<svg viewBox="0 0 {} {}" role="group">{}</svg>', width, height, mark_safe("".join(marks)))  # noqa: S308


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
    says = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')  # noqa: S308
    return format_html(
        '<svg class="spark" viewBox="0 0 80 20" preserveAspectRatio="none" {}><polyline points="{}"/></svg>',
        says,
        points,
    )
