from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.lib import dates
from portal.lib.paging import Column
from portal.templatetags import portal as tags


def test_money_shows_cents_zero_as_a_dash_and_minus_in_red():
    assert tags.money(Decimal("1234.5")) == "1,234.50"
    assert tags.money(0) == '<span class="zero">–</span>'
    assert tags.money(Decimal("-12")) == '<span class="negative">-12.00</span>'
    assert tags.money(None) == ""


def test_prices_keep_up_to_four_decimals_and_quantities_no_idle_zeros():
    assert tags.price(Decimal("12.5025")) == "12.5025"
    assert tags.price(Decimal("12.5000")) == "12.50"
    assert tags.qty(Decimal("1200.000")) == "1,200"
    assert tags.qty(Decimal("0.5")) == "0.5"


def test_percentages_are_kept_as_hundreds_and_rates_as_parts():
    assert tags.percent(Decimal("12.50")) == "12.5%"
    assert tags.rate(Decimal("0.1300")) == "13%"


def test_a_dashboard_figure_has_its_exact_amount_in_the_title():
    with translation.override("zh-hans"):
        assert tags.wan(Decimal("1234567.89")) == '<span class="figure" title="1,234,567.89">123.46 万</span>'


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=5), "5 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=3, hours=5), "3 days"),
    ],
)
def test_since_says_one_unit(ago, said):
    with translation.override("en"):
        assert tags.since(dates.now() - ago) == said


def test_a_badge_escapes_its_word():
    assert tags.badge("held", "<b>") == '<span class="badge" data-status="held">&lt;b&gt;</span>'


def test_a_cell_links_the_first_column_and_escapes_what_people_typed():
    row = SimpleNamespace(number="<i>", get_absolute_url=lambda: "/orders/1/")
    cell = tags.cell(Column("number", "No."), row, first=True)
    assert '<a href="/orders/1/">&lt;i&gt;</a>' in cell


def test_a_refusal_is_an_alert_and_none_draws_nothing():
    assert render_to_string("parts/refusal.html", {"refusal": ""}).strip() == ""
    assert 'role="alert"' in render_to_string("parts/refusal.html", {"refusal": "No stock."})
