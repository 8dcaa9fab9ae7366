"""What every paper carries: the code that is checked, and figures as they are written on paper."""

from decimal import Decimal

from django.utils import translation

from portal.lib import pdf, qr
from tenants.hosts import url_of


def check_url(code):
    """The public address where anybody checks the paper with this code."""
    return url_of("www", path=f"/check/{code}/")


def grouped(code):
    """abcd-efgh-…: easier to type from paper; the check page takes it with and without dashes."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def paper(template, context, code=""):
    """The PDF as bytes. code: of the issued paper; without one it is a draft, watermarked and without QR."""
    seal = (
        {"qr": qr.svg(check_url(code)), "code": grouped(code), "check_place": url_of("www", path="/check/")}
        if code
        else {}
    )
    with translation.override("zh-hans"):
        return pdf.render_pdf(template, {**context, **seal, "draft": not code})


def place_text(place, address):
    """Place and street; a space stands between Chinese and Latin."""
    return f"{place} {address}".strip() if address[:1].isascii() else place + address


def price_text(value):
    """1,350.00 or 12.3456: two to four decimals."""
    whole, _point, decimals = f"{value:,.4f}".partition(".")
    return f"{whole}.{decimals.rstrip('0').ljust(2, '0')}"


def number_text(value):
    """A quantity or a percentage without idle zeros: 12, 0.5."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def by_rate(lines):
    """[{rate, net, tax, gross}] in falling rate: what the paper says of the tax. Sums of the lines, so they close."""
    sums = {}
    for line in lines:
        entry = sums.setdefault(line.tax_rate, {"net": Decimal(0), "tax": Decimal(0), "gross": Decimal(0)})
        entry["net"] += line.net
        entry["tax"] += line.tax
        entry["gross"] += line.amount
    return [{"rate": f"{number_text(rate * 100)}%", **sums[rate]} for rate in sorted(sums, reverse=True)]
