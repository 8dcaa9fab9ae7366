"""The world of the tests, built with the verbs. People have fixed meanings: see World."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

from django.db import connection

from catalog.domain import product as product_verbs
from catalog.domain.product_line import save_product_line
from catalog.domain.stock import receive_stock
from catalog.domain.tax_rate import save_tax_rate
from catalog.models import Product
from distributors.domain.distributor import open_distributor
from distributors.models import ApprovalRequest, ApprovalRule, ApprovalStep
from orders.domain import approval, order, receipt, shipment
from orders.domain.lines import Row
from orders.models import Order
from portal.lib import dates
from tenants.context import inside
from tenants.database.base import Binding
from tenants.domain.provisioning import role_name
from tenants.member import Member, member_at_distributor, member_at_hq, system
from tenants.models import Distributor, Membership, Province, Region, StaffRole, Tier, User

PASSWORD = "a long enough password"
D = Decimal


@dataclass
class World:
    """Two open distributors in two regions (acme in the north, bolt in the south), people, five products of 113.00
    with 1,000 in stock, and the two default steps for every order.

    members: "owner", "sales", "clerk" (of acme), "stranger" (sales of bolt), "both" (sales of acme and of bolt, here at
    acme), "manager" (north), "south_manager", "order_desk", "other_desk", "finance", "other_finance", "warehouse",
    "service_desk", "executive", "administrator", "two_hats" (order desk and finance).
    """

    acme: Distributor = None
    bolt: Distributor = None
    users: dict[str, User] = field(default_factory=dict)

    def member(self, who) -> Member:
        """The member as the middleware would make it, read afresh."""
        user = self.users[who]
        if who in AT_ACME:
            return member_at_distributor(user, self.acme)
        if who == "stranger":
            return member_at_distributor(user, self.bolt)
        return member_at_hq(user)


AT_ACME = {"owner": "owner", "sales": "sales", "clerk": "clerk", "both": "sales"}
AT_HQ = {
    "manager": ["channel_manager"], "south_manager": ["channel_manager"], "order_desk": ["order_desk"],
    "other_desk": ["order_desk"], "finance": ["finance"], "other_finance": ["finance"], "warehouse": ["warehouse"],
    "service_desk": ["service_desk"], "executive": ["executive"], "administrator": ["administrator"],
    "two_hats": ["order_desk", "finance"],
}  # fmt: skip


def a_world(prefix=""):
    """Build the World. prefix keeps worlds apart that are committed side by side (races)."""
    by = system("tests")
    world = World()
    tier, _made = Tier.objects.get_or_create(code="gold", defaults={"name": "金牌", "name_en": "Gold"})
    north = _place(f"{prefix}north", "华北", "11", "北京市")
    south = _place(f"{prefix}south", "华南", "44", "广东省")
    for slug, name, (region, province) in [("acme", "北京甲公司", north), ("bolt", "广州乙公司", south)]:
        distributor = open_distributor(
            by=by, slug=f"{prefix}{slug}", code=f"{prefix}{slug}".upper(), name=name, region=region, province=province,
            tier=tier, credit_limit=D(100_000),
        )  # fmt: skip
        setattr(world, slug, distributor)
    for who, role in [*AT_ACME.items(), ("stranger", "sales")]:
        place = world.bolt if who == "stranger" else world.acme
        Membership.objects.create(user=_user(world, who, prefix), distributor=place, role=role)
    Membership.objects.create(user=world.users["both"], distributor=world.bolt, role="sales")
    for who, roles in AT_HQ.items():
        for role in roles:
            row = StaffRole.objects.create(user=_user(world, who, prefix), role=role)
            if who in ("manager", "south_manager"):
                row.regions.add(north[0] if who == "manager" else south[0])
    if not Product.objects.exists():
        the_catalogue(by)
    if not ApprovalRule.objects.exists():
        rule = ApprovalRule.objects.create(kind="order", name="Every order")
        ApprovalStep.objects.create(rule=rule, step="review", rank=1)
        ApprovalStep.objects.create(rule=rule, step="recheck", rank=2)
    return world


def the_catalogue(by):
    save_tax_rate(code="vat13", rate=D("0.13"), valid_from=datetime.date(2000, 1, 1), by=by)
    line = save_product_line(by=by, code="gnss", name="GNSS 接收机", name_en="GNSS receivers", tax_code="vat13")
    for number in range(1, 6):
        product = product_verbs.save_product(
            by=by, sku=f"G-{number}", name=f"测地型接收机 {number} 号", spec=f"X{number}", unit="台", line=line,
            list_price=D(113), floor_price=D(80), tax_code="vat13",
        )  # fmt: skip
        product_verbs.publish_product(product, by=by)
        receive_stock({product.pk: D(1000)}, document="opening", by=by)


def _place(code, name, province, province_name):
    region, _made = Region.objects.get_or_create(code=code, defaults={"name": name})
    row, _made = Province.objects.get_or_create(code=province, defaults={"name": province_name, "region": region})
    return region, row


def _user(world, who, prefix):
    if who not in world.users:
        world.users[who] = User.objects.create_user(f"{prefix}{who}@example.com", PASSWORD, name=who)
    return world.users[who]


def bind_portal(distributor, read_only=False):
    """Bind the connection as the middleware of a portal does. The caller unbinds: connection.bind(None)."""
    schema = distributor.schema_name
    connection.bind(Binding(schema, role_name(schema), read_only=read_only), tenant=distributor)


def in_the_portal(distributor, verb, *args, **kwargs):
    """Call a verb as a request in the portal does: with the distributor's own database role."""
    bind_portal(distributor)
    try:
        return verb(*args, **kwargs)
    finally:
        connection.bind(None)


def rows(*pairs):
    """rows(("G-1", 2), ("G-2", 1)) → order rows; rows() is one piece of G-1."""
    return [Row(sku, D(quantity)) for sku, quantity in pairs or [("G-1", 1)]]


def a_draft(world, *pairs, by="sales", distributor=None, **fields):
    place = distributor or world.acme
    return in_the_portal(place, order.enter_order, place, rows(*pairs), by=world.member(by), key=uuid4().hex, **fields)


def a_submitted_order(world, *pairs, by="sales", distributor=None):
    place = distributor or world.acme
    draft = a_draft(world, *pairs, by=by, distributor=place)
    return in_the_portal(place, order.submit_order, place, draft.pk, by=world.member(by))


def waiting(document):
    """The step of a document that waits at HQ."""
    return ApprovalRequest.objects.select_related("distributor").get(document=document.pk, state="waiting")


def decide(world, document, who, approve=True, note=""):
    return approval.decide_order(waiting(document), by=world.member(who), approve=approve, note=note)


def an_approved_order(world, *pairs, distributor=None, by="sales"):
    document = a_submitted_order(world, *pairs, distributor=distributor, by=by)
    decide(world, document, "order_desk")
    return decide(world, document, "finance")


def a_shipment(world, document, distributor=None):
    """Allocate and ship all of an approved order."""
    place, by = distributor or world.acme, world.member("warehouse")
    given = shipment.allocate_order(place, document.pk, by=by)
    return shipment.dispatch_order(place, document.pk, given, by=by)


def a_closed_order(world, *pairs):
    document = an_approved_order(world, *pairs)
    sent = a_shipment(world, document)
    receipt.record_receipt(world.acme, document.total, received_on=dates.today(), by=world.member("finance"))
    in_the_portal(world.acme, shipment.deliver_shipment, world.acme, sent.pk, by=world.member("sales"))
    return read(world.acme, Order, document.pk)


def read(distributor, model, pk):
    """A row of a distributor as it is now."""
    with inside(distributor):
        return model.objects.get(pk=pk)
