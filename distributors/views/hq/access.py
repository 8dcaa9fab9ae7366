"""HQ fetches a distributor through what the member may see: another region's is not there."""

from django.shortcuts import get_object_or_404

from distributors.domain.distributor import seen_by


def the_distributor(request, slug):
    """The distributor of this portal address, or Http404, the same for a missing one and for one of another region."""
    rows = seen_by(request.member).select_related("region", "province", "tier", "manager")
    return get_object_or_404(rows, slug=slug)
