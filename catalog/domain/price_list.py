"""What HQ does with a price list."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from catalog.models import PriceList, PriceListItem
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import verb

from .product_line import refused

BATCH = 1000


@verb
def save_price_list(price_list=None, *, by, **fields):
    """Make a price list (a draft), or change `price_list`. fields: code, name, scope_tier, scope_distributor,
    valid_from, valid_to. Returns it as saved. Raises Refused with the field.

    Of a list that is published only the name and the last day may change: its prices stand in quotations already.
    """
    price_list = PriceList.objects.locked(price_list.pk) if price_list else PriceList()
    if not price_list._state.adding and price_list.status != PriceList.Status.DRAFT:
        for name, value in fields.items():
            if name not in ("name", "valid_to") and getattr(price_list, name) != value:
                raise Refused(
                    _("%(list)s is published: only its name and its last day can change. Make a new list instead.")
                    % {"list": price_list.code},
                    field=name,
                )
    for name, value in fields.items():
        setattr(price_list, name, value)
    price_list.updated_at, price_list.updated_by = dates.now(), by.name
    try:
        price_list.full_clean()
    except ValidationError as error:
        raise refused(error) from None
    price_list.save()
    return price_list


@verb
def publish_price_list(price_list, *, by):
    """Its prices hold from its first day on. Raises Refused for a list without prices."""
    price_list = PriceList.objects.locked(price_list.pk)
    if not price_list.items.exists():
        raise Refused(_("%(list)s has no prices yet. Enter or import some first.") % {"list": price_list.code})
    return _move(price_list, PriceList.Status.PUBLISHED, by)


@verb
def retire_price_list(price_list, *, by):
    """Its prices hold no longer, from now on. Documents keep the prices they were made with."""
    return _move(PriceList.objects.locked(price_list.pk), PriceList.Status.RETIRED, by)


@verb
def set_prices(price_list, prices, *, by):
    """Write prices into a list, whatever their number in a few statements.

    prices: {(product_id, min_quantity): price}, a price of None takes the row out. Other rows of the list stay.
    Raises Refused for a retired list, a price below zero or a quantity not above zero. Returns the number of rows.
    """
    price_list = PriceList.objects.locked(price_list.pk)
    if price_list.status == PriceList.Status.RETIRED:
        raise Refused(_("%(list)s is retired. Make a new list instead.") % {"list": price_list.code})
    wanted, gone = [], {}
    for (product_id, min_quantity), price in prices.items():
        if price is None:
            gone.setdefault(Decimal(min_quantity), []).append(product_id)
            continue
        row = PriceListItem(price_list=price_list, product_id=product_id, min_quantity=min_quantity, price=price)
        if row.price < 0 or Decimal(row.min_quantity) <= 0:
            raise Refused(_("A price is at least zero, and its quantity more than zero."), field="price")
        wanted.append(row)
    for min_quantity, product_ids in gone.items():
        price_list.items.filter(min_quantity=min_quantity, product__in=product_ids).delete()
    PriceListItem.objects.bulk_create(
        wanted,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["price_list", "product", "min_quantity"],
        update_fields=["price"],
    )
    price_list.updated_at, price_list.updated_by = dates.now(), by.name
    price_list.save(update_fields=["updated_at", "updated_by"])
    return len(wanted)


def _move(price_list, to, by):
    if to not in price_list.NEXT[price_list.status]:
        raise Refused(
            _("%(list)s is “%(now)s” and cannot become “%(to)s”.")
            % {"list": price_list.code, "now": price_list.get_status_display(), "to": PriceList.Status(to).label}
        )
    price_list.status = to
    price_list.updated_at, price_list.updated_by = dates.now(), by.name
    price_list.save(update_fields=["status", "updated_at", "updated_by"])
    return price_list
