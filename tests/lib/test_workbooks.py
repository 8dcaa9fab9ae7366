import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from portal.lib.sheets import read_sheet
from portal.lib.workbooks import sheet_name, workbook

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x")',
    "http://x",
]


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_sec_22_text_stays_text_in_cells_headers_and_sheet_names():
    sheet = opened(workbook("=1+1", DANGEROUS, [DANGEROUS]))
    assert sheet.title == "=1+1"
    for row in sheet.iter_rows():
        assert {cell.data_type for cell in row} == {"s"}
        assert not any(cell.hyperlink for cell in row)


def test_sec_22_what_was_written_is_read_back():
    [sheet] = read_sheet(workbook("x", ["Text"] * len(DANGEROUS), [DANGEROUS]), "x.xlsx")
    assert sheet.rows[1] == [text.strip() for text in DANGEROUS]


def test_numbers_and_dates_are_real_and_have_a_format():
    moment = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    columns = [("Amount", "money"), ("Price", "price"), ("Day", "date"), ("Moment", "moment"), "Plain", "Yes"]
    row = [Decimal("1234.50"), Decimal("1.2345"), date(2026, 11, 24), moment, date(2026, 1, 2), True]
    sheet = opened(workbook("x", columns, [row]))
    cells = list(sheet[2])
    assert [cell.value for cell in cells[:5]] == [
        1234.5, 1.2345, datetime(2026, 11, 24), datetime(2026, 11, 24, 0, 30), datetime(2026, 1, 2)
    ]  # fmt: skip
    assert [cell.number_format for cell in cells[:4]] == ["#,##0.00", "#,##0.00##", "yyyy-mm-dd", "yyyy-mm-dd hh:mm"]
    assert isinstance(cells[5].value, str)


def test_the_header_stays_in_sight_and_filters():
    sheet = opened(workbook("x", ["产品名称", "数量"], [["网关", 1], ["传感器", 2]]))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert sheet.column_dimensions["A"].width >= 9


@pytest.mark.parametrize(
    "title, name",
    [
        ("订单", "订单"),
        ("a/b:c*[d]?", "a b c  d"),
        ("'x'", "x"),
        ("", "Sheet1"),
        ("History", "Sheet1"),
        ("长" * 40, "长" * 31),
    ],
)
def test_sheet_names_are_what_excel_takes(title, name):
    assert sheet_name(title) == name


def test_odd_characters_do_not_break_the_file():
    sheet = opened(workbook("x\ud800", ["a\x00b"], [["c\x01d\ud83d"], ["长" * 40000], [float("9e300")], [None]]))
    assert sheet.max_row >= 3
