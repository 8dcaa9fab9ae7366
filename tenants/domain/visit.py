"""HQ looks into a portal: with a reason, read-only, page by page on record for the distributor."""

from django.utils.translation import gettext as _

from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import outside, verb
from tenants.domain.handoff import hand_over
from tenants.models import PortalVisit


@verb
def begin_visit(distributor, *, by, reason, methods):
    """Open a visit and return the address that enters the portal. methods: as in tenants.domain.handoff.switch."""
    reason = reason.strip()
    if len(reason) < 4:
        raise Refused(_("Say why you look into this portal: the distributor reads it."), field="reason")
    if not by.may("portal.visit") or not by.sees_region(distributor.region_id):
        raise Refused(_("You may not look into this portal."))
    if not distributor.is_open:
        raise Refused(_("The portal of %(name)s is closed. Reopen it first.") % {"name": distributor})
    visit = PortalVisit.objects.create(
        user_id=by.id, name=by.name, distributor=distributor, reason=reason[:200], started_at=dates.now()
    )
    return hand_over(by.id, distributor, methods, visit=visit)


@verb
def end_visit(visit_id, *, by):
    """The visitor leaves. Returns the PortalVisit; ending it twice is harmless."""
    with outside():
        visit = PortalVisit.objects.locked(visit_id)
        if visit.ended_at is None:
            visit.ended_at = dates.now()
            visit.save(update_fields=["ended_at"])
    return visit
