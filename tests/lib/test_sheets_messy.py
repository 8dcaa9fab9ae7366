"""Sheets other people made: every one gives rows or a refusal in words, never a crash."""

import gzip
import random
from contextlib import suppress
from pathlib import Path

import pytest

from portal.lib.errors import Refused
from portal.lib.sheets import read_sheet, table

FOLDER = Path(__file__).parent.parent / "data" / "messy-sheets"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".xls", ".xlsx", ".csv", ".gz"))
# name: the rows of each visible sheet
ROWS = {
    "easyexcel_t02.xlsx": [3],
    "easyexcel_t03.xlsx": [2],
    "easyexcel_t04.xlsx": [57],
    "magicodes_Issue305.xlsx": [6],
    "magicodes_LinkTest.xlsx": [4],
    "magicodes_blank_rows.xlsx": [8],
    "miniexcel_TestIssue153.xlsx": [3908],
    "miniexcel_TestIssue553.xlsx": [4],
    "miniexcel_TestIssue768.xlsx": [10, 2, 2, 2],
    "miniexcel_gb2312.csv": [2],
    "packt_FactResellerSales_mangled.csv.gz": [588],
    "poi_49273.xlsx": [2],
    "poi_stress020.xlsx": [43],
}


def content_of(name):
    content = (FOLDER / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


@pytest.mark.parametrize("name", [path.name for path in FILES])
def test_a_messy_sheet_gives_its_rows_or_a_refusal(name):
    if name.endswith(".xls"):
        with pytest.raises(Refused, match=r"\.xlsx"):
            read_sheet(content_of(name), name)
    else:
        assert [len(sheet.rows) for sheet in read_sheet(content_of(name), name)] == ROWS[name]


def test_a_compressed_file_is_refused_as_it_is():
    with pytest.raises(Refused):
        read_sheet((FOLDER / "packt_FactResellerSales_mangled.csv.gz").read_bytes(), "sales.csv.gz")


@pytest.mark.parametrize(
    "name, wanted, header_row, count",
    [
        ("miniexcel_TestIssue153.xlsx", {"old": ["代号"], "new": ["新代号"], "name": ["名称"]}, 1, 3907),
        (
            "easyexcel_t02.xlsx",
            {"code": ["原料编号"], "name": ["标准中文名"], "share": ["原料中成分含量"]},
            2,
            1,
        ),
        ("magicodes_blank_rows.xlsx", {"pipe": ["管线编号"], "axis": ["管轴编号"], "level": ["层级"]}, 2, None),
        (
            "miniexcel_TestIssue553.xlsx",
            {"item": ["ITM"], "number": ["Material NO"], "name": ["Material Name"]},
            None,
            None,
        ),
        ("packt_FactResellerSales_mangled.csv.gz", {"product": ["ProductKey"], "order": ["SalesOrderNumber"]}, 1, 587),
    ],
)
def test_the_header_of_a_messy_sheet_is_found(name, wanted, header_row, count):
    sheet = read_sheet(content_of(name), name)[0]
    found, columns, rows = table(sheet, wanted)
    assert columns
    assert header_row in (None, found)
    assert count in (None, len(rows))


@pytest.mark.parametrize("seed", range(6))
def test_sec_24_mutated_files_give_rows_or_a_refusal(seed):
    chance = random.Random(seed)
    for name in ("magicodes_LinkTest.xlsx", "miniexcel_gb2312.csv"):
        content = bytearray(content_of(name))
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        del content[chance.randrange(len(content)) :]
        with suppress(Refused):
            read_sheet(bytes(content), name)
