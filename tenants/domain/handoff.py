"""From one host to another without a second login: a secret that works once, within a minute."""

import secrets
from datetime import timedelta

from django.utils.translation import gettext as _

from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import outside, verb
from tenants.domain.invitation import digest
from tenants.hosts import url_of
from tenants.member import member_at_distributor, member_at_hq
from tenants.models import Distributor, Handoff, User

VALID = timedelta(seconds=60)


@verb
def switch(slug, *, by, methods):
    """The address that takes a person to another place of theirs (slug "" is head office).

    methods: how the person has logged in here (allauth's records); they count there too, so that a second factor is
    not asked twice and never skipped. Raises Refused when the person has no place there.
    """
    with outside():
        user = User.objects.get(pk=by.id)
        distributor = Distributor.objects.filter(slug=slug).first() if slug else None
        there = member_at_distributor(user, distributor) if distributor else None if slug else member_at_hq(user)
        if there is None or (distributor and not distributor.is_open):
            raise Refused(_("You have no place there. Ask its owner to invite you."))
        return hand_over(user.pk, distributor, methods)


def hand_over(user_id, distributor, methods, *, visit=None):
    """Write the handoff and return the address that uses it. The caller has checked that the person may enter."""
    secret = secrets.token_urlsafe(32)
    Handoff.objects.create(
        user_id=user_id, distributor=distributor, visit=visit, secret_sha256=digest(secret), mfa=methods,
        expires_at=dates.now() + VALID,
    )  # fmt: skip
    return url_of("distributor" if distributor else "hq", distributor.slug if distributor else "", f"/enter/{secret}/")


@verb
def take_over(secret, distributor):
    """Use a handoff at this host (distributor None: head office). Returns it, with its user.

    Raises Refused when it is unknown, used, older than a minute or made for another host, or when the person lost
    the place meanwhile.
    """
    with outside():
        handoff = (
            Handoff.objects.select_for_update(of=("self",))
            .select_related("user", "visit")
            .filter(secret_sha256=digest(secret), distributor=distributor, used_at=None, expires_at__gt=dates.now())
            .first()
        )
        if handoff is None or not _may_enter(handoff, distributor):
            raise Refused(_("This way in is used up or too old. Log in here, or switch again."))
        handoff.used_at = dates.now()
        handoff.save(update_fields=["used_at"])
    return handoff


def _may_enter(handoff, distributor):
    if distributor is None:
        return member_at_hq(handoff.user) is not None
    if handoff.visit_id is None:
        return member_at_distributor(handoff.user, distributor) is not None
    staff = member_at_hq(handoff.user)
    return bool(staff and staff.may("portal.visit") and staff.sees_region(distributor.region_id))
