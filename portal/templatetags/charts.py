"""Charts, each with a table behind it: {% load charts %}. The drawing is portal.lib.charts."""

from django import template
from django.utils.safestring import mark_safe

from portal.lib import charts as draw
from portal.templatetags.portal import money

register = template.Library()


def _behind(rows, label="label"):
    """The rows of the table that says the same in words, as HTML: they are many, and a template would be slow."""
    drawn = []
    for row in rows:
        head, value, before = (draw.of(row, name) for name in (label, "value", "before"))
        if url := draw.of(row, "url"):
            head = draw._mark('<a href="{}">{}</a>', url, str(head))
        also = draw._mark('<td class="num faint">{}</td>', money(before)) if before is not None else ""
        drawn.append(draw._mark('<tr><th scope="row">{}</th><td class="num">{}</td>{}</tr>', head, money(value), also))
    return mark_safe("".join(drawn))


@register.inclusion_tag("parts/chart_bars.html")
def bar_chart(rows, caption="", unit=""):
    """Horizontal bars. rows: label, value, url, [target], [text]."""
    return {"bars": draw.bars(rows), "caption": caption, "unit": unit}


@register.inclusion_tag("parts/chart.html")
def columns(rows, caption="", before="", unit=""):
    """Upright bars by month. rows: label, value, url, [before], [text]. before: what the grey ones are."""
    rows = list(rows)
    return {"svg": draw.columns(rows), "rows": _behind(rows), "caption": caption, "before": before, "unit": unit}


@register.inclusion_tag("parts/chart.html")
def line_chart(rows, caption="", before="", unit=""):
    """A line by month, with the same rows as columns."""
    rows = list(rows)
    return {"svg": draw.lines(rows), "rows": _behind(rows), "caption": caption, "before": before, "unit": unit}


@register.inclusion_tag("parts/chart.html")
def tiles(rows, caption="", unit=""):
    """Provinces as squares. rows: name, row, col (from 0), value, url, [text]."""
    rows = list(rows)
    largest_first = sorted(rows, key=lambda row: -(draw.of(row, "value") or 0))
    table = _behind(largest_first, "name")
    return {"svg": draw.tiles(rows), "rows": table, "caption": caption, "kind": "tiles", "unit": unit}


@register.simple_tag
def sparkline(values, label=""):
    """A small line beside a figure."""
    return draw.sparkline(values, label)
