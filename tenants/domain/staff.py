"""People and what they may do, at a distributor and at HQ. Everything holds from the person's next request."""

from django.utils.translation import gettext as _

from portal.lib.errors import Refused
from tenants.context import outside, verb
from tenants.domain.invitation import invite, withdraw_invitation
from tenants.models import Membership, StaffRole


@verb
def change_membership(membership, *, by, role=None, discount_limit=None):
    """Give a person of a distributor another role or discount limit (percent). Nobody changes their own; the last
    owner stays one. Returns the Membership."""
    with outside():
        membership = _locked(membership)
        _not_oneself(membership.user_id, by)
        if role and role != membership.role:
            _keep_an_owner(membership)
            membership.role = role
        if discount_limit is not None:
            membership.discount_limit = discount_limit
        membership.save(update_fields=["role", "discount_limit"])
    return membership


@verb
def deactivate_membership(membership, *, by):
    """The person has no place at the distributor any more; what they wrote stays."""
    with outside():
        membership = _locked(membership)
        _not_oneself(membership.user_id, by)
        _keep_an_owner(membership)
        membership.active = False
        membership.save(update_fields=["active"])
    return membership


@verb
def reactivate_membership(membership, *, by):
    with outside():
        membership = _locked(membership)
        _not_oneself(membership.user_id, by)
        membership.active = True
        membership.save(update_fields=["active"])
    return membership


def _locked(membership):
    """The row afresh, under the lock of all owners' rows, so that two owners cannot remove each other at once."""
    owners = Membership.objects.filter(distributor_id=membership.distributor_id, role=Membership.Role.OWNER)
    list(owners.order_by("pk").select_for_update())
    return Membership.objects.locked(membership.pk)


def _keep_an_owner(membership):
    if membership.role != Membership.Role.OWNER or not membership.active:
        return
    others = Membership.objects.filter(
        distributor_id=membership.distributor_id, role=Membership.Role.OWNER, active=True
    ).exclude(pk=membership.pk)
    if not others.exists():
        raise Refused(_("%(name)s is the only owner. Make somebody else owner first.") % {"name": membership.user.name})


def _not_oneself(user_id, by):
    if user_id == by.id:
        raise Refused(_("You cannot change your own place. Ask another owner or administrator."))


@verb
def set_staff_roles(user, roles, *, by, regions=()):
    """Give a person at HQ exactly these roles. roles: StaffRole.Role values; none of them takes the person's place.
    regions: Region rows a channel manager is bound to. Nobody changes their own; one administrator stays."""
    wanted, known = set(roles), set(StaffRole.Role.values)
    if not wanted <= known:
        raise Refused(_("There is no such role here."), field="roles")
    if StaffRole.Role.CHANNEL_MANAGER in wanted and not regions and wanted == {StaffRole.Role.CHANNEL_MANAGER}:
        raise Refused(_("Name the regions of a channel manager: without one they see no distributor."), field="regions")
    admin = StaffRole.Role.ADMINISTRATOR
    administrators = list(StaffRole.objects.filter(role=admin, active=True).order_by("pk").select_for_update())
    _not_oneself(user.pk, by)
    if admin not in wanted and [a.user_id for a in administrators] == [user.pk]:
        raise Refused(
            _("%(name)s is the only administrator. Make somebody else administrator first.") % {"name": user.name}
        )
    StaffRole.objects.filter(user=user).exclude(role__in=wanted).update(active=False)
    for role in sorted(wanted):
        row, _made = StaffRole.objects.update_or_create(user=user, role=role, defaults={"active": True})
        row.regions.set(regions if role == StaffRole.Role.CHANNEL_MANAGER else ())
    return user


@verb
def resend_invitation(invitation, *, by):
    """A new link to the same person for the same place; the old link stops working. Returns the new Invitation."""
    with outside():
        if invitation.accepted_at:
            raise Refused(_("%(name)s has accepted already.") % {"name": invitation.name})
        regions = list(invitation.regions.all())
        withdraw_invitation(invitation, by=by)
        return invite(
            invitation.distributor, email=invitation.email, name=invitation.name, role=invitation.role, by=by,
            discount_limit=invitation.discount_limit, regions=regions,
        )  # fmt: skip
