"""A submit that comes twice is carried out once."""

import hashlib

from django.db import connection
from django.utils.translation import gettext as _

from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.ids import uuid7
from tenants.models import IdempotencyKey

CLAIM = """
INSERT INTO tenants_idempotencykey (id, distributor_id, "user", key, fingerprint, result, at)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT ("user", key) DO NOTHING
"""


def once(key, *, by, result, body=""):
    """Claim a key in the caller's transaction. Returns None the first time, else the result of the first time.

    key: what the form carried (up to 64 characters; empty: not checked). result: what to answer next time, such as
    the id of the document about to be made. body: contents of the submit; the same key with others is Refused.
    A second submit that arrives while the first is under way waits for it.
    """
    if not key:
        return None
    print_ = hashlib.sha256(body.encode()).hexdigest()
    distributor = by.distributor.pk if by.distributor else None
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [uuid7(), distributor, by.id, key[:64], print_, str(result), dates.now()])
        if cursor.rowcount:
            return None
    earlier = IdempotencyKey.objects.get(user=by.id, key=key[:64])
    if earlier.fingerprint != print_:
        raise Refused(_("This form was already sent with other contents. Open it again to send it anew."))
    return earlier.result
