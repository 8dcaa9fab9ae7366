"""Product lines: a tree that HQ edits."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.models import ProductLine
from portal.lib.errors import Refused
from tenants.context import verb


@verb
def save_product_line(line=None, *, by, **fields):
    """Make a line, or change `line`. fields: those of ProductLine. Returns it as saved.

    Raises Refused for a code that is taken and for a line that would be part of itself.
    """
    line = ProductLine.objects.locked(line.pk) if line else ProductLine()
    for name, value in fields.items():
        setattr(line, name, value)
    if line.parent_id and line.pk in {one.pk for one in _ancestors(line.parent)}:
        raise Refused(_("A product line cannot be part of itself. Choose another one above it."), field="parent")
    try:
        line.full_clean()
    except ValidationError as error:
        raise refused(error) from None
    line.save()
    return line


@verb
def publish_product_line(line, *, by):
    return _move(line, ProductLine.Status.PUBLISHED)


@verb
def retire_product_line(line, *, by):
    """Take a line out of the catalogue. Raises Refused while products of it are sold."""
    sold = line.products.sold().order_by("sku")
    if first := sold.first():
        raise Refused(
            _("%(line)s still has %(count)s products on sale, among them %(sku)s. Retire or move them first.")
            % {"line": line, "count": sold.count(), "sku": first.sku}
        )
    return _move(line, ProductLine.Status.RETIRED)


def _move(line, to):
    line = ProductLine.objects.locked(line.pk)
    if to not in line.NEXT[line.status]:
        raise Refused(_("%(line)s is %(status)s already.") % {"line": line, "status": line.get_status_display()})
    line.status = to
    line.save(update_fields=["status"])
    return line


def line_tree():
    """Every line once, parents before their children, with `.depth` (0 at the top) and `.family` (ids of the line and
    all below it). One query."""
    children = {}
    for line in ProductLine.objects.order_by("rank", "code"):
        children.setdefault(line.parent_id, []).append(line)
    tree = []

    def walk(parent_id, depth):
        family = set()
        for line in children.get(parent_id, ()):
            line.depth = depth
            tree.append(line)
            line.family = {line.pk} | walk(line.pk, depth + 1)
            family |= line.family
        return family

    walk(None, 0)
    return tree


def _ancestors(line):
    found = []
    while line is not None and line not in found:
        found.append(line)
        line = line.parent
    return found


def refused(error):
    """A ValidationError as the Refused of its first message, with the field it is about."""
    field, messages = next(iter(error.message_dict.items()))
    return Refused(messages[0], field="" if field == "__all__" else field)
