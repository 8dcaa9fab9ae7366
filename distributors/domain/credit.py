"""Credit: what a distributor owes against what it may owe, decided under the lock of its credit row."""

from decimal import Decimal

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from distributors.models import ChannelOrder, CreditAccount
from portal.lib import dates
from portal.lib.errors import Refused
from portal.lib.money import format_money
from tenants.context import verb


def exposure(distributor):
    """What approved orders of the distributor still have to be paid: Decimal, in the installation's currency."""
    owed = ChannelOrder.objects.filter(distributor_id=distributor.pk, status__in=ChannelOrder.EXPOSED).aggregate(
        owed=Sum(F("total") - F("paid"))
    )["owed"]
    return owed or Decimal(0)


def excess_of(distributor, amount):
    """By how much `amount` more would break the limit (0: it fits). Locks the credit row until the transaction ends,
    so that two approvals at the same moment cannot both use the same room."""
    account = CreditAccount.objects.select_for_update().get(distributor_id=distributor.pk)
    return max(exposure(distributor) + amount - account.limit, Decimal(0))


def what_frees(excess, lines):
    """Why an order is held and what would free it, in words. lines: [(position, amount)] of the order."""
    small = [(amount, position) for position, amount in lines if amount >= excess]
    text = _("Over the credit limit by %(amount)s: pay that") % {"amount": format_money(excess)}
    if small and len(lines) > 1:
        amount, position = min(small)
        return text + _(", or take line %(line)s out (%(amount)s).") % {
            "line": position,
            "amount": format_money(amount),
        }
    return text + _(", or ask for a higher limit.")


@verb
def set_credit_limit(distributor, limit, *, by):
    """Give a distributor another limit. limit: Decimal >= 0."""
    if limit < 0:
        raise Refused(_("A credit limit cannot be negative. Enter 0 for payment in advance."), field="limit")
    account = CreditAccount.objects.select_for_update().get(distributor_id=distributor.pk)
    account.limit, account.changed_at, account.changed_by = limit, dates.now(), by.name
    account.version += 1
    account.save()
    return account
