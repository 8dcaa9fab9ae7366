from .distributor import Distributor, Domain, Tier
from .idempotency import IdempotencyKey
from .invitation import Invitation
from .membership import Membership, StaffRole
from .number import NumberSeries
from .place import Province, Region
from .role import TenantRole
from .user import User
from .visit import Handoff, PortalVisit, PortalVisitPage

__all__ = [
    "Distributor",
    "Domain",
    "Handoff",
    "IdempotencyKey",
    "Invitation",
    "Membership",
    "NumberSeries",
    "PortalVisit",
    "PortalVisitPage",
    "Province",
    "Region",
    "StaffRole",
    "TenantRole",
    "Tier",
    "User",
]
