"""大区: which provinces belong together, and who follows when one moves."""

from django.utils.translation import gettext as _

from distributors.models import ApprovalRequest, ChannelOrder, DistributorEvent
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import verb
from tenants.hosts import forget
from tenants.models import Distributor, Province, Region


@verb
def save_region(region=None, *, by, code, name, name_en="", rank=0):
    """Make a region, or change one. Returns it. Raises Refused when the code is taken."""
    if Region.objects.filter(code=code).exclude(pk=region.pk if region else None).exists():
        raise Refused(_("The code “%(code)s” is taken.") % {"code": code}, field="code")
    region = region or Region()
    region.code, region.name, region.name_en, region.rank = code, name, name_en, rank
    region.save()
    return region


@verb
def move_province(province, region, *, by):
    """Put a province into another region, with its distributors and their open cards. Returns how many distributors
    moved. What the ledger has posted keeps the region that was."""
    province = Province.objects.select_for_update().get(pk=province.pk)
    if province.region_id == region.pk:
        return 0
    province.region = region
    province.save(update_fields=["region"])
    moved = list(Distributor.objects.filter(province=province).exclude(region=region).select_for_update())
    Distributor.objects.filter(pk__in=[d.pk for d in moved]).update(region=region)
    follow([d.pk for d in moved], region)
    DistributorEvent.objects.bulk_create(
        DistributorEvent(
            distributor=d,
            what=DistributorEvent.What.REGION,
            note=region.name,
            by=by.id,
            by_name=by.name,
            at=dates.now(),
        )
        for d in moved
    )
    for distributor in moved:
        forget(None, distributor)
    return len(moved)


def follow(distributor_ids, region):
    """Bring HQ's cards of distributors to their new region, so that its people see them."""
    for model in (ChannelOrder, ApprovalRequest):
        model.objects.filter(distributor_id__in=distributor_ids).update(region=region)
