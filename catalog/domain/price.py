"""What a distributor pays for a product, and why.

The distributor's own list goes before its tier's, that before a list for everyone, that before the list price. Of two
lists of the same rank the one that began later holds. In a list the largest break that the quantity reaches holds.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from catalog.models.fields import neat_price, neat_quantity
from portal.lib import dates
from portal.lib.errors import Refused

DISTRIBUTOR, TIER, EVERYONE, LIST = "distributor", "tier", "everyone", "list"
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Price:
    """amount: Decimal, at most 4 decimals, tax included, for one unit. source: "distributor", "tier" or "everyone" for
    a price list of that scope, "list" for the list price. min_quantity: where its break begins.
    list_*: the price list it comes from; None and "" for the list price."""

    amount: Decimal
    source: str
    min_quantity: Decimal = ONE
    list_id: UUID | None = None
    list_code: str = ""
    list_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def reason(self):
        """Why this price, in a sentence or two."""
        if self.source == LIST:
            return _("List price: no price list in force has this product.")
        said = {"list": self.list_name, "from": self.valid_from}
        sentences = {
            DISTRIBUTOR: _("Agreed price: price list “%(list)s”, from %(from)s on.") % said,
            TIER: _("Tier price: price list “%(list)s”, from %(from)s on.") % said,
            EVERYONE: _("Channel price: price list “%(list)s”, from %(from)s on.") % said,
        }
        found = [sentences[self.source]]
        if self.min_quantity > ONE:
            found.append(_("Volume price from %(quantity)s on.") % {"quantity": f"{self.min_quantity:f}"})
        if self.valid_to:
            found.append(_("Until %(day)s.") % {"day": self.valid_to})
        return ("" if found[0].endswith("。") else " ").join(found)


def price_for(product, distributor, *, quantity, on=None):
    """The Price a distributor pays. distributor: None for a customer without any, who pays what holds for everyone.

    quantity: Decimal or int > 0. on: date, today when left out. One query.
    Raises Refused when the product is not sold.
    """
    if not product.is_sold:
        raise Refused(
            _("%(sku)s %(name)s is not on sale. Take it out, or choose a substitute.")
            % {"sku": product.sku, "name": product.label},
            field="sku",
        )
    return prices_for([product], distributor, quantities={product.pk: quantity}, on=on)[product.pk]


def prices_for(products, distributor, *, quantities=None, on=None):
    """{product id: Price} for many products in one query. quantities: {product id: quantity}, 1 where left out.

    Products need pk, list_price and life_cycle only. One that is not sold has no entry.
    """
    products = [product for product in products if product.is_sold]
    offers = _Offers({product.pk for product in products}, distributor, on)
    quantities = quantities or {}
    return {p.pk: offers.price(p.pk, quantities.get(p.pk, ONE), p.list_price) for p in products}


def price_breaks(product, distributor, on=None):
    """Every Price of a product by rising min_quantity, the first from 1 on. One query."""
    return breaks_for([product.pk], distributor, {product.pk: product.list_price}, on)[product.pk]


def breaks_for(product_ids, distributor, list_prices, on=None):
    """{product id: [Price by rising min_quantity]}; the first holds from 1 on. list_prices: {product id: Decimal}.
    One query, for pages that read columns rather than objects."""
    offers = _Offers(product_ids, distributor, on)
    found = {}
    for product_id in product_ids:
        prices = [offers.price(product_id, ONE, list_prices[product_id])]
        for quantity in offers.breaks(product_id):
            price = offers.price(product_id, quantity, list_prices[product_id])
            if price != prices[-1]:
                prices.append(price)
        found[product_id] = prices
    return found


OFFERS = """
SELECT i.product_id, l.id, l.code, l.name, l.scope_distributor_id, l.scope_tier_id, l.valid_from, l.valid_to,
       array_agg(i.min_quantity ORDER BY i.min_quantity DESC), array_agg(i.price ORDER BY i.min_quantity DESC)
FROM catalog_pricelistitem i JOIN catalog_pricelist l ON l.id = i.price_list_id
WHERE i.product_id = ANY(%s::uuid[]) AND l.status = 'published'
  AND l.valid_from <= %s AND (l.valid_to IS NULL OR l.valid_to >= %s)
  AND (l.scope_distributor_id = %s
       OR l.scope_distributor_id IS NULL AND (l.scope_tier_id IS NULL OR l.scope_tier_id = %s))
GROUP BY i.product_id, l.id
"""


class _Offers:
    """What the price lists that hold for a distributor on a day say about some products. One query, one row a product
    and list: a catalogue page reads hundreds of breaks.

    of: {product id: [(what Price tells of the list, [min_quantity], [amount])]}, the best list first, breaks falling.
    """

    def __init__(self, product_ids, distributor, on):
        day, whose = on or dates.today(), (distributor.pk, distributor.tier_id) if distributor else (None, None)
        found = {}
        with connection.cursor() as cursor:
            cursor.execute(OFFERS, [list(product_ids), day, day, *whose])
            for product_id, list_id, *told, quantities, amounts in cursor.fetchall():
                offer = (_worth(*told), _told(list_id, *told), quantities, amounts)
                found.setdefault(product_id, []).append(offer)
        self.of = {
            product_id: [offer[1:] for offer in sorted(offers, key=itemgetter(0), reverse=True)]
            for product_id, offers in found.items()
        }

    def breaks(self, product_id):
        """Every quantity above 1 at which some list has a price, rising."""
        return sorted({q for _told, quantities, _amounts in self.of.get(product_id, ()) for q in quantities if q > ONE})

    def price(self, product_id, quantity, list_price):
        """The Price of the best list with a break that the quantity reaches, and of that list the largest break."""
        for told, quantities, amounts in self.of.get(product_id, ()):
            for min_quantity, amount in zip(quantities, amounts, strict=True):
                if min_quantity <= quantity:
                    source, *rest = told
                    return Price(neat_price(amount), source, neat_quantity(min_quantity), *rest)
        return Price(list_price, LIST)


def _worth(code, name, for_distributor, for_tier, start, end):
    """The order of price lists, the best last."""
    return 2 if for_distributor else 1 if for_tier else 0, start, code


def _told(list_id, code, name, for_distributor, for_tier, start, end):
    source = DISTRIBUTOR if for_distributor else TIER if for_tier else EVERYONE
    return source, list_id, code, name, start, end
