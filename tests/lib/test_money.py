import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.lib import money
from portal.lib.errors import Refused
from tests.lib.vector_files import vectors

amounts = st.decimals(min_value=-(10**10), max_value=10**10, places=2)
rates = st.sampled_from([Decimal("0.13"), Decimal("0.09"), Decimal("0.06"), Decimal(0)])


def test_cents_round_half_up_away_from_zero():
    assert [money.cents(x) for x in ("0.005", "0.015", "-0.005", 2)] == [
        Decimal("0.01"),
        Decimal("0.02"),
        Decimal("-0.01"),
        Decimal("2.00"),
    ]


def test_a_float_is_a_mistake():
    with pytest.raises(TypeError):
        money.cents(0.1)


def test_a_line_is_rounded_once():
    assert money.line_amount(Decimal("3.3333"), Decimal(3), Decimal("12.5")) == Decimal("8.75")


@pytest.mark.parametrize("row", vectors("vat_lines"), ids=lambda row: row["gross_per_line"])
def test_tax_is_split_as_the_vectors_say(row):
    gross, rate = Decimal(row["gross_per_line"]), Decimal(row["rate"])
    assert money.split_tax(gross, rate) == (Decimal(row["net_per_line"]), Decimal(row["tax_per_line"]))
    parts = money.split_tax_lines([(gross, rate)] * int(row["lines"]))
    assert sum(net for net, tax in parts) == Decimal(row["net_rounded_once"])
    assert sum(tax for net, tax in parts) == Decimal(row["tax_rounded_once"])


def test_the_rounding_rest_goes_to_the_largest_line():
    lines = [
        (Decimal("10.00"), Decimal("0.06")),
        (Decimal("10.00"), Decimal("0.06")),
        (Decimal("20.00"), Decimal("0.06")),
    ]
    assert money.split_tax_lines(lines) == [
        (Decimal("9.43"), Decimal("0.57")),
        (Decimal("9.43"), Decimal("0.57")),
        (Decimal("18.88"), Decimal("1.12")),  # alone it would be 18.87
    ]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.decimals(min_value=0, max_value=10**7, places=2), rates), max_size=12))
def test_tax_always_closes(lines):
    parts = money.split_tax_lines(lines)
    assert [net + tax for net, tax in parts] == [gross for gross, rate in lines]
    for rate in {rate for gross, rate in lines}:
        gross = sum(g for g, r in lines if r == rate)
        assert (
            sum(net for (net, tax), (g, r) in zip(parts, lines, strict=True) if r == rate)
            == money.split_tax(gross, rate)[0]
        )
    for (net, tax), (_gross, rate) in zip(parts, lines, strict=True):
        assert net >= 0 and tax >= 0
        assert abs(net * rate - tax) <= Decimal("0.06")  # what an invoice platform tolerates


@pytest.mark.parametrize("row", vectors("rmb_uppercase"), ids=lambda row: row["amount"])
def test_amounts_in_words_follow_the_peoples_bank(row):
    assert money.uppercase(Decimal(row["amount"])) in {row["accepted_1"], row["accepted_2"]}


@pytest.mark.parametrize(
    "amount, words",
    [
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("-12.30", "人民币负壹拾贰元叁角整"),
        ("10001", "人民币壹万零壹元整"),
        ("100010000", "人民币壹亿零壹万元整"),
        ("1000000000000", "人民币壹万亿元整"),
        ("9999999999999999.99", "人民币" + "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_small_large_and_negative_amounts_in_words(amount, words):
    assert money.uppercase(Decimal(amount)) == words


def read_back(words):
    """The amount that words say."""
    words = words.removeprefix("人民币")
    sign = -1 if words.startswith("负") else 1
    total, section, digit = Decimal(0), 0, 0
    for character in words.lstrip("负"):
        if character in money.DIGITS:
            digit = money.DIGITS.index(character)
        elif character in "拾佰仟":
            section, digit = section + digit * 10 ** ("拾佰仟".index(character) + 1), 0
        elif character == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif character == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        elif character == "元":
            total, section, digit = total + section + digit, 0, 0
        elif character in "角分":
            total, digit = total + Decimal(digit) / (10 if character == "角" else 100), 0
    return sign * total


@settings(max_examples=200, deadline=None)
@given(amounts)
def test_words_read_back_as_the_amount(amount):
    words = money.uppercase(amount)
    assert read_back(words) == amount
    assert "零零" not in words
    assert not re.search("零[拾佰仟万亿角分]", words)


def test_an_amount_too_large_for_words_is_an_error():
    with pytest.raises(ValueError):
        money.uppercase(Decimal(10) ** 16)


def test_money_shows_thousands_and_two_places():
    assert [money.format_money(x) for x in (Decimal("1234.5"), Decimal("-0.005"), None)] == ["1,234.50", "-0.01", ""]


def test_dashboards_count_in_wan_or_in_millions():
    with translation.override("zh-hans"):
        assert [money.wan(x) for x in (1234567, 9876, 123456789)] == ["123.46 万", "9,876.00", "1.23 亿"]
    with translation.override("en"):
        assert [money.wan(x) for x in (1234567, 9876, 12345)] == ["1.23 M", "9,876.00", "12.3 K"]


@pytest.mark.parametrize(
    "text, number",
    [
        ("1234.5", "1234.5"), ("1,234.50", "1234.5"), ("￥１，２３４．５元", "1234.5"),
        ("RMB 12", "12"), (" -3 ", "-3"),
        ("−3", "-3"), (".5", "0.5"), ("5.", "5"), ("-0", "0"), ("12.50000", "12.5"), (7, "7"),
        (Decimal("1E+3"), "1000"),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(text, number):
    assert str(money.parse_decimal(text)) == number


@pytest.mark.parametrize(
    "text",
    ["", None, "NaN", "Infinity", "1e400", "1E3", "1,23", "1 2 3x", "12.345", "١٢", "--1", "1-2", "9" * 400, "0x10",
     Decimal("NaN"), Decimal("1E+400"), "1_000"],
)  # fmt: skip
def test_sec_28_what_is_no_number_is_refused(text):
    with pytest.raises(Refused):
        money.parse_decimal(text)


def test_a_price_may_have_four_decimals_and_no_more():
    assert money.parse_decimal("1.2345", places=4) == Decimal("1.2345")
    with pytest.raises(Refused) as no:
        money.parse_decimal("1.23456", places=4, field="price")
    assert no.value.field == "price" and "1.23456" in str(no.value)
