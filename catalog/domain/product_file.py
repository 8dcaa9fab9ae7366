"""The image and the datasheet of a product: checked for what they are, stored under a random name."""

import uuid
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from catalog.models import Product
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import after_commit, verb

MOST_IMAGE_BYTES = 5 * 1024 * 1024
FORMATS = ["PNG", "JPEG", "WEBP"]
MOST_PIXELS = 40_000_000
MOST_DATASHEET_BYTES = 20 * 1024 * 1024
SIZES = {"": 1200, ".small": 96}  # the longest side, in pixels, by what its file name ends with


@verb
def set_image(product, content, *, by):
    """Store a picture: content is a PNG, JPEG or WebP as bytes, at most 5 MB and 40 million pixels. Whatever came, a
    WebP of our own making is kept. Raises Refused for anything else."""
    pictures = _pictures(content)
    product = Product.objects.locked(product.pk)
    before, name = product.image.name, f"products/{uuid.uuid4().hex}"
    for ending, data in pictures.items():
        default_storage.save(f"{name}{ending}.webp", ContentFile(data))
    product.image = f"{name}.webp"
    return _save(product, "image", before, by)


@verb
def set_datasheet(product, content, filename, *, by):
    """Store a datasheet: content is a PDF as bytes, at most 20 MB. Raises Refused for anything else."""
    if len(content) > MOST_DATASHEET_BYTES:
        raise Refused(_("The datasheet is larger than 20 MB. Make it smaller."), field="datasheet")
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        raise Refused(_("The datasheet is not a complete PDF file. Choose a PDF."), field="datasheet")
    product = Product.objects.locked(product.pk)
    before = product.datasheet.name
    product.datasheet = default_storage.save(f"datasheets/{uuid.uuid4().hex}.pdf", ContentFile(content))
    stem = "".join(c if c.isprintable() else " " for c in filename).rsplit("/")[-1].removesuffix(".pdf").strip()
    product.datasheet_name = f"{stem[:100] or product.sku}.pdf"
    return _save(product, "datasheet", before, by)


@verb
def remove_file(product, field, *, by):
    """Take the image or the datasheet away. field: "image" or "datasheet"."""
    product = Product.objects.locked(product.pk)
    before = getattr(product, field).name
    setattr(product, field, "")
    return _save(product, field, before, by)


def small(name):
    """The stored name of an image's thumbnail."""
    return name.removesuffix(".webp") + ".small.webp"


def _save(product, field, before, by):
    product.updated_at, product.updated_by = dates.now(), by.name
    product.save(update_fields=[field, "datasheet_name", "updated_at", "updated_by"])
    if before:
        after_commit(_forget, [before, small(before)] if field == "image" else [before])
    return product


def _forget(names):
    for name in names:
        default_storage.delete(name)


def _pictures(content):
    """{ending: WebP bytes} of each size."""
    if len(content) > MOST_IMAGE_BYTES:
        raise Refused(_("The image is larger than 5 MB. Make it smaller."), field="image")
    try:
        Image.open(BytesIO(content), formats=FORMATS).verify()
        picture = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused(
                _("The image has %(width)s × %(height)s pixels: at most 40 million are taken. Make it smaller.")
                % {"width": picture.width, "height": picture.height},
                field="image",
            )
        picture.draft("RGB", (2400, 2400))  # a large JPEG is read at a fraction of its size
        picture = ImageOps.exif_transpose(picture).convert("RGBA")
        return {ending: _webp(picture, side) for ending, side in SIZES.items()}
    except Refused:
        raise
    except Exception as error:  # decoders raise what they please on a broken file
        raise Refused(_("This is not a PNG, JPEG or WebP image. Choose another file."), field="image") from error


def _webp(picture, side):
    picture = picture.copy()
    picture.thumbnail((side, side))
    out = BytesIO()
    picture.save(out, "WEBP", quality=85)
    return out.getvalue()
