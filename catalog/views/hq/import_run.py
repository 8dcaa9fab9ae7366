"""Importing sheets: choose, look at what would happen, apply, undo."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from catalog.domain.import_run import KINDS, MOST_BYTES, apply_import, counts, try_import, undo_import
from catalog.forms.import_run import ImportForm
from catalog.models import ImportRun
from portal.lib.downloads import XLSX, attachment
from portal.lib.errors import Refused
from portal.lib.forms import checked, status_of
from portal.lib.paging import Choice, Column, Listing
from portal.lib.workbooks import workbook
from tenants.permissions import allow

COLUMNS = [
    Column("at", gettext_lazy("When"), kind="moment", sort="at"),
    Column("filename", gettext_lazy("File")),
    Column("kind", gettext_lazy("Kind"), "get_kind_display"),
    Column("by_name", gettext_lazy("By")),
    Column("status", gettext_lazy("Status"), "get_status_display"),
]
WHAT = {
    "error": gettext_lazy("Error"),
    "new": gettext_lazy("New"),
    "changed": gettext_lazy("Changed"),
    "same": gettext_lazy("As it is"),
}
TONES = {"error": "red", "new": "green", "changed": "blue", "same": "grey"}
MOST_SHOWN = 300  # rows of a report on the page; the rest is in the Excel file


@allow("catalogue.import")
def imports(request):
    listing = Listing(
        request.GET,
        ImportRun.objects.defer("rows", "report", "before", "after"),
        columns=COLUMNS,
        sort="-at",
        filters=[
            Choice("kind", _("Kind"), ImportRun.Kind.choices),
            Choice("status", _("Status"), ImportRun.Status.choices),
        ],
    )
    return render(request, "catalog/import_list.html", {"listing": listing})


@allow("catalogue.import")
def import_form(request):
    """Choose a sheet; it is tried out, nothing is written yet."""
    initial = {"kind": request.GET.get("kind", ""), "price_list": request.GET.get("price_list", "")[:40]}
    form = ImportForm(request.POST or None, request.FILES or None, initial=initial)

    def read(fields):
        file = fields["file"]
        return try_import(
            fields["kind"],
            content=file.read(MOST_BYTES + 1),
            filename=file.name,
            price_list=fields["price_list"],
            by=request.member,
        )

    run = checked(request, form, read)
    if run:
        return redirect("import", run.pk)
    context = {"form": form, "kinds": ImportRun.Kind.choices}
    return render(request, "catalog/import_form.html", context, status=status_of(form))


@allow("catalogue.import")
def import_template(request, kind):
    """An empty sheet with the headings we know best."""
    if kind not in KINDS:
        raise Http404
    headings = [words[0] for words in KINDS[kind].WORDS.values()]
    label = ImportRun.Kind(kind).label
    return attachment(workbook(label, headings, []), f"{label}.xlsx", XLSX)


@allow("catalogue.import")
def import_page(request, pk, refusal="", status=200):
    """The report: what each row would do, or did."""
    run = get_object_or_404(ImportRun.objects.select_related("price_list").defer("rows", "before", "after"), pk=pk)
    report = [row | {"label": WHAT[row["what"]], "tone": TONES[row["what"]]} for row in run.report]
    if "export" in request.GET:
        headings = [_("Row"), _("SKU"), _("Result"), _("Remark")]
        rows = ([row["row"], row["sku"], str(row["label"]), row["message"]] for row in report)
        return attachment(workbook(_("Import report"), headings, rows), f"{run.filename} {_('Report')}.xlsx", XLSX)
    what = request.GET.get("what")
    order = list(WHAT)
    chosen = [row for row in report if not what or row["what"] == what]
    chosen.sort(key=lambda row: order.index(row["what"]))
    found = counts(run)
    context = {
        "run": run,
        "counts": [(key, label, found[key]) for key, label in WHAT.items()],
        "what": what,
        "rows": chosen[:MOST_SHOWN],
        "more": max(0, len(chosen) - MOST_SHOWN),
        "errors": found["error"],
        "changes": found["new"] + found["changed"],
        "refusal": refusal,
    }
    return render(request, "catalog/import_detail.html", context, status=status)


def _act(request, pk, act):
    try:
        act(get_object_or_404(ImportRun, pk=pk), by=request.member)
    except Refused as no:
        return import_page(request, pk, refusal=str(no), status=409)
    return redirect("import", pk)


@require_POST
@allow("catalogue.import")
def import_apply(request, pk):
    return _act(request, pk, apply_import)


@require_POST
@allow("catalogue.import")
def import_undo(request, pk):
    return _act(request, pk, undo_import)
