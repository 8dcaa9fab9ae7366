"""The national view: one page for every level, from the country to the ledger's lines."""

from html import escape

from django.http import Http404
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from distributors.models import Fact
from distributors.reports import national as figures
from distributors.reports import period as periods
from distributors.reports import pictures, table
from distributors.reports.drilled import labels
from distributors.reports.names import Names
from distributors.reports.slice import BY, DRILL, NotThere, slice_of
from distributors.views.hq.national_table import Report, crumbs, exported, shown, with_bars
from portal.lib import dates
from tenants.permissions import allow


@allow("national.view")
def national(request):
    today, names = dates.today(), Names(request.member.region_ids)
    try:
        slice_ = slice_of(request.GET, names, today, request.member.region_ids)
        known = labels(slice_)
    except NotThere:
        raise Http404 from None
    view = figures.overview(slice_, names, today)
    if "export" in request.GET:
        return exported(slice_, view, names, today, request.GET["export"])
    report = Report(request.GET, slice_, view, names, today)
    return render(request, "distributors/national_view.html", _page(slice_, view, names, known, report, today))


def _page(slice_, view, names, known, report, today):
    path = crumbs(slice_, names, known)
    rows_only = slice_.level in ("document", "entry")
    total, target = view.total, _target(slice_, view)
    context = {
        "slice": slice_, "view": view, "report": report, "known": known, "total": total,
        "fact": str(pictures.SHORT[slice_.fact]), "is_quantity": slice_.fact == Fact.COMMITTED,
        "crumbs": path[:-1], "here": path[-1][0],
        "change": pictures.change(total, view.total_before), "before_label": periods.same_span_label(slice_.period),
        "target": target, "reached": total * 100 / target if target else None,
        "filters": _filters(slice_, names), "tabs": _tabs(slice_),
        "paper_url": _paper_url(report) if slice_.document else "",
        "headline": [] if slice_.document else pictures.headline(slice_, view.headline, today),
    }  # fmt: skip
    if not rows_only:
        context |= {
            "months": pictures.months(slice_, view, today),
            "tiles": table.provinces(slice_, view, names),
            "lines": with_bars(table.lines(slice_, view, names), total, shown(slice_)),
            "mix": with_bars(table.mix(slice_, view), total, shown(slice_)),
        }
    return context


def _target(slice_, view):
    """The target of the period's months; None when none is set, or the period is not of whole months."""
    span = slice_.period.span
    if span.months != span:
        return None
    return sum(amount for month, amount in view.targets.items() if span.start <= month <= span.end) or None


def _filters(slice_, names):
    """The choices of the filter row, each as the HTML of its options; kept: what stays as it is."""
    line = slice_.line
    lines = [(str(line_.id), f"{'　' * depth}{line_.label}") for line_, depth in names.tree]
    if line and line not in dict(lines):  # what only a row of the table leads to
        lines.append((line, names.line(slice_.line_id)))
    return {
        "facts": _options((fact.value, pictures.SHORT[fact], fact == slice_.fact) for fact in Fact),
        "periods": _options((key, label, key == slice_.period.key) for key, label in periods.CHOICES.items()),
        "regions": _options((id_, name.label, id_ == slice_.region) for id_, name in names.regions.items()),
        "lines": _options((value, label, value == line) for value, label in lines),
        "mixes": _options([("channel", _("Through distributors"), slice_.mix == "channel"),
                           ("direct", _("Direct, by branch offices"), slice_.mix == "direct")]),
        "kept": [(name, getattr(slice_, name)) for name in DRILL if getattr(slice_, name)],
    }  # fmt: skip


def _options(choices):
    """<option>s of (value, label, on): some sixty on a page, which a template would take too long for."""
    drawn = (
        f'<option value="{escape(str(value))}"{" selected" if on else ""}>{escape(str(label))}</option>'
        for value, label, on in choices
    )
    return mark_safe("".join(drawn))


def _tabs(slice_):
    """(label, url, on) of what the table can list: what is not fixed by the slice."""
    if slice_.document:
        return []
    fixed = {name for name in ("region", "province", "distributor", "person") if getattr(slice_, name)}
    if slice_.distributor:
        fixed |= {"region", "province"}
    return [(label, slice_.url(by=key), key == slice_.level) for key, label in BY.items() if key not in fixed]


def _paper_url(report):
    """The page of the document whose lines are listed, where it has one at head office."""
    row = report.rows[0] if report.rows else None
    name = {"order": "order", "receipt": "receipt"}.get(row.kind) if row else None
    try:
        return reverse(name, args=[row.slug, row.number]) if name else ""
    except NoReverseMatch:
        return ""
