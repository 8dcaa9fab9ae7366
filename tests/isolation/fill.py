"""One of everything for acme and bolt, by the verbs, with the distributor's mark in every text that they take."""

import io
import secrets
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from PIL import Image

from catalog.domain.import_run import try_import
from catalog.domain.price_list import publish_price_list, save_price_list, set_prices
from catalog.domain.product_file import set_datasheet, set_image
from catalog.models import Product, ProductLine
from customers.domain.customer import add_customer, log_activity
from distributors.domain.distributor import edit_distributor
from distributors.models import ApprovalRule, DocumentCheck
from orders.domain import order, shipment
from orders.domain.answer import token_of, write_message
from orders.domain.commitment import commit_service
from orders.domain.offer import OfferRow
from orders.domain.quotation import draft_quotation, issue_quotation, submit_quotation
from orders.domain.receipt import record_receipt
from portal.lib import dates
from tenants.context import inside
from tenants.domain.invitation import digest
from tenants.models import Handoff, Invitation, Membership, NumberSeries, PortalVisit, Province, Region, User
from tests import builders
from tests.isolation.canary import PRIVATE, mark

D = Decimal
LITERAL = "="
FIRST = {"acme": 700, "bolt": 0}  # so that no number of acme is one of bolt's
SELLER = {"acme": "sales", "bolt": "stranger"}


def fill(world):
    """(things, visits) of tests.isolation.places.Places."""
    by = builders.system("tests")
    shared = _shared(world, by)
    places = {}
    for place in ("acme", "bolt"):
        _people(world, place)
        _distributor(world, place, by)
        places[place] = _papers(world, place) | _access(world, place)
    _handoff(shared, "hq_handoff_secret", world.users["executive"], None)
    visits = {place: found.pop("open_visit") for place, found in places.items()}
    return {"shared": shared, **places}, visits


def _shared(world, by):
    product = Product.objects.order_by("sku").first()
    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(picture, "PNG")
    set_image(product, picture.getvalue(), by=by)
    set_datasheet(product, b"%PDF-1.4\n%%EOF", "sheet.pdf", by=by)
    ProductLine.objects.update(warranty_months=12)
    price_list = save_price_list(by=by, code="all-2026", name="Everyone", valid_from=dates.today())
    set_prices(price_list, {(product.pk, D(1)): D(110)}, by=by)
    run = try_import("products", content=b"SKU,Name\nG-9,Nine\n", filename="p.csv", by=world.member("administrator"))
    secret = secrets.token_urlsafe(32)
    invitation = _invitation(None, "hq-invited@example.com", "Invited", "warehouse", secret)
    return {
        "product": product.pk, "product_line": product.line_id, "rule": ApprovalRule.objects.first().pk,
        "region": Region.objects.first().pk, "province": Province.objects.first().pk, "price_list": price_list.pk,
        "import_run": run.pk, "hq_user": world.users["warehouse"].pk, "hq_invitation": invitation.pk,
        "hq_invitation_secret": secret,
    }  # fmt: skip


def _people(world, place):
    """The place's own people, with its mark in name, e-mail and phone; "both" belongs to both and has none."""
    distributor = getattr(world, place)
    if place == "bolt":
        for role in ("owner", "clerk"):
            world.users[f"bolt_{role}"] = user = User.objects.create_user(f"bolt-{role}@example.com", builders.PASSWORD)
            Membership.objects.create(user=user, distributor=distributor, role=role)
    ours = ("owner", "sales", "clerk") if place == "acme" else ("bolt_owner", "stranger", "bolt_clerk")
    for who in ours:
        user = world.users[who]
        user.name, user.phone = mark(place, "staff", who), mark(place, "tel")
        user.email = f"{mark(place, who).lower()}@example.com"
        user.save()


def _distributor(world, place, by):
    """The mark of the name stands on the portal's login page for anybody; the others do not."""
    changed = edit_distributor(
        getattr(world, place), by=by, name=mark(place, "name"), short_name=mark(place, "name"),
        address=mark(place, "address"), contact=mark(place, "contact"), phone=mark(place, "phone"),
        city=mark(place, "city"),
    )  # fmt: skip
    setattr(world, place, changed)
    price_list = save_price_list(
        by=by, code=f"own-{place}", name=mark(place, "pricelist"), scope_distributor=changed, valid_from=dates.today()
    )
    set_prices(price_list, {(Product.objects.order_by("sku").last().pk, D(1)): D(90)}, by=by)
    publish_price_list(price_list, by=by)
    for kind in ("KH", "DD", "FH", "SK", "BJ", "CN"):
        NumberSeries.objects.update_or_create(
            distributor=changed, kind=kind, year=dates.today().year, defaults={"last": FIRST[place]}
        )


def _papers(world, place):
    distributor, seller = getattr(world, place), builders.member_at_distributor(
        world.users[SELLER[place]], getattr(world, place)
    )  # fmt: skip

    def here(verb, *args, **kwargs):
        return builders.in_the_portal(distributor, verb, distributor, *args, by=seller, **kwargs)

    customer, private = (_customer(place, here, words) for words in ((), (PRIVATE,)))
    order_fields = _texts(place, "purchase_order ship_to note")
    sold = here(order.enter_order, [_row(place, "G-1", 3), _row(place, "G-2", 2)], customer=customer, **order_fields)
    here(order.submit_order, sold.pk)
    builders.decide(world, sold, "order_desk", note=mark(place, "review"))
    builders.decide(world, sold, "finance")
    warehouse, finance = world.member("warehouse"), world.member("finance")
    shipment.allocate_order(distributor, sold.pk, by=warehouse)
    sent = shipment.dispatch_order(
        distributor, sold.pk, {1: D(2)}, by=warehouse, carrier=mark(place, "carrier"), tracking=mark(place, "tracking"),
        serials={1: [mark(place, "serial", n) for n in "ab"]},
    )  # fmt: skip
    receipt = record_receipt(
        distributor, D(50), received_on=dates.today(), by=finance, shares={sold.pk: D(20)},
        **_texts(place, "reference note"),
    )  # fmt: skip
    waiting = here(order.enter_order, [_row(place, "G-3", 1)], customer=customer, **order_fields)
    here(order.submit_order, waiting.pk)
    draft = here(
        order.enter_order, [_row(place, "G-1", 1, PRIVATE)], customer=private,
        **_texts(place, "purchase_order ship_to note", PRIVATE),
    )  # fmt: skip
    offer_fields = "title payment_terms delivery_terms warranty_terms note"
    quotations = {}
    for name, whose, words in (("", customer, ()), ("waiting_", customer, ()), ("draft_", private, (PRIVATE,))):
        found = here(draft_quotation, whose.pk, [_row(place, "G-1", 2, *words)], **_texts(place, offer_fields, *words))
        quotations[name] = found
        if name != "draft_":
            here(submit_quotation, found.pk)
    issue_quotation(distributor, quotations[""].pk, by=world.member("order_desk"))
    here(write_message, quotations[""].pk, mark(place, "thread"), inner=False)
    here(write_message, quotations["draft_"].pk, mark(place, PRIVATE, "thread"))
    promised = commit_service(distributor, by=world.member("service_desk"), order=sold.pk, note=mark(place, "promise"))
    with inside(distributor):
        quotations[""].refresh_from_db()
        token = token_of(distributor, quotations[""])
    return {
        "slug": distributor.slug, "order": sold.number, "waiting_order": waiting.number, "draft_order": draft.number,
        "shipment": sent.number, "receipt": receipt.number, "quotation": quotations[""].number,
        "waiting_quotation": quotations["waiting_"].number, "draft_quotation": quotations["draft_"].number,
        "commitment": promised.number, "customer": customer.number, "private_customer": private.number, "token": token,
        "approval": builders.waiting(waiting).pk, "sold_id": sold.pk, "customer_id": customer.pk,
        "code": DocumentCheck.objects.filter(distributor=distributor).first().code,
    }  # fmt: skip


def _customer(place, here, words):
    """A customer of whom there are papers at HQ, or (words: PRIVATE) one that HQ has never heard of."""
    contact = {
        "name": mark(place, *words, "person"),
        "position": mark(place, *words, "position"),
        "wechat": mark(place, *words, "wechat"),
        "email": f"{mark(place, *words).lower()}@example.com",
    }
    texts = _texts(place, "name industry address bank_account note", *words)
    made = here(add_customer, anyway=True, contacts=[contact], **texts)
    here(
        log_activity,
        made.pk,
        kind="call",
        text=mark(place, PRIVATE, "activity"),
        next_step=mark(place, PRIVATE, "next"),
    )
    return made


def _texts(place, names, *words):
    return {name: mark(place, *words, name) for name in names.split()}


def _row(place, sku, quantity, *words):
    """A row for an order or a quotation."""
    return OfferRow(sku, D(quantity), mark(place, *words, "line"))


def _access(world, place):
    """Ways in and who used them: an invitation, a handoff, visits of HQ, a member."""
    distributor, now = getattr(world, place), timezone.now()
    secret = secrets.token_urlsafe(32)
    seller = world.users[SELLER[place]]
    invitation = _invitation(
        distributor, f"{mark(place, 'invited').lower()}@example.com", mark(place, "invited"), "clerk", secret
    )
    manager = world.users["executive"]
    visits = [
        PortalVisit.objects.create(
            user=manager,
            name=manager.name,
            distributor=distributor,
            started_at=now,
            ended_at=ended,
            reason=mark(place, "reason"),
        )
        for ended in (now, None)
    ]
    found = {
        "invitation": invitation.pk, "invitation_secret": secret, "visit": visits[0].pk, "open_visit": visits[1].pk,
        "membership": Membership.objects.get(user=seller, distributor=distributor).pk, "user": seller.pk,
    }  # fmt: skip
    _handoff(found, "handoff_secret", seller, distributor)
    return found


def _invitation(distributor, email, name, role, secret):
    now = timezone.now()
    return Invitation.objects.create(
        distributor=distributor, email=email, name=name, role=role, secret_sha256=digest(secret), invited_at=now,
        expires_at=now + timedelta(days=3),
    )  # fmt: skip


def _handoff(things, name, user, distributor):
    things[name] = secret = secrets.token_urlsafe(32)
    Handoff.objects.create(
        user=user, distributor=distributor, secret_sha256=digest(secret), expires_at=timezone.now() + timedelta(hours=2)
    )
