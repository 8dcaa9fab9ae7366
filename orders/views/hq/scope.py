"""What of all distributors a member at HQ may see. Another region's document is as if it were not there."""

from django.shortcuts import get_object_or_404

from distributors.models import ChannelOrder
from tenants.models import Distributor, Region


def seen_by(member, rows):
    """The rows (with `region`) of the regions that the member sees."""
    return rows if member.region_ids is None else rows.filter(region__in=member.region_ids)


def distributor_or_404(member, slug):
    return get_object_or_404(seen_by(member, Distributor.objects.all()), slug=slug)


def card_or_404(member, slug, number):
    """HQ's card of an order; its distributor read with it."""
    cards = seen_by(member, ChannelOrder.objects.select_related("distributor"))
    return get_object_or_404(cards, distributor__slug=slug, number=number)


def region_choices():
    """(id, name) of every region, for a filter. One query."""
    return [(region.pk, region.label) for region in Region.objects.all()]
