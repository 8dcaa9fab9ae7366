"""Importing sheets: try out, apply all or nothing, undo.

A kind of import is a module with WORDS, REQUIRED, and
    plan(rows, run, by) -> [Outcome], what each row would do, from a few queries, nothing written;
    write(outcomes, run, by), which writes those that change something;
    state(keys, run) -> {key: what is there now, as JSON, None when nothing}, to compare and to go back to;
    restore(before, run, by), which writes such a state back.
"""

import hashlib
from collections import Counter

from django.utils.translation import gettext as _

from catalog.models import ImportRun
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.sheets import read_sheet
from tenants.context import verb

from . import import_prices, import_products, import_stock
from .import_sheet import rows_of
from .outcome import CHANGED, ERROR, NEW

KINDS = {
    ImportRun.Kind.PRODUCTS: import_products,
    ImportRun.Kind.PRICE_LIST: import_prices,
    ImportRun.Kind.STOCK: import_stock,
}
MOST_BYTES = 5 * 1024 * 1024
NAMED = 5  # so many rows are named in a refusal


def try_import(kind, *, content, filename, by, price_list=None):
    """Read a sheet and say what each of its rows would do; nothing of the catalogue changes.

    content: the file's bytes, .xlsx or .csv. price_list: the list to fill, for ImportRun.Kind.PRICE_LIST.
    Returns the ImportRun, to look at and then to apply. Raises Refused for a file that cannot be read.
    """
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 5 MB. Split it into several files."), field="file")
    if kind == ImportRun.Kind.PRICE_LIST and price_list is None:
        raise Refused(_("Choose the price list to fill."), field="price_list")
    module = KINDS[kind]
    rows = rows_of(read_sheet(content, filename), module.WORDS, module.REQUIRED)
    return _keep(kind, rows, filename, hashlib.sha256(content).hexdigest(), price_list, by)


@verb
def _keep(kind, rows, filename, sha256, price_list, by):
    filename = "".join(c if c.isprintable() else " " for c in filename)[:200]
    run = ImportRun(
        kind=kind, price_list=price_list, filename=filename, sha256=sha256, by=by.id, by_name=by.name, at=dates.now()
    )
    run.rows = rows
    run.report = _report(KINDS[kind].plan(rows, run, by))
    run.save()
    return run


@verb
def apply_import(run, *, by):
    """Do what the report says, all of it. Every row is judged again, because the catalogue may have changed since.

    Raises Refused, with nothing done, when one row is in error, or the run was applied before. Returns the run.
    """
    run = _move(run, ImportRun.Status.APPLIED)
    module = KINDS[run.kind]
    outcomes = module.plan(run.rows, run, by)
    run.report = _report(outcomes)
    errors = [outcome for outcome in outcomes if outcome.what == ERROR]
    if errors:
        raise Refused(
            _("Nothing was imported: %(count)s rows are in error. Row %(row)s: %(message)s Correct the sheet.")
            % {"count": len(errors), "row": errors[0].row, "message": errors[0].message}
        )
    outcomes = [outcome for outcome in outcomes if outcome.what in (NEW, CHANGED)]
    keys = [outcome.key for outcome in outcomes]
    run.before = module.state(keys, run)
    module.write(outcomes, run, by)
    run.after = module.state(keys, run)
    run.save()
    return run


@verb
def undo_import(run, *, by):
    """Put back what was there before the run. Raises Refused, with nothing done, when something it wrote has been
    changed since, naming the first few. Returns the run."""
    run = _move(run, ImportRun.Status.UNDONE)
    module = KINDS[run.kind]
    now = module.state(list(run.after), run)
    changed = sorted(key for key, state in run.after.items() if now.get(key) != state)
    if changed:
        raise Refused(
            _("%(count)s rows were changed after this import, among them %(names)s. Change them back by hand.")
            % {"count": len(changed), "names": ", ".join(changed[:NAMED])}
        )
    module.restore(run.before, run, by)
    run.save()
    return run


def _move(run, to):
    """The only writer of a run's status, besides what saves it after; the caller saves."""
    run = ImportRun.objects.locked(run.pk)
    if to not in run.NEXT[run.status]:
        raise Refused(
            _("The import of %(file)s is “%(now)s” and cannot become “%(to)s”.")
            % {"file": run.filename, "now": run.get_status_display(), "to": ImportRun.Status(to).label}
        )
    run.status = to
    return run


def _report(outcomes):
    return [{"row": o.row, "sku": o.sku, "what": o.what, "message": o.message} for o in outcomes]


def counts(run):
    """{"new": 3, "changed": 0, "same": 1, "error": 0}"""
    return dict.fromkeys(("new", "changed", "same", "error"), 0) | Counter(row["what"] for row in run.report)
