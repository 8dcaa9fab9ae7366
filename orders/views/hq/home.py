"""HQ's first page: what waits for me, and the national headline, kept fresh while it is looked at."""

from django.shortcuts import render
from django.urls import reverse

from distributors.reports import national, pictures, table
from distributors.reports.names import Names
from orders.views.hq.today import waiting_for
from portal.lib import dates
from tenants.permissions import EVERYONE, allow

TOP = 5


@allow(EVERYONE)
def home(request):
    member, today = request.member, dates.today()
    context = {"waiting": waiting_for(member), "today": today}
    if member.may("national.view"):
        context |= _figures(member, today)
    return render(request, "orders/home_hq.html", context)


def _figures(member, today):
    page, here = reverse("national"), pictures.whole(member.region_ids, today)
    view, names = national.home(today, member.region_ids), Names(member.region_ids)
    regions = table.regions(here, view, names)[:TOP]
    target, target_of_month = pictures.target_to_date(view, today)
    return {
        "view": view, "state": view.state, "national_url": page,
        "headline": pictures.headline(here, view.headline, today, page),
        "months": pictures.months_and_targets(here, view, today, page) if view.targets
        else pictures.months(here, view, today, page),
        "target": target, "target_of_month": target_of_month,
        "regions": [{"label": row.label, "value": row.amount, "url": page + row.url} for row in regions],
        "tiles": [tile | {"url": tile["url"] and page + tile["url"]} for tile in table.provinces(here, view, names)],
    }  # fmt: skip


@allow("national.view")
def home_figures(request):
    """The headline alone, as home asks for it every few seconds. One query of its own."""
    today, member = dates.today(), request.member
    state, figures = national.headline(today, member.region_ids)
    headline = pictures.headline(pictures.whole(member.region_ids, today), figures, today, reverse("national"))
    return render(request, "orders/home_hq.html#figures", {"headline": headline, "state": state})
