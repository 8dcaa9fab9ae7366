"""Now and today as the business sees them, and working time by the Chinese calendar.

All moments are aware datetimes; all days are dates in the installation's zone (settings.TIME_ZONE).
"""

import json
import re
import unicodedata
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.lib.errors import Refused

CALENDAR = Path(__file__).resolve().parent.parent / "data" / "calendar" / "chinese-days.json"
DAY_STARTS, DAY_ENDS = time(9), time(18)

_moment = ContextVar("moment", default=None)


def now():
    """The moment it is: the clock's, or the one set by `at`."""
    return _moment.get() or timezone.now()


def today():
    """The local day it is."""
    return local_day(now())


@contextmanager
def at(moment):
    """Inside, it is `moment`: an aware datetime, a naive local one, or a date (its noon)."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(12))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment, timezone.get_default_timezone())
    token = _moment.set(moment)
    try:
        yield moment
    finally:
        _moment.reset(token)


def local(moment):
    """The same moment in the installation's zone."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def local_day(moment):
    """The local date of an aware datetime."""
    return local(moment).date()


def day_start(day):
    """The aware moment a local day begins; use `>= day_start(a)` and `< day_start(b + 1 day)` in queries."""
    return datetime.combine(day, time(0), tzinfo=timezone.get_default_timezone())


def month_start(day):
    return day.replace(day=1)


def next_month_start(day):
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def year_start(day):
    return day.replace(month=1, day=1)


@cache
def _calendar():
    """holidays and make-up working days as frozensets of dates, and the last year they cover."""
    known = json.loads(CALENDAR.read_text(encoding="utf-8"))
    holidays = frozenset(map(date.fromisoformat, known["holidays"]))
    workdays = frozenset(map(date.fromisoformat, known["workdays"]))
    return holidays, workdays


def is_working_day(day):
    """By the published calendar; in years it does not cover, Monday to Friday."""
    holidays, workdays = _calendar()
    if day in workdays:
        return True
    return day.weekday() < 5 and day not in holidays


def next_working_day(day):
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_hours(moment, hours):
    """The moment when `hours` (number >= 0) of working time, 9:00 to 18:00, have passed since `moment`."""
    zone = timezone.get_default_timezone()
    here = local(moment).replace(tzinfo=None)
    left = timedelta(hours=float(hours))
    if not is_working_day(here.date()) or here.time() >= DAY_ENDS:
        here = datetime.combine(next_working_day(here.date()), DAY_STARTS)
    here = max(here, datetime.combine(here.date(), DAY_STARTS))
    while left > (rest := datetime.combine(here.date(), DAY_ENDS) - here):
        left -= rest
        here = datetime.combine(next_working_day(here.date()), DAY_STARTS)
    return (here + left).replace(tzinfo=zone)


def chinese(day):
    """2026年11月24日, for documents. day: date, datetime or None (then "")."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = local_day(day)
    return f"{day.year}年{day.month}月{day.day}日"


_WRITTEN = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]00:00(:00)?)?")


def parse_day(value, *, field=""):
    """The day a person or a sheet wrote: 2026-11-24, 2026/11/24, 2026年11月24日, 20261124, or a date or datetime.

    Raises Refused for anything else, and outside 1900 to 2200.
    """
    if isinstance(value, datetime):
        return local_day(value) if value.tzinfo else value.date()
    if isinstance(value, date):
        return value
    text = unicodedata.normalize("NFKC", str(value)[:60]).strip()
    match = _WRITTEN.fullmatch(text) if text.isascii() or "年" in text else None
    try:
        if match:
            year, month, day = int(match[1]), int(match[2] or match[4]), int(match[3] or match[5])
            if 1900 <= year <= 2200:
                return date(year, month, day)
    except ValueError:
        pass
    raise Refused(_("“%(text)s” is not a date. Write it like 2026-11-24.") % {"text": text[:40]}, field=field)
