"""HQ's visits: the visitor leaves; the distributor reads who looked at what, and why."""

from functools import partial

from django.contrib.auth import logout
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.lib.paging import Column, Days, Listing, export
from tenants.domain.visit import end_visit
from tenants.hosts import url_of
from tenants.models import PortalVisit
from tenants.permissions import EVERYONE, allow, in_public

COLUMNS = [
    Column("started_at", gettext_lazy("When"), kind="moment", sort="started_at"),
    Column("name", gettext_lazy("Who"), sort="name"),
    Column("reason", gettext_lazy("Reason")),
    Column("ended_at", gettext_lazy("Until"), kind="moment"),
    Column("pages_seen", gettext_lazy("Pages seen"), kind="whole", sort="pages_seen"),
]


@allow("visit.view")
@in_public
def visits(request):
    rows = PortalVisit.objects.filter(distributor=request.distributor).annotate(pages_seen=Count("pages"))
    listing = Listing(
        request.GET, rows, columns=COLUMNS, sort="-started_at", filters=[Days("started", _("When"), field="started_at")]
    )
    if "export" in request.GET:
        return export(listing, _("Head office visits"))
    for row in listing.rows:
        row.get_absolute_url = partial(reverse, "visit", args=[row.pk])
    return render(request, "tenants/visit_list.html", {"listing": listing})


@allow("visit.view")
@in_public
def visit_page(request, pk):
    visit = get_object_or_404(PortalVisit, pk=pk, distributor=request.distributor)
    pages = list(visit.pages.order_by("at")[:500])
    return render(request, "tenants/visit_detail.html", {"visit": visit, "pages": pages})


@require_POST
@allow(EVERYONE)
@in_public
def visit_leave(request):
    if request.member.visit_id:
        end_visit(request.member.visit_id, by=request.member)
        logout(request)
    return redirect(url_of("hq", path=f"/distributors/{request.distributor.slug}/"))
