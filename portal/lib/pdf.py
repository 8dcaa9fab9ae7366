"""Documents on paper: a Django template becomes a PDF.

The print stylesheet is templates/documents/print.css. The fonts are ours, one static file per weight in portal/fonts
(set-up puts them there); never unicode-range webfonts, which print wrong characters without an error.
"""

import threading
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.template.loader import get_template
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

FONTS = Path(__file__).resolve().parent.parent / "fonts"
FACES = [
    ("Portal Sans SC", 400, "PortalSansSC-Regular"),
    ("Portal Sans SC", 700, "PortalSansSC-Bold"),
    ("Portal Sans SC Rare", 400, "PortalSansSCRare"),  # Han beyond GB 2312: they occur in names
]
FALLBACK = '"Portal Sans SC", "Portal Sans SC Rare", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", sans-serif'

_lock = threading.Lock()  # Pango's font map serves one thread at a time


def render_pdf(template, context=None):
    """The PDF as bytes. template: its name, a whole HTML document without styles or images of other addresses:
    only `data:` is fetched. context: dict. Takes 0.3 s for two pages: call it in a job."""
    html = get_template(template).render(context or {})
    with _lock:
        fonts, fetcher, style = _setting()
        document = HTML(string=html, url_fetcher=fetcher)
        return document.write_pdf(stylesheets=[style], font_config=fonts, optimize_images=True)


class LocalFetcher(URLFetcher):
    """Gives out data: URLs and our fonts, and opens no connection ever."""

    def __init__(self):
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)

    def fetch(self, url, headers=None):
        parts = urlsplit(url)
        if parts.scheme.lower() != "data":
            path = Path(unquote(parts.path)).resolve()
            if parts.scheme.lower() != "file" or parts.netloc or path.parent != FONTS.resolve():
                raise ValueError("A document may use data: and our own fonts only.")
        return super().fetch(url, headers)


@cache
def _setting():
    """What all documents share, made once per process: reading the fonts takes longer than a page."""
    fonts, fetcher = FontConfiguration(), LocalFetcher()
    faces = [
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("{path.as_uri()}"); }}'
        for family, weight, name in FACES
        for path in sorted(FONTS.glob(f"{name}.[ot]tf"), reverse=True)[:1]  # .ttf before .otf: half the size in a PDF
    ]
    sheet = "\n".join([*faces, f"html {{ font-family: {FALLBACK}; }}", get_template("documents/print.css").render()])
    return fonts, fetcher, CSS(string=sheet, font_config=fonts, url_fetcher=fetcher)
