"""Pictures and datasheets over HTTP. SEC-7, SEC-23."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.domain.product_file import set_datasheet, set_image
from catalog.models import Product

from .builders import HQ, a_product
from .test_product import media, picture  # noqa: F401 - a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]
PDF = b"%PDF-1.7\n...\n%%EOF\n"


def test_hq_uploads_both_and_they_are_handed_out_with_care(client_of):
    product = a_product("A-1")
    data = {"image": SimpleUploadedFile("x.png", picture()), "datasheet": SimpleUploadedFile("规格书.pdf", PDF)}
    assert client_of("administrator").post(f"/products/{product.pk}/files/", data).status_code == 302
    for who in ("administrator", "sales"):
        client = client_of(who)
        image = client.get(f"/files/products/{product.pk}/small.webp")
        assert (image.status_code, image["Content-Type"], image["X-Content-Type-Options"]) == (
            200,
            "image/webp",
            "nosniff",
        )
        assert image["Cache-Control"].startswith("private")
        sheet = client.get(f"/files/products/{product.pk}/datasheet.pdf")
        assert sheet["Content-Disposition"].startswith("attachment") and b"".join(sheet.streaming_content) == PDF


def test_what_is_no_picture_is_told_on_the_page(client_of):
    product = a_product()
    data = {"image": SimpleUploadedFile("x.png", b"<svg><script>alert(1)</script></svg>")}
    answer = client_of("administrator").post(f"/products/{product.pk}/files/", data)
    assert answer.status_code == 409 and "PNG, JPEG or WebP" in answer.text


def test_nobody_without_a_login_gets_a_file(client_of):
    product = set_datasheet(set_image(a_product(), picture(), by=HQ), PDF, "x.pdf", by=HQ)
    for name in ("small.webp", "large.webp", "datasheet.pdf"):
        for at in ("hq", "acme"):
            assert client_of(at=at).get(f"/files/products/{product.pk}/{name}").status_code in (302, 403, 404)


def test_ticked_products_are_published_together_or_not_at_all(client_of):
    client = client_of("administrator")
    good, free = a_product(published=False), a_product("FREE", published=False, list_price="0")
    answer = client.post("/products/publish/", {"selected": [good.pk, free.pk]})
    assert answer.status_code == 409 and "FREE" in answer.text
    assert client.post("/products/publish/", {"selected": [good.pk]}).status_code == 302
    assert Product.objects.get(pk=good.pk).life_cycle == "published"
    assert client.post("/products/publish/", {"selected": ["x"]}).status_code == 400
