"""Another credit limit, and what it frees."""

from django.utils.translation import gettext as _

from distributors.domain.credit import set_credit_limit
from distributors.domain.distributor import record
from distributors.models import DistributorEvent
from orders.domain.approval import free_holds
from orders.models import Order
from portal.lib.errors import Refused
from portal.lib.money import format_money
from tenants.context import inside, verb


@verb
def change_credit_limit(distributor, limit, *, by, reason, version=None):
    """Set the limit (Decimal >= 0), keep the reason, and look at the held orders again. Returns the numbers freed.

    version: of the credit account as the person saw it; another one is Refused.
    """
    if not reason.strip():
        raise Refused(_("Say why: whoever changes it next reads it."), field="reason")
    with inside(distributor):
        held = Order.objects.filter(status=Order.Status.HELD).order_by("submitted_at")
        list(held.select_for_update())  # orders first, then the credit row: the order in which approvals lock
        account = set_credit_limit(distributor, limit, by=by)
        if version is not None and account.version != version + 1:
            raise Refused(_("Somebody changed the limit meanwhile. Look at it again."))
        freed = free_holds(distributor, by=by, why=_("The credit limit was changed."))
        said = f"{format_money(limit)}: {reason.strip()}"
        record(distributor, DistributorEvent.What.LIMIT, by=by, note=said)
    return freed
