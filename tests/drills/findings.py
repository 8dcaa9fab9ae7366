"""What must hold after any kill: the ledger agrees, numbers have no gap, nothing is there twice."""

from collections import Counter

from distributors.models import ApprovalRequest, Decision
from orders.domain.verify import differences
from orders.models import Order
from tenants.context import inside
from tenants.models import Distributor


def orders_by(field):
    """Counter of all distributors' orders by a field's value, beside the schema."""
    found = Counter()
    for distributor in Distributor.objects.all():
        with inside(distributor):
            found.update((distributor.slug, value) for value in Order.objects.values_list(field, flat=True))
    return found


def gaps():
    """[(slug, year, missing or doubled number)] of the orders' numbers: those of a year are 1, 2, 3 …"""
    wrong, years = [], {}
    for (slug, number), count in orders_by("number").items():
        _kind, year, place = number.split("-")
        years.setdefault((slug, year), []).extend([int(place)] * count)
    for (slug, year), places in years.items():
        wrong += [(slug, year, place) for place in set(range(1, max(places) + 1)) ^ set(places)]
        wrong += [(slug, year, place) for place, count in Counter(places).items() if count > 1]
    return wrong


def decided_twice():
    """Steps that were decided more often than asked for."""
    asked = Counter(
        ApprovalRequest.objects.filter(state__in=["approved", "returned"]).values_list("document", "version", "step")
    )
    done = Counter(Decision.objects.exclude(part="entered").values_list("document", "version", "part"))
    return [step for step, count in done.items() if count > 1 or asked[step] != count]


def ledger_differences():
    return [str(difference) for difference in differences(lambda *_: None)]
