"""Filters of the catalogue's tables."""

from django.utils.translation import gettext as _

from portal.lib.paging import Choice


def line_filter(tree, field="line"):
    """?line=<id>: the line and all below it. tree: line_tree(). field: the lookup of the line."""
    families = {str(line.pk): line.family for line in tree}
    return Choice(
        "line",
        _("Product line"),
        [(str(line.pk), "　" * line.depth + line.label) for line in tree],
        apply=lambda rows, values: rows.filter(**{f"{field}__in": set().union(*(families[v] for v in values))}),
    )
