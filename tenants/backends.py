"""Logs people in by allauth, and reads a person with all their places in one query."""

import json

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend
from django.db.models.expressions import RawSQL

from tenants.models import User

PLACES = """
(SELECT json_build_object(
    'memberships', (SELECT coalesce(json_agg(json_build_array(m.distributor_id, m.role, m.discount_limit::text)), '[]')
                    FROM tenants_membership m WHERE m.user_id = tenants_user.id AND m.active),
    'roles', (SELECT coalesce(json_agg(json_build_array(r.role, (
                  SELECT coalesce(json_agg(g.region_id), '[]') FROM tenants_staffrole_regions g
                  WHERE g.staffrole_id = r.id))), '[]')
              FROM tenants_staffrole r WHERE r.user_id = tenants_user.id AND r.active))::text)
"""


class AuthenticationBackend(AllauthBackend):
    def get_user(self, user_id):
        """The person with `places`: {"memberships": [[distributor, role, limit]], "roles": [[role, [region]]]}."""
        user = User.objects.annotate(_places=RawSQL(PLACES, [])).filter(pk=user_id).first()
        if user is None or not user.is_active:
            return None
        user.places = json.loads(user._places)
        return user
