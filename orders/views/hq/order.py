"""All distributors' orders at HQ: the board, and one order with what I may do with it."""

from uuid import uuid4

from django.db.models import F, Q
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.domain.stock import stock_of
from catalog.models import Product
from distributors.domain.credit import exposure
from distributors.models import ChannelOrder, CreditAccount, Decision
from distributors.models.approval import STEP_RIGHT, Step
from orders.models import Order
from orders.views.filters import Words, of_card
from orders.views.hq.approval import next_for
from orders.views.hq.scope import card_or_404, region_choices, seen_by
from orders.views.order_page import order_context
from portal.lib import dates
from portal.lib.paging import Amounts, Choice, Column, Days, Listing, RowIs, export
from tenants.context import inside
from tenants.models import Distributor
from tenants.permissions import allow

Status = ChannelOrder.Status
COLUMNS = [
    Column("number", gettext_lazy("Number"), sort="number"),
    Column("status", gettext_lazy("Status"), "get_status_display", sort=("status", "since")),
    Column("distributor", gettext_lazy("Distributor"), "distributor.name", sort="distributor__sort_key"),
    Column("region", gettext_lazy("Region"), "region.label", sort="region__rank"),
    Column("total", gettext_lazy("Amount"), kind="money", sort="total"),
    Column("shipped", gettext_lazy("Shipped"), kind="money", sort="shipped"),
    Column("paid", gettext_lazy("Collected"), kind="money", sort="paid"),
    Column("salesperson_name", gettext_lazy("Salesperson"), sort="salesperson_name"),
    Column("submitted_at", gettext_lazy("Submitted"), kind="moment", sort="submitted_at"),
    Column("since", gettext_lazy("Last change"), kind="moment", sort="since"),
    Column("pay_by", gettext_lazy("Pay by"), kind="date", sort="pay_by"),
]
STATUSES = [choice for choice in Status.choices if choice[0] != Status.DRAFT]
SHOWN = {
    "owed": Q(pay_by__isnull=False),
    "sold": Q(status__in=(*ChannelOrder.EXPOSED, Status.CLOSED)),
    "unshipped": Q(status__in=(Status.APPROVED, Status.PART_SHIPPED)) & Q(shipped__lt=F("total")),
}


def cards(member):
    return seen_by(member, ChannelOrder.objects.select_related("distributor", "region"))


@allow("order.view")
def orders(request):
    shown = [
        ("sold", _("Approved and not cancelled")),
        ("unshipped", _("Not yet shipped")),
        ("owed", _("Not yet paid")),
    ]
    listing = Listing(
        request.GET,
        cards(request.member),
        columns=COLUMNS,
        sort="-submitted_at",
        filters=[
            Words(of_card),
            Choice("status", _("Status"), STATUSES),
            Choice("show", _("Scope"), shown, apply=lambda rows, values: rows.filter(SHOWN[values[0]])),
            Choice("region", _("Region"), region_choices),
            RowIs("distributor", _("Distributor"), seen_by(request.member, Distributor.objects.all())),
            Days("submitted", _("Submitted"), field="submitted_at"),
            Amounts("total", _("Amount")),
        ],
    )
    if "export" in request.GET:
        return export(listing, _("Orders"))
    return render(request, "orders/order_board.html", {"listing": listing})


@allow("order.view")
def order(request, slug, number):
    return order_page(request, card_or_404(request.member, slug, number))


def order_page(request, card, refusal=""):
    """The page of the order behind a card, drawn inside its distributor. refusal: a business no to say on it."""
    with inside(card.distributor):
        order = Order.objects.get(pk=card.pk)
        context = order_context(order, card.distributor)
        context |= _deciding(request.member, order, context) | _shipping(request.member, context)
        context |= {
            "place": card.distributor,
            "reviewing": not context["fulfilling"],
            "credit": _credit(request.member, order, card.distributor),
            "next": next_for(request.member, order.pk),
            "refusal": refusal,
            "key": uuid4().hex,
            "today": dates.today(),
            "sees_customer": card.distributor.sharing == Distributor.Sharing.FULL,
            "may_cancel": request.member.may("order.cancel") and Status.CANCELLED in Order.NEXT[order.status],
            "may_record": request.member.may("receipt.record") and context["owed"] > 0 and order.status in Order.SOLD,
        }
        return render(request, "orders/order_desk.html", context, status=409 if refusal else 200)


def _deciding(member, order, context):
    """Whether I may decide the step that waits, or why not; each line's floor price and free stock. Three queries."""
    waiting = context["where"].waiting
    step = Step(waiting.step) if waiting else None
    mine = step is not None and member.may(STEP_RIGHT[step]) and member.sees_region(waiting.region_id)
    hands = list(Decision.objects.filter(document=order.pk, person=member.id)) if mine else []
    other = next((hand for hand in hands if hand.part != step), None)
    products = Product.objects.in_bulk({line.product_id for line in context["lines"]})
    free = stock_of(products)
    for line in context["lines"]:
        product = products.get(line.product_id)
        line.floor = product.floor_price if product else None
        line.net_price = line.unit_price * (100 - line.discount_percent) / 100
        line.under_floor = line.floor is not None and line.net_price < line.floor
        line.free = free.get(line.product_id, 0)
        line.short = line.open_quantity - line.reserved > line.free
    return {
        "step": step,
        "may_decide": mine,
        "why_not": _("You entered it or decided another step of it: a second person has to.") if mine and other else "",
        "reasons": waiting.reasons if waiting else [],
    }


def _credit(member, order, distributor):
    """{"limit", "used", "after"} of the distributor's credit, for who may see it, while the order does not count yet.
    Two queries."""
    if not member.may("credit.view") or order.status not in (Status.SUBMITTED, Status.REVIEWED, Status.HELD):
        return None
    limit, used = CreditAccount.objects.get(pk=distributor.pk).limit, exposure(distributor)
    return {"limit": limit, "used": used, "after": limit - used - order.total}


def _shipping(member, context):
    order, lines = context["order"], context["lines"]
    open_ = order.status in (Order.Status.APPROVED, Order.Status.PART_SHIPPED)
    wanting = [line for line in lines if line.open_quantity > line.reserved]
    nothing = open_ and wanting and not any(line.free > 0 for line in wanting)
    return {
        "may_allocate": open_ and bool(wanting) and member.may("shipment.allocate"),
        "no_stock": _("Nothing of it is free in the stock now.") if nothing else "",
        "may_dispatch": open_ and any(line.reserved for line in lines) and member.may("shipment.dispatch"),
    }
