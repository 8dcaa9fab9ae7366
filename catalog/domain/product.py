"""What HQ does with a product."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.models import Product, ProductLine
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.pinyin import search_text, sort_key
from tenants.context import verb

from .product_line import refused

MOST_ATTRIBUTES = 40


@verb
def save_product(product=None, *, by, **fields):
    """Make a product (a draft), or change `product`. fields: those of Product but its life cycle and its files;
    `line` may be a ProductLine or a line's code. Returns it as saved.

    Raises Refused, with the field, for a SKU that is taken, a price below zero, a floor above the list price, …
    """
    product = Product.objects.locked(product.pk) if product else Product()
    if isinstance(fields.get("line"), str):
        fields["line"] = _line(fields["line"])
    for name, value in fields.items():
        setattr(product, name, value)
    others = Product.objects.exclude(pk=product.pk).filter(sku=str(product.sku).strip())
    if ("sku" in fields or product._state.adding) and others.exists():
        raise Refused(_("The SKU %(sku)s is taken. Choose another one.") % {"sku": product.sku}, field="sku")
    prepare(product, by=by)
    product.save()
    return product


def prepare(product, *, by):
    """Fold, check and complete a product that is about to be saved: no query. Raises Refused with the field."""
    for name in ("sku", "name", "name_en", "spec", "unit"):
        setattr(product, name, " ".join(str(getattr(product, name) or "").split()))
    product.attributes = _attributes(product.attributes)
    product.search = search_text(product.sku, product.name, product.name_en, product.spec)
    product.sort_key = sort_key(product.name)
    product.updated_at, product.updated_by = dates.now(), by.name
    try:
        product.clean_fields(exclude=["line", "substitute"])
    except ValidationError as error:
        raise refused(error) from None
    if product.list_price < 0 or product.floor_price < 0:
        field = "list_price" if product.list_price < 0 else "floor_price"
        raise Refused(_("A price cannot be below zero."), field=field)
    if product.floor_price > product.list_price:
        raise Refused(
            _("The floor price %(floor)s is above the list price %(list)s.")
            % {"floor": product.floor_price, "list": product.list_price},
            field="floor_price",
        )
    if min(product.min_quantity, product.pack) <= 0:
        raise Refused(_("The smallest order and the pack must be more than zero."), field="min_quantity")
    if product.substitute_id and product.substitute_id == product.pk:
        raise Refused(_("A product cannot stand in for itself."), field="substitute")


def publish_product(product, *, by):
    """Put a product on sale. Raises Refused when it has no price yet, or its line is retired."""
    return publish_products([product], by=by)[0]


@verb
def publish_products(products, *, by):
    """Put products on sale, all of them or none. Raises Refused naming the first that cannot be. Returns them."""
    rows = Product.objects.select_for_update(of=("self",)).select_related("line").order_by("pk")
    rows = list(rows.filter(pk__in=[product.pk for product in products]))
    for product in rows:
        if product.list_price <= Decimal(0):
            raise Refused(
                _("%(sku)s has no list price. Enter one, then publish it.") % {"sku": product.sku}, field="list_price"
            )
        if product.line.status != ProductLine.Status.PUBLISHED:
            raise Refused(
                _("%(sku)s belongs to %(line)s, which is retired. Choose another line, or publish that one first.")
                % {"sku": product.sku, "line": product.line},
                field="line",
            )
        move(product, Product.LifeCycle.PUBLISHED, by=by)
    return rows


@verb
def phase_out_product(product, *, by):
    """Announce the end: it is still sold, and the catalogue names its substitute."""
    return move(Product.objects.locked(product.pk), Product.LifeCycle.RETIRING, by=by)


@verb
def retire_product(product, *, by):
    """Take a product off sale; documents that name it keep their copy."""
    return move(Product.objects.locked(product.pk), Product.LifeCycle.RETIRED, by=by)


def move(product, to, *, by):
    """The only writer of life_cycle; the caller holds the row's lock."""
    if to not in product.NEXT[product.life_cycle]:
        raise Refused(
            _("%(sku)s is “%(now)s” and cannot become “%(to)s”.")
            % {"sku": product.sku, "now": product.get_life_cycle_display(), "to": Product.LifeCycle(to).label}
        )
    product.life_cycle = to
    product.updated_at, product.updated_by = dates.now(), by.name
    product.save(update_fields=["life_cycle", "updated_at", "updated_by"])
    return product


def _line(code):
    try:
        return ProductLine.objects.get(code=code)
    except ProductLine.DoesNotExist:
        raise Refused(_("There is no product line “%(code)s”.") % {"code": code}, field="line") from None


def _attributes(attributes):
    """{label: value}, both text, in the given order."""
    pairs = {str(label).strip()[:60]: str(value).strip()[:300] for label, value in (attributes or {}).items()}
    return {label: value for label, value in list(pairs.items())[:MOST_ATTRIBUTES] if label and value}
