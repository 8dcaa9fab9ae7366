import io
import time
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from portal.lib import sheets, sheets_child
from portal.lib.errors import Refused
from portal.lib.sheets import Sheet, read_sheet, table

CHINESE = "产品编码,产品名称,数量\r\nAB-1,重庆网关，一体化,3\r\n"
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def xlsx(*rows, change=None):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(content, name, change):
    """The same workbook, one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def refusal(content, filename="list.xlsx"):
    with pytest.raises(Refused) as no:
        read_sheet(content, filename)
    assert filename in str(no.value)
    return str(no.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_sec_25_text_files_are_read_in_the_encodings_of_chinese_offices(encoding):
    [sheet] = read_sheet(CHINESE.encode(encoding), "a.csv")
    assert sheet.rows == [["产品编码", "产品名称", "数量"], ["AB-1", "重庆网关，一体化", "3"]]


@pytest.mark.parametrize(
    "content", ["Café;Zürich\n".encode("latin-1") * 3, "電子機器\n".encode("euc-jp") + b"\xff\xff", b"a\x00b\x00\x00"]
)
def test_sec_25_another_encoding_is_refused_rather_than_garbled(content):
    refusal(content, "a.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_recognised(separator, line_end):
    lines = [separator.join(line) for line in (["编码", "名称", "数量"], ["A", '"x\n2"', "3"], [], ["B", "", "4"])]
    [sheet] = read_sheet(line_end.join(lines).encode(), "a.csv")
    assert sheet.rows == [["编码", "名称", "数量"], ["A", "x\n2", "3"], ["B", None, "4"]]


def test_cells_keep_their_kind():
    row = ["文字 ", 0.1 + 0.2, 12, date(2026, 11, 24), datetime(2026, 11, 24, 9, 30), True, None, "_x000D_x\x0a"]
    [sheet] = read_sheet(xlsx(["x"], row), "a.xlsx")
    assert sheet.rows[1] == [
        "文字", Decimal("0.3"), Decimal(12), date(2026, 11, 24), datetime(2026, 11, 24, 9, 30), "TRUE", None, "x",
    ]  # fmt: skip


def test_blank_rows_go_and_rows_keep_their_numbers():
    [sheet] = read_sheet(xlsx(["a"], [], [" "], ["b"]), "a.xlsx")
    assert (sheet.rows, sheet.numbers) == ([["a"], ["b"]], [1, 4])


def test_hidden_and_empty_sheets_are_left_out():
    def change(book):
        book.create_sheet("empty")
        hidden = book.create_sheet("hidden")
        hidden.append(["x"])
        hidden.sheet_state = "hidden"
        book.create_sheet("second").append(["y"])

    assert [sheet.name for sheet in read_sheet(xlsx(["a"], change=change), "a.xlsx")] == ["Sheet", "second"]


def test_what_a_file_is_its_bytes_say():
    assert read_sheet(xlsx(["a"]), "wrong.csv")[0].rows == [["a"]]
    assert read_sheet(b"a,b\n1,2\n", "wrong.xlsx")[0].rows == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00" * 5000, b" \n", b"\xd0\xcf\x11\xe0" + b"\x00" * 600, b"%PDF-1.7", b"\x89PNG\r\n", b"\x1f\x8b\x08\x00",
     b"<html><table><tr><td>1</td></tr></table></html>", b"PK\x03\x04", b"PK\x03\x04" + b"x" * 300,
     bytes(range(256)) * 20],
)  # fmt: skip
def test_sec_23_what_is_no_table_is_refused(content):
    refusal(content)


def test_an_old_excel_file_says_what_to_do():
    assert ".xlsx" in refusal(b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old.xls").replace("old.xls", "")


def test_sec_28_a_file_over_ten_megabytes_is_not_looked_at():
    assert "10 MB" in refusal(b"a," * (5 * 1024 * 1024 + 1), "big.csv")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", CONTENT_TYPES)
        with bomb.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(210):
                part.write(b" " * 1024 * 1024)
    start = time.monotonic()
    refusal(out.getvalue())
    assert time.monotonic() - start < 5


def test_a_zip_of_many_parts_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as many:
        for number in range(sheets_child.MOST_PARTS + 1):
            many.writestr(f"part{number}", "")
    refusal(out.getvalue())


def test_one_far_away_cell_is_just_one_row():
    content = with_part(
        xlsx(["a", 1]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b'<row r="1048576"><c r="B1048576"><v>7</v></c></row></sheetData>'),
    )
    [sheet] = read_sheet(content, "far.xlsx")
    assert (sheet.rows, sheet.numbers) == ([["a", Decimal(1)], [None, Decimal(7)]], [1, 1_048_576])


@pytest.mark.parametrize(
    "cell",
    [b'<c r="XFD1"><v>1</v></c>', b'<c r="ZZZZ1"><v>1</v></c>',
     b'<c r="?"><v>1</v></c>', b'<c r="A1" t="s"><v>99999</v></c>', b'<c r="A1" t="d"><v>x</v></c>', b"<c"],
)  # fmt: skip
def test_sec_24_cells_that_cannot_be_are_refused(cell):
    content = with_part(
        xlsx(["a"]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b'<row r="2">' + cell + b"</row></sheetData>"),
    )
    refusal(content)


def test_sec_24_a_row_that_cannot_be_is_refused():
    row = b'<row r="99999999999"><c r="A1"><v>1</v></c></row></sheetData>'
    refusal(with_part(xlsx(["a"]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", row)))


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN"])
def test_sec_28_numbers_out_of_range_are_text(number):
    cell = f'<row r="2"><c r="A2"><v>{number}</v></c></row></sheetData>'.encode()
    content = with_part(xlsx(["a"]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", cell))
    try:
        [sheet] = read_sheet(content, "a.xlsx")
        assert isinstance(sheet.rows[1][0], str)
    except Refused:
        pass


def test_entities_are_refused():
    laughs = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"):
        refusal(
            with_part(
                xlsx(["a"]),
                part,
                lambda xml: laughs + xml.split(b"?>", 1)[-1].replace(b"<sheetData>", b"<sheetData>&b;"),
            )
        )


def test_too_many_rows_and_columns_are_refused():
    assert "50,000" in refusal(b"1\n" * 50_001, "a.csv")
    assert "200" in refusal(b"a\n" + b"1," * 200 + b"1\n", "a.csv")
    assert len(read_sheet(b"a,b\n" * 50_000, "a.csv")[0].rows) == 50_000


def test_columns_without_anything_do_not_count():
    assert read_sheet(b"a,b" + b"," * 500 + b"\n1,2\n", "a.csv")[0].rows == [["a", "b"], ["1", "2"]]


def test_a_child_that_hangs_is_ended(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text("import time\nwhile True: time.sleep(1)")
    monkeypatch.setattr(sheets, "CHILD", child)
    monkeypatch.setattr(sheets, "SECONDS", 0.5)
    refusal(b"a,b", "a.csv")


@pytest.mark.parametrize(
    "ending", ["import os; os.abort()", "x = 'a' * (2 * 1024**3)", "print('[1,')", "print('{}')", "pass"]
)
def test_a_child_that_dies_is_a_refusal(monkeypatch, tmp_path, ending):
    child = tmp_path / "child.py"
    child.write_text(f"import resource; resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29))\n{ending}")
    monkeypatch.setattr(sheets, "CHILD", child)
    refusal(b"a,b", "a.csv")


def test_the_child_has_no_secrets(monkeypatch, tmp_path):
    child = tmp_path / "child.py"
    child.write_text(
        "import os, json\nfor line in ({'sheet': ''}, [1, *os.environ], {'end': True}): print(json.dumps(line))"
    )
    monkeypatch.setattr(sheets, "CHILD", child)
    monkeypatch.setenv("SECRET_KEY", "x")
    assert set(read_sheet(b"a", "a.csv")[0].rows[0]) <= {"PYTHONIOENCODING", "LC_CTYPE"}


WANTED = {
    "sku": ["产品编码", "编码", "SKU"],
    "name": ["产品名称", "Product name"],
    "price": ["含税单价", "Price"],
    "unit": ["单位"],
}


def sheet_of(*rows):
    return Sheet("x", [list(row) for row in rows], list(range(1, len(rows) + 1)))


def test_the_header_is_found_below_titles_and_rules():
    sheet = sheet_of(
        ["产品导入模板"],
        ["说明：\n1、* 为必填，产品名称不得重复"],
        ["*产品编码", "产品名称\n(Product name)", "含税 单价（元）", None, "单 位"],
        ["AB-1", "网关", Decimal("12.5"), "x", "台"],
        [None, None, None, "x"],
        ["AB-2", "传感器"],
    )
    header_row, columns, rows = table(sheet, WANTED)
    assert (header_row, columns) == (3, {"sku": 0, "name": 1, "price": 2, "unit": 4})
    assert rows == [
        (4, {"sku": "AB-1", "name": "网关", "price": Decimal("12.5"), "unit": "台"}),
        (6, {"sku": "AB-2", "name": "传感器", "price": None, "unit": None}),
    ]


@pytest.mark.parametrize(
    "heading",
    ["Product name", "PRODUCT NAME", "产品名称/Product name", "产品名称 Product name", "Ｐroduct　name*", "产品名称："],
)
def test_headers_are_known_in_both_languages(heading):
    assert table(sheet_of(["SKU", heading]), WANTED)[1] == {"sku": 0, "name": 1}


def test_the_better_word_wins_over_the_earlier_column():
    assert table(sheet_of(["编码", "产品编码", "产品名称"]), WANTED)[1] == {"sku": 1, "name": 2}


def test_a_repeated_header_is_no_row():
    rows = table(sheet_of(["SKU", "Price"], ["A", "1"], ["SKU", "Price"], ["B", "2"]), WANTED)[2]
    assert [number for number, _values in rows] == [2, 4]


def test_a_missing_column_is_named():
    with pytest.raises(Refused) as no:
        table(sheet_of(["产品编码", "数量"]), WANTED, required=["sku", "price"])
    assert "含税单价" in str(no.value) and "产品编码" not in str(no.value)
    with pytest.raises(Refused):
        table(sheet_of(["something", "else"]), WANTED)
