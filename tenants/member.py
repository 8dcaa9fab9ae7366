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
    """The person's Member at a distributor, or None. One query."""
    row = Membership.objects.filter(user_id=user.pk, distributor_id=distributor.pk, active=True).first()
    if row is None or not user.is_active:
        return None
    roles = frozenset([row.role])
    return Member(
        user.pk, user.name, "distributor", roles, distributor, None, row.discount_limit, rights=_rights(roles)
    )


def member_at_hq(user):
    """The person's Member at HQ, or None. One query. Only a pure channel manager is bound to regions."""
    rows = list(StaffRole.objects.filter(user_id=user.pk, active=True).values_list("role", "regions__id"))
    if not rows or not user.is_active:
        return None
    roles = frozenset(role for role, _ in rows)
    bound = roles == {StaffRole.Role.CHANNEL_MANAGER}
    regions = frozenset(region for _, region in rows if region) if bound else None
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
