"""大区 and their provinces."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from distributors.domain.region import move_province, save_region
from distributors.forms.distributor import RegionForm
from portal.lib.forms import checked, status_of
from tenants.models import Distributor, Province, Region
from tenants.permissions import allow


@allow("region.edit")
def regions(request):
    counts = dict(Distributor.objects.values_list("province_id").annotate(n=Count("pk")).order_by())
    rows = list(Region.objects.prefetch_related("provinces"))
    for region in rows:
        region.members = list(region.provinces.all())
        for province in region.members:
            province.distributors = counts.get(province.pk, 0)
        region.distributors = sum(province.distributors for province in region.members)
    return render(request, "distributors/region_list.html", {"regions": rows})


@allow("region.edit")
def region_form(request, pk=None):
    region = get_object_or_404(Region, pk=pk) if pk else None
    initial = {name: getattr(region, name) for name in ("code", "name", "name_en", "rank")} if region else None
    form = RegionForm(request.POST or None, initial=initial)
    if checked(request, form, lambda fields: save_region(region, by=request.member, **fields)):
        return redirect("regions")
    return render(request, "distributors/region_form.html", {"form": form, "region": region}, status=status_of(form))


@require_POST
@allow("region.edit")
def province_move(request, pk):
    province = get_object_or_404(Province, pk=pk)
    region = get_object_or_404(Region, code=request.POST.get("region", ""))
    moved = move_province(province, region, by=request.member)
    said = {"province": province.label, "region": region.label, "count": moved}
    messages.success(request, _("%(province)s belongs to %(region)s now, with %(count)s distributors.") % said)
    return redirect("regions")
