from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.lib import dates
from portal.lib.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(*parts):
    return datetime(*parts, tzinfo=SHANGHAI)


def test_the_day_changes_at_midnight_in_shanghai():
    assert dates.local_day(datetime(2026, 11, 23, 15, 59, tzinfo=UTC)) == date(2026, 11, 23)
    assert dates.local_day(datetime(2026, 11, 23, 16, 0, tzinfo=UTC)) == date(2026, 11, 24)


def test_a_replay_lives_at_its_moment_and_ends():
    with dates.at(local(2025, 3, 1, 8)):
        assert dates.now() == local(2025, 3, 1, 8)
        with dates.at(date(2024, 2, 29)):
            assert dates.today() == date(2024, 2, 29)
        assert dates.today() == date(2025, 3, 1)
    assert dates.now().year >= 2026


def test_the_calendar_knows_holidays_and_make_up_days():
    assert not dates.is_working_day(date(2026, 10, 1))
    assert dates.is_working_day(date(2026, 10, 10))  # a Saturday worked in lieu
    assert not dates.is_working_day(date(2026, 11, 22))
    assert dates.is_working_day(date(2030, 10, 1))  # not published yet: a Tuesday


@pytest.mark.parametrize(
    "start, hours, end",
    [
        (local(2026, 11, 24, 10), 4, local(2026, 11, 24, 14)),
        (local(2026, 11, 24, 10), 8, local(2026, 11, 24, 18)),
        (local(2026, 11, 24, 17), 2, local(2026, 11, 25, 10)),
        (local(2026, 11, 24, 3), 1, local(2026, 11, 24, 10)),
        (local(2026, 11, 20, 20), 1, local(2026, 11, 23, 10)),  # Friday evening to Monday
        (local(2026, 9, 30, 17), 2, local(2026, 10, 8, 10)),  # over the National Day week
        (local(2026, 11, 24, 10), 0, local(2026, 11, 24, 10)),
    ],
)
def test_working_hours_run_from_9_to_18_on_working_days(start, hours, end):
    assert dates.add_working_hours(start, hours) == end


def test_months_and_years_start_on_the_first():
    assert dates.month_start(date(2026, 11, 24)) == date(2026, 11, 1)
    assert dates.next_month_start(date(2026, 12, 31)) == date(2027, 1, 1)
    assert dates.year_start(date(2026, 11, 24)) == date(2026, 1, 1)


def test_a_document_says_the_date_in_chinese():
    assert dates.chinese(date(2026, 11, 4)) == "2026年11月4日"
    assert dates.chinese(datetime(2026, 11, 23, 16, tzinfo=UTC)) == "2026年11月24日"
    assert dates.chinese(None) == ""


@pytest.mark.parametrize(
    "text", ["2026-11-24", "2026/11/24", "2026.11.24", "2026年11月24日", "20261124", "２０２６－１１－２４"]
)
def test_a_day_is_read_as_people_write_it(text):
    assert dates.parse_day(text) == date(2026, 11, 24)


@pytest.mark.parametrize(
    "text", ["", "24.11.2026", "2026-13-01", "2026-02-30", "9999-01-01", "2026-11-24\x00", "١٢٣٤-١١-١١", None]
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(Refused):
        dates.parse_day(text)
