"""Opening a distributor in one step, and the page that says what was done."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from distributors.domain.distributor import open_distributor, slug_problem
from distributors.forms.distributor import OpenForm
from distributors.views.hq.access import the_distributor
from portal.lib.forms import checked, status_of
from tenants.hosts import url_of
from tenants.models import Invitation
from tenants.permissions import allow


@allow("distributor.open")
def distributor_open(request):
    form = OpenForm(request.POST or None, member=request.member)
    if opened := checked(request, form, lambda fields: open_distributor(by=request.member, **fields)):
        return redirect("distributor-opened", opened.slug)
    context = {"form": form, "address": url_of("distributor", "◦").split("◦")}
    return render(request, "distributors/distributor_open.html", context, status=status_of(form))


@require_GET
@allow("distributor.open")
def distributor_slug(request):
    """Whether an address is free, while it is typed."""
    slug = request.GET.get("slug", "").strip()
    context = {"slug": slug, "problem": slug_problem(slug) if slug else "", "url": url_of("distributor", slug)}
    return render(request, "distributors/distributor_open.html#slug", context)


@allow("distributor.open")
def distributor_opened(request, slug):
    row = the_distributor(request, slug)
    invitation = Invitation.objects.filter(distributor=row, accepted_at=None, withdrawn_at=None).first()
    context = {"row": row, "portal_url": url_of("distributor", row.slug), "invitation": invitation}
    return render(request, "distributors/distributor_opened.html", context)
