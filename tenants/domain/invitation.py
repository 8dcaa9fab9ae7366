"""Inviting people: the only way in. The link carries a secret of which only the hash is kept."""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import after_commit, outside, verb
from tenants.hosts import url_of
from tenants.models import Invitation, Membership, StaffRole, User

VALID = timedelta(days=14)


def digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


@verb
def invite(distributor, *, email, name, role, by, discount_limit=None, regions=()):
    """Ask a person to join a distributor, or HQ (distributor None). Mails the link after the commit. Returns the
    Invitation; its link is shown nowhere else. An open invitation to the same address and place is withdrawn."""
    roles = Membership.Role if distributor else StaffRole.Role
    if role not in roles.values:
        raise Refused(_("There is no such role here."), field="role")
    email = email.strip().lower()
    now, secret = dates.now(), secrets.token_urlsafe(32)
    with outside():
        place = (
            Membership.objects.filter(distributor=distributor) if distributor else StaffRole.objects.filter(role=role)
        )
        here = distributor is None or by.distributor == distributor
        if here and by.id.int and User.objects.filter(pk=by.id, email=email).exists():
            raise Refused(_("You cannot invite yourself."), field="email")
        if place.filter(user__email=email, active=True).exists():
            raise Refused(_("%(email)s has this place already.") % {"email": email}, field="email")
        Invitation.objects.filter(
            email=email, distributor=distributor, accepted_at=None, withdrawn_at=None, role=role
        ).update(withdrawn_at=now)
        invitation = Invitation.objects.create(
            email=email, name=name.strip(), distributor=distributor, role=role,
            **({"discount_limit": discount_limit} if discount_limit is not None else {}),
            secret_sha256=digest(secret), invited_by_id=by.id if by.id.int else None, invited_at=now,
            expires_at=now + VALID,
        )  # fmt: skip
        if regions:
            invitation.regions.set(regions)
    slug = distributor.slug if distributor else ""
    link = url_of("distributor" if distributor else "hq", slug, f"/invitation/{secret}/")
    after_commit(_mail, invitation, link, by.name, str(distributor or ""))
    return invitation


def _mail(invitation, link, by_name, place):
    context = {"invitation": invitation, "link": link, "by": by_name, "place": place}
    send_mail(
        _("You are invited to the channel portal"),
        render_to_string("emails/invitation.txt", context),
        None,
        [invitation.email],
    )


def open_invitation(secret, distributor):
    """The invitation behind a link at this host; None when it is unknown, used, withdrawn, too old or of another."""
    return Invitation.objects.filter(
        secret_sha256=digest(secret), distributor=distributor, accepted_at=None, withdrawn_at=None,
        expires_at__gt=dates.now(),
    ).first()  # fmt: skip


@verb
def accept_invitation(secret, distributor, *, password, name=""):
    """Take the place that the invitation offers. Returns the User.

    A person who has a login already gives that login's password; a new person chooses one.
    """
    with outside():
        invitation = Invitation.objects.select_for_update().filter(
            secret_sha256=digest(secret), distributor=distributor, accepted_at=None, withdrawn_at=None,
            expires_at__gt=dates.now(),
        ).first()  # fmt: skip
        if invitation is None:
            raise Refused(_("This invitation is no longer valid. Ask for a new one."))
        user = User.objects.filter(email=invitation.email).first()
        if user is None:
            user = _new_user(invitation, password, name)
        elif not user.is_active or not user.check_password(password):
            raise Refused(_("You have a login already: enter its password."), field="password")
        _give_place(user, invitation)
        invitation.accepted_at = dates.now()
        invitation.save(update_fields=["accepted_at"])
    return user


def _new_user(invitation, password, name):
    user = User(email=invitation.email, name=(name or invitation.name).strip())
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from None
    user.set_password(password)
    user.save()
    return user


def _give_place(user, invitation):
    if invitation.distributor_id:
        Membership.objects.update_or_create(
            user=user, distributor_id=invitation.distributor_id,
            defaults={"role": invitation.role, "discount_limit": invitation.discount_limit, "active": True},
        )  # fmt: skip
        return
    role, _made = StaffRole.objects.update_or_create(user=user, role=invitation.role, defaults={"active": True})
    role.regions.set(invitation.regions.all())


@verb
def withdraw_invitation(invitation, *, by):
    """Its link no longer works."""
    with outside(), transaction.atomic():
        invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if invitation.accepted_at:
            raise Refused(_("%(name)s has accepted already.") % {"name": invitation.name})
        invitation.withdrawn_at = dates.now()
        invitation.save(update_fields=["withdrawn_at"])
    return invitation
