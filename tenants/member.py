"""Who acts: a person at a place, with the rights that the place gives."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from tenants.models import Distributor, Membership, StaffRole
from tenants.permissions import ROLES


@dataclass(frozen=True)
class Member:
    """id: the person's (User.pk). side: "hq", "distributor" or "visit". region_ids: None means every region.
    discount_limit: percent off the list price that this person may give alone."""

    id: UUID
    name: str
    side: str
    roles: frozenset
    distributor: Distributor | None = None
    region_ids: frozenset | None = None
    discount_limit: Decimal = Decimal(0)
    visit_id: UUID | None = None
    visit_reason: str = ""
    rights: frozenset = field(default=frozenset())

    def may(self, right):
        return right in self.rights

    def sees_region(self, region_id):
        return self.region_ids is None or region_id in self.region_ids


def _rights(roles):
    return frozenset().union(*(ROLES[role] for role in roles))


def member_at_distributor(user, distributor):
    """The person's Member at a distributor, or None. One query, none for the person of a request (tenants.backends)."""
    if hasattr(user, "places"):
        rows = [row[1:] for row in user.places["memberships"] if row[0] == str(distributor.pk)]
    else:
        rows = Membership.objects.filter(user_id=user.pk, distributor_id=distributor.pk, active=True)
        rows = list(rows.values_list("role", "discount_limit"))
    if not rows or not user.is_active:
        return None
    role, limit = rows[0]
    roles = frozenset([role])
    return Member(user.pk, user.name, "distributor", roles, distributor, None, Decimal(limit), rights=_rights(roles))


def member_at_hq(user):
    """The person's Member at HQ, or None. One query, none for the person of a request. Only who is a channel manager
    and nothing else is bound to regions."""
    if hasattr(user, "places"):
        rows = [(role, [UUID(region) for region in regions]) for role, regions in user.places["roles"]]
    else:
        found = StaffRole.objects.filter(user_id=user.pk, active=True).values_list("role", "regions__id")
        rows = [(role, [region] if region else []) for role, region in found]
    if not rows or not user.is_active:
        return None
    roles = frozenset(role for role, _regions in rows)
    bound = roles == {StaffRole.Role.CHANNEL_MANAGER}
    regions = frozenset(region for _role, some in rows for region in some) if bound else None
    return Member(user.pk, user.name, "hq", roles, None, regions, Decimal(0), rights=_rights(roles))


def visitor_at(visit, user, distributor):
    """HQ's read-only Member in a portal during a logged visit."""
    roles = frozenset(["visitor"])
    return Member(
        user.pk, user.name, "visit", roles, distributor, None, Decimal(0), visit.pk, visit.reason, rights=_rights(roles)
    )


def system(name="system"):
    """The product itself acts (expiry, loaders); it has no person and decides nothing."""
    return Member(UUID(int=0), name, "hq", frozenset(), None, None)
