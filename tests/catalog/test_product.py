from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from catalog.domain.product import phase_out_product, publish_product, publish_products, retire_product, save_product
from catalog.domain.product_file import set_datasheet, set_image, small
from catalog.domain.product_line import line_tree, retire_product_line, save_product_line
from catalog.models import Product
from portal.lib.errors import Refused
from portal.lib.pinyin import matching

from .builders import HQ, a_line, a_product

pytestmark = pytest.mark.django_db


def picture(kind="PNG", size=(300, 200)):
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_a_product_is_found_by_name_pinyin_initials_sku_and_spec():
    a_product("GN-200", name="全站仪", spec="NTS-342R10A")
    a_product("OTHER", name="水准仪")
    for q in ("全站", "quanzhan", "qzy", "gn-200", "gn200", "342r10", "全站 NTS"):
        assert [p.sku for p in matching(Product.objects.all(), q)] == ["GN-200"], q


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"list_price": -1}, "list_price"),
        ({"floor_price": 101}, "floor_price"),
        ({"min_quantity": 0}, "min_quantity"),
        ({"sku": "TAKEN"}, "sku"),
        ({"name": ""}, "name"),
        ({"line": "nowhere"}, "line"),
    ],
)
def test_a_wrong_field_is_refused_by_its_name(fields, field):
    a_product("TAKEN")
    product = a_product("MINE")
    with pytest.raises(Refused) as no:
        save_product(product, by=HQ, **fields)
    assert no.value.field == field


def test_a_product_goes_on_sale_is_phased_out_and_retires():
    product = a_product(published=False)
    for verb, life_cycle in [
        (publish_product, "published"),
        (phase_out_product, "retiring"),
        (retire_product, "retired"),
    ]:
        assert verb(product, by=HQ).life_cycle == life_cycle
    with pytest.raises(Refused):
        phase_out_product(product, by=HQ)


def test_of_many_one_that_cannot_go_on_sale_holds_all():
    good, free = a_product(published=False), a_product("FREE", published=False, list_price="0")
    with pytest.raises(Refused, match="FREE"):
        publish_products([good, free], by=HQ)
    assert not Product.objects.sold().filter(pk__in=[good.pk, free.pk]).exists()


def test_a_line_with_products_on_sale_does_not_retire():
    a_product("ON-SALE", line=a_line("pumps", "泵"))
    with pytest.raises(Refused, match="ON-SALE"):
        retire_product_line(a_line("pumps"), by=HQ)


def test_a_line_is_never_part_of_itself():
    top = a_line("top", "上")
    below = a_line("below", "下", parent=top)
    with pytest.raises(Refused):
        save_product_line(top, parent=below, by=HQ)
    assert [(line.code, line.depth) for line in line_tree() if line.code != "gnss"] == [("top", 0), ("below", 1)]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_is_kept_as_our_own_webp_under_a_random_name(media, kind):
    product = set_image(a_product(), picture(kind), by=HQ)
    assert product.image.name.startswith("products/") and product.sku not in product.image.name
    with default_storage.open(product.image.name) as whole, default_storage.open(small(product.image.name)) as thumb:
        assert whole.read(4) == thumb.read(4) == b"RIFF"


def test_the_old_image_goes_when_a_new_one_comes(media, django_capture_on_commit_callbacks):
    product = set_image(a_product(), picture(), by=HQ)
    with django_capture_on_commit_callbacks(execute=True):
        set_image(product, picture("JPEG"), by=HQ)
    assert len(list(media.rglob("*.webp"))) == 2


def a_bomb():
    """50,000 x 50,000 pixels in a few hundred bytes: only the header says so."""
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html>not a picture</html>",
        picture()[:60],
        picture()[:-8],
        b"GIF89a" + b"\0" * 40,
        a_bomb(),
        b"\0" * (5 * 1024 * 1024 + 1),
    ],
    ids=["nothing", "svg with script", "html", "cut off", "cut at the end", "gif", "50k x 50k", "over 5 MB"],
)
def test_what_is_no_picture_is_refused(media, content):  # SEC-23
    product = a_product()
    with pytest.raises(Refused) as no:
        set_image(product, content, by=HQ)
    assert no.value.field == "image"
    assert not list(media.rglob("*.*"))


def test_a_datasheet_is_a_pdf_and_nothing_else(media):  # SEC-23
    product = a_product("A-1")
    for content in (b"", b"<html>%PDF-1.7 %%EOF</html>", b"%PDF-1.7 cut off"):
        with pytest.raises(Refused):
            set_datasheet(product, content, "x.pdf", by=HQ)
    product = set_datasheet(product, b"%PDF-1.7\n...\n%%EOF\n", "../../规格\r\n书.pdf", by=HQ)
    assert product.datasheet.name.startswith("datasheets/") and product.datasheet_name == "规格  书.pdf"
