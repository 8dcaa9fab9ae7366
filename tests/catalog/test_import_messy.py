"""Sheets made by other people: each gives a report or a refusal in words, never a fault. SEC-24, SEC-25."""

import gzip
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.models import ImportRun, Product

from .builders import a_price_list, a_product

pytestmark = pytest.mark.django_db
SHEETS = Path(__file__).parent.parent / "data" / "messy-sheets"
FILES = sorted(p for p in SHEETS.iterdir() if p.suffix in (".xls", ".xlsx", ".csv", ".gz"))
KINDS = ["products", "price_list", "stock"]


def upload(client, kind, name, content, price_list=""):
    data = {"kind": kind, "price_list": price_list, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("import-new", urlconf="portal.urls_hq"), data)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_messy_sheet_gives_a_report_or_a_reason(path, client_of):
    client = client_of("administrator")
    price_list = a_price_list("all", {a_product(): "9"})
    products = Product.objects.count()
    content = path.read_bytes()
    contents = [content, gzip.decompress(content)] if path.suffix == ".gz" else [content]
    for data in contents:
        for kind in KINDS:
            answer = upload(client, kind, path.name, data, price_list.pk)
            assert answer.status_code in (302, 409), (kind, answer.status_code)
            if answer.status_code == 302:
                page = client.get(answer.url)
                assert page.status_code == 200
                run = ImportRun.objects.first()
                applied = client.post(f"{answer.url}apply/")
                assert applied.status_code == (409 if any(r["what"] == "error" for r in run.report) else 302)
    assert Product.objects.count() == products


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_chinese_in_any_usual_encoding_arrives_whole(encoding, client_of):  # SEC-25
    client = client_of("administrator")
    text = "商品编码,产品名称,产品线代码,含税单价\r\nGN-9,测地型接收机,gnss,￥１，２３４.５０元\r\n"
    answer = upload(client, "products", "表.csv", text.encode(encoding))
    assert client.post(f"{answer.url}apply/").status_code == 302
    product = Product.objects.get(sku="GN-9")
    assert (product.name, str(product.list_price)) == ("测地型接收机", "1234.50")


def test_formulas_in_cells_stay_text(client_of):  # SEC-22
    client = client_of("administrator")
    text = 'SKU,name,line,list price\nGN-9,"=HYPERLINK(""http://x"")",gnss,1\n'
    answer = upload(client, "products", "x.csv", text.encode())
    client.post(f"{answer.url}apply/")
    assert Product.objects.get(sku="GN-9").name == '=HYPERLINK("http://x")'
