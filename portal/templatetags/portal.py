"""What every template loads: icons, badges, figures, days. {% load portal %}"""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

import lucide
from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.lib import dates, phones
from portal.lib import money as cash

register = template.Library()

NOTHING = "–"


@register.simple_tag
def icon(name, size=16, label=""):
    """An inline Lucide icon. label: its accessible name; without one it is decoration beside a word."""
    return _icon(str(name), int(size), str(label))


@lru_cache(maxsize=512)
def _icon(name, size, label):
    says = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    drawn = lucide._render_icon(name, size, stroke_width="1.75", **{"class": "icon", "focusable": "false"}, **says)
    return mark_safe(drawn)


@register.simple_tag
def constant(template):
    """A part that says the same on every page of a language: rendered once per process."""
    return _constant(template, get_language())


@cache
def _constant(template, language):
    return mark_safe(render_to_string(template))


@register.simple_tag
def badge(status, text="", tone=""):
    """A status as word, colour and shape. status: a row with `status`, or the status itself with its `text`.
    tone: grey, blue, amber, green or red, where the one in tokens.css does not fit the place."""
    if hasattr(status, "get_status_display"):
        status, text = status.status, text or status.get_status_display()
    asked = format_html(' data-tone="{}"', tone) if tone else ""
    return format_html('<span class="badge" data-status="{}"{}>{}</span>', status, asked, text or status)


# What people at a phone open most, by icon; the bottom bar has room for four.
FIRST = ("layout-dashboard", "inbox", "clipboard-list", "contact", "file-text", "truck", "wallet", "chart-column")


@register.simple_tag
def options(field):
    """The <option>s of a bound Choice filter; there may be a hundred, so they are not a loop of the template."""
    chosen = {True: mark_safe(" selected"), False: ""}
    rows = ((value, chosen[value == field.value], label) for value, label, _on in field.options)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.simple_tag
def firsts(groups, most=4):
    """The entries of the navigation that a phone's bottom bar holds, in the navigation's order."""
    entries = [entry for group in groups for entry in group["entries"]]
    wanted = sorted(entries, key=lambda entry: FIRST.index(entry["icon"]) if entry["icon"] in FIRST else len(FIRST))
    return [entry for entry in entries if entry in wanted[:most]]


def _decimal(value):
    if value is None or value == "":
        return None
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _figure(value, text):
    """Zero as a dash, below zero red with its minus; both stay readable where colour is not seen."""
    if value is None:
        return ""
    if value == 0:
        return mark_safe(f'<span class="zero">{NOTHING}</span>')
    return format_html('<span class="negative">{}</span>', text) if value < 0 else text


def _plain(value, least=0, most=4):
    """1,234.5 with at least `least` and at most `most` decimals, rounded half up."""
    rounded = value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP)
    whole, _point, decimals = f"{rounded:,f}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


@register.filter
def money(value):
    """1,234.50. An amount in the currency of the installation."""
    value = _decimal(value)
    return _figure(value, cash.format_money(value))


@register.filter
def price(value):
    """12.5025 or 12.50: a unit price, two to four decimals."""
    value = _decimal(value)
    return _figure(value, _plain(value, least=2) if value is not None else "")


@register.filter
def qty(value):
    """1,200 or 0.5: a quantity, no idle zeros."""
    value = _decimal(value)
    return _figure(value, _plain(value) if value is not None else "")


@register.filter
def wan(value):
    """123.45 万 with the exact figure in the title."""
    value = _decimal(value)
    if value is None:
        return ""
    kind = "figure negative" if value < 0 else "figure"
    return format_html('<span class="{}" title="{}">{}</span>', kind, cash.format_money(value), cash.wan(value))


@register.filter
def percent(value):
    """12.5 → 12.5%. For figures kept as 0 to 100."""
    value = _decimal(value)
    return "" if value is None else f"{_plain(value, most=2)}%"


@register.filter
def rate(value):
    """0.13 → 13%. For tax rates and shares kept as 0 to 1."""
    value = _decimal(value)
    return "" if value is None else percent(value * 100)


@register.filter
def phone(value):
    """138 1234 5678, 010-6255 1234 转 801."""
    return phones.show(value) if value else ""


@register.filter
def day(value):
    """2026-11-24, in the installation's zone."""
    if not value:
        return ""
    return (dates.local_day(value) if isinstance(value, datetime) else value).isoformat()


@register.filter
def moment(value):
    """2026-11-24 09:30, in the installation's zone."""
    return dates.local(value).strftime("%Y-%m-%d %H:%M") if value else ""


@register.filter
def since(value):
    """How long ago, in one unit: 3 天, 5 小时, 不到 1 分钟. For a moment yet to come, how long until then."""
    if not value:
        return ""
    if not isinstance(value, datetime):
        value = dates.day_start(value)
    minutes = int(abs((dates.now() - value).total_seconds()) // 60)
    if minutes < 1:
        return _("less than a minute")
    if minutes < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        hours = minutes // 60
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    days = minutes // (24 * 60)
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


@register.filter
def stamp(value):
    """The moment to the minute, with how long ago in the title."""
    if not value:
        return ""
    return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), since(value), moment(value))


KINDS = {"money": money, "price": price, "number": qty, "whole": qty, "percent": percent, "date": day, "moment": moment}


@register.simple_tag
def cell(column, row, first=False):
    """A table cell as its Column says. The first links to the row's own page where it has one; `status` is a badge."""
    value = column.of(row)
    if column.key == "status" and hasattr(row, "get_status_display"):
        shown = badge(row)
    elif column.kind in KINDS:
        shown = KINDS[column.kind](value)
    else:
        shown = "" if value is None else value
    if first and hasattr(row, "get_absolute_url"):
        shown = format_html('<a href="{}">{}</a>', row.get_absolute_url(), shown)
    side = "lead" if column.key == "status" else "num" if column.numeric else "text"
    return format_html(
        '<td class="{}" data-label="{}"><span class="clip">{}</span></td>',
        side,
        column.label,
        conditional_escape(shown),
    )


@register.filter
def told_by(field):
    """The ids that describe a form field, for aria-describedby: its help and its errors."""
    ids = [f"{field.id_for_label}-help"] if field.help_text else []
    return " ".join([*ids, *([f"{field.id_for_label}-error"] if field.errors else [])])


MODES = {"EmailInput": "email", "TelephoneInput": "tel", "URLInput": "url"}


@register.simple_tag
def widget(field, **attrs):
    """The field's control with our classes, what describes it, and the keyboard a phone should show."""
    control = field.field.widget
    kind = control.__class__.__name__
    attrs = {name.replace("_", "-"): value for name, value in attrs.items() if value not in ("", None)}
    if kind in ("RadioSelect", "CheckboxSelectMultiple"):
        classes = ""  # Django puts it on the group around the choices
    elif getattr(control, "input_type", "") == "checkbox":
        classes = "form-check-input"
    else:
        classes = "form-select" if getattr(control, "input_type", "") == "select" else "form-control"
    attrs["class"] = " ".join(filter(None, [control.attrs.get("class"), classes, "is-invalid" if field.errors else ""]))
    if field.errors:
        attrs["aria-invalid"] = "true"
    if described := told_by(field):
        attrs["aria-describedby"] = described
    mode = MODES.get(kind, "decimal" if kind == "NumberInput" else "")
    if mode and "inputmode" not in control.attrs:
        attrs.setdefault("inputmode", mode)
    return field.as_widget(attrs=attrs)
