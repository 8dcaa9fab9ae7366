"""What of others a member at HQ may see in the catalogue: a region's manager knows the distributors of the region."""

from django.db.models import Q

from catalog.models import PriceList
from tenants.models import Distributor


def distributors_of(member):
    """The distributors that the member sees."""
    rows = Distributor.objects.all()
    return rows if member.region_ids is None else rows.filter(region__in=member.region_ids)


def price_lists_of(member):
    """The price lists for everybody or a tier, and those of the distributors that the member sees."""
    rows = PriceList.objects.all()
    if member.region_ids is None:
        return rows
    return rows.filter(Q(scope_distributor=None) | Q(scope_distributor__region__in=member.region_ids))
