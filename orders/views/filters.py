"""Filters of the order-to-cash tables."""

from django.db.models import Exists, OuterRef, Q

from orders.models import OrderLine
from portal.lib.paging import Choice, Search

MOST_WORDS = 8


class Words(Search):
    """?q=words: each word has to be found by `condition(word) -> Q`. The words are folded: half width, lower case."""

    def __init__(self, condition):
        super().__init__()
        self.condition = condition

    def filter(self, rows):
        for word in self.value.split()[:MOST_WORDS]:
            rows = rows.filter(self.condition(word))
        return rows


class Tabs(Choice):
    """A choice drawn as tabs above the table: no chip, and clearing the filters leaves it. `links` need the listing."""

    kind = "tabs"

    def chips(self):
        return []

    def cleared(self):
        return {}

    def links(self, listing):
        """[(label, url, whether it is on)]"""
        return [(label, listing.url(**{self.name: value}), on) for value, label, on in self.options]


def of_card(word):
    """HQ: the order's number, or the distributor by any part of its name, pinyin, initials, code or phone."""
    return Q(number__icontains=word) | Q(distributor__search__contains=word) | Q(salesperson_name__icontains=word)


def of_order(word):
    """Portal: the order's numbers, its customer by name or pinyin, or a product on it."""
    line = OrderLine.objects.filter(order=OuterRef("pk")).filter(Q(sku__icontains=word) | Q(name__icontains=word))
    return (
        Q(number__icontains=word)
        | Q(purchase_order__icontains=word)
        | Q(customer_name__icontains=word)
        | Q(customer__search__contains=word)
        | Exists(line)
    )


def of_shipment(word):
    """Portal: the shipment's, the order's or the tracking number, or the customer."""
    return (
        Q(number__icontains=word)
        | Q(tracking__icontains=word)
        | Q(order__number__icontains=word)
        | Q(order__customer_name__icontains=word)
    )


def of_receipt(word):
    return Q(number__icontains=word) | Q(reference__icontains=word) | Q(method__icontains=word)


def of_entry(word):
    """HQ: the document's number in the ledger, or its distributor."""
    return Q(number__icontains=word) | Q(distributor__search__contains=word)
