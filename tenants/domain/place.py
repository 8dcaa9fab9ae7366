"""Where a person has a place: head office and distributors."""

from dataclasses import dataclass

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tenants.hosts import url_of
from tenants.models import Distributor, Membership, StaffRole, User


@dataclass(frozen=True)
class Place:
    """slug: of the distributor, "" for head office."""

    label: str
    slug: str

    @property
    def url(self):
        return url_of("distributor", self.slug) if self.slug else url_of("hq")


def places_of(user_id):
    """Head office first, then the open distributors by name: [Place]. Two queries."""
    places = []
    if StaffRole.objects.filter(user_id=user_id, active=True).exists():
        places.append(Place(str(settings.HQ_NAME), ""))
    memberships = Membership.objects.filter(
        user_id=user_id, active=True, distributor__status=Distributor.Status.ACTIVE
    ).select_related("distributor")
    distributors = [m.distributor for m in memberships.order_by("distributor__sort_key")]
    return places + [Place(str(distributor), distributor.slug) for distributor in distributors]


def mail_places(email):
    """Send a person the list of their portals; an address nobody has gets nothing. The caller answers the same."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    places = places_of(user.pk) if user else []
    if not places:
        return
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = render_to_string("emails/places.txt", {"name": user.name, "places": places})
        send_mail(_("Your portals"), text, None, [user.email])
