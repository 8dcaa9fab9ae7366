import re
import time
import zlib

import pytest
from django.template import engines

from portal.lib import pdf, qr

PAGE = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><p class="document-number">BJ-2026-000123</p>
<table class="lines"><colgroup><col class="w-serial"><col><col class="w-quantity"><col class="w-money"></colgroup>
<thead><tr><th>序号</th><th>产品名称</th><th>数量</th><th>金额</th></tr></thead><tbody>{% for n in lines %}
<tr><td>{{ n }}</td><td>工业级边缘计算网关 {{ n }}</td><td class="num">{{ n }}</td>
<td class="num">1,234.50</td></tr>{% endfor %}
</tbody></table><img class="qr" src="{{ qr }}">{{ more|safe }}</body></html>"""


@pytest.fixture
def render(monkeypatch):
    template = engines["django"].from_string(PAGE)
    real = pdf.get_template
    monkeypatch.setattr(pdf, "get_template", lambda name: template if name == "page" else real(name))

    def render(more="", lines=45):
        context = {
            "title": "报价单",
            "lines": range(1, lines + 1),
            "qr": qr.svg("https://example.com/v/1"),
            "more": more,
        }
        return pdf.render_pdf("page", context)

    return render


def test_a_two_page_document_is_small_and_quick(render):
    render()
    start = time.process_time()
    content = render()
    spent = time.process_time() - start
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", _unpacked(content))) in (2, 3)
    assert spent < 1.5  # 0.3 s where it was measured
    if (pdf.FONTS / "PortalSansSC-Regular.ttf").exists():
        assert len(content) < 60_000


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x.png",
        "https://example.com/x.png",
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        (pdf.FONTS / ".." / "settings.py").as_uri(),
        pdf.FONTS.as_uri() + "/%2e%2e/settings.py",
        "/etc/passwd",
        "//127.0.0.1/x",
    ],
)
def test_a_document_fetches_nothing_but_data(render, monkeypatch, address):
    opened = []
    monkeypatch.setattr("socket.socket.connect", lambda *args: opened.append(args))
    monkeypatch.setattr("urllib.request.FileHandler.file_open", lambda *args: opened.append(args))
    with pytest.raises(ValueError):
        pdf.LocalFetcher().fetch(address)
    render(f'<img src="{address}"><link rel="stylesheet" href="{address}"><object data="{address}"></object>', lines=1)
    assert opened == []


def test_data_is_fetched():
    assert pdf.LocalFetcher().fetch("data:text/plain,abc").read() == b"abc"


def test_a_qr_code_is_an_image_of_its_own():
    uri = qr.svg("https://example.com/v/" + "A" * 20)
    assert uri.startswith("data:image/svg+xml") and len(uri) < 5000
    assert qr.svg("报价单 1") != qr.svg("报价单 2")


def _unpacked(content):
    streams = re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL)
    return content + b"".join(_inflated(stream) for stream in streams)


def _inflated(stream):
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""
