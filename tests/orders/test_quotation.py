"""A quotation from draft to order: prices, authority, two pairs of eyes, versions, conversion."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from distributors.models import ApprovalRequest, DocumentCheck
from orders.domain.answer import accept_quotation
from orders.domain.cancellation import cancel_order
from orders.domain.conversion import convert_quotation
from orders.domain.offer import OfferRow
from orders.domain.quotation import (
    edit_quotation,
    issue_quotation,
    revise_quotation,
    submit_quotation,
    withdraw_quotation,
)
from orders.models import OrderLine, Quotation, QuotationLine, StoredDocument
from portal.lib import dates
from portal.lib.errors import Refused
from tenants.context import inside
from tests.builders import in_the_portal, read, waiting
from tests.orders.papers import a_customer, a_quotation, accepted, decide, issued, offers, submitted

D = Decimal


def lines_of(distributor, quotation):
    with inside(distributor):
        return list(QuotationLine.objects.filter(quotation=quotation.pk))


def test_the_customer_pays_the_list_price_unless_another_is_typed(world):
    quotation = a_quotation(world, ("G-1", 2), ("G-2", 1, {"unit_price": 110}), ("G-3", 1, {"discount": "2.5"}))
    lines = lines_of(world.acme, quotation)
    assert [(li.unit_price, li.amount) for li in lines] == [(113, D("226.00")), (110, D("110.00")), (113, D("110.18"))]
    assert quotation.total == D("446.18") == quotation.net + quotation.tax
    assert all(li.own_price == 113 and li.floor_price == 80 for li in lines)


def test_within_authority_it_goes_straight_to_the_order_desk(world):
    quotation = submitted(world, ("G-1", 2, {"discount": 5}))
    assert quotation.status == Quotation.Status.APPROVED and quotation.reasons == []
    assert waiting(quotation).step == "issue"


def test_over_authority_it_waits_for_the_channel_manager_with_the_reason_in_words(world):
    quotation = submitted(world, ("G-1", 2), ("G-2", 1, {"discount": 12}))
    assert quotation.status == Quotation.Status.SUBMITTED
    assert waiting(quotation).step == "discount"
    assert waiting(quotation).reasons == ["Line 2: discount 12% is over the salesperson's authority of 5%"]


def test_a_typed_price_counts_as_a_discount_too(world):
    quotation = submitted(world, ("G-1", 1, {"unit_price": 100}))
    assert quotation.reasons == ["Line 1: discount 11.5% is over the salesperson's authority of 5%"]


def test_under_the_floor_it_waits_even_for_one_who_may_give_any_discount(world):
    quotation = a_quotation(world, ("G-1", 1, {"unit_price": "79.50"}))
    world.users["sales"].memberships.update(discount_limit=100)
    quotation = in_the_portal(world.acme, submit_quotation, world.acme, quotation.pk, by=world.member("sales"))
    assert quotation.reasons == ["Line 1: unit price 79.50 is under the floor price 80.00"]


@pytest.mark.parametrize(
    "row",
    [
        {"quantity": D("-1")}, {"quantity": D(0)}, {"quantity": D("1e-9")}, {"quantity": D("NaN")},
        {"quantity": D("Infinity")}, {"quantity": D("1000000")}, {"unit_price": D("-0.01")}, {"unit_price": D("1e-9")},
        {"unit_price": D("NaN")}, {"unit_price": D("1e20")}, {"discount": D("-1")}, {"discount": D("100.001")},
        {"discount": D("NaN")}, {"discount": D("1e-9")}, {"sku": "nothing"},
    ],
)  # fmt: skip
def test_a_figure_that_cannot_be_is_refused_naming_the_row(world, row):
    from orders.domain.quotation import draft_quotation

    good, wrong = OfferRow("G-1", D(1)), OfferRow(**{"sku": "G-2", "quantity": D(1)} | row)
    customer = a_customer(world)
    with pytest.raises(Refused, match="Line 2"):
        in_the_portal(world.acme, draft_quotation, world.acme, customer.pk, [good, wrong], by=world.member("sales"))
    with inside(world.acme):
        assert not Quotation.objects.exists()


def test_the_same_form_twice_drafts_one_quotation(world):
    assert a_quotation(world, key="k").pk == a_quotation(world, key="k").pk


def test_an_edit_of_what_somebody_changed_meanwhile_is_refused(world):
    quotation, by = a_quotation(world), world.member("sales")
    in_the_portal(world.acme, edit_quotation, world.acme, quotation.pk, offers(("G-2", 1)), by=by, seen=0)
    with pytest.raises(Refused, match="changed meanwhile"):
        in_the_portal(world.acme, edit_quotation, world.acme, quotation.pk, offers(), by=by, seen=0)


def test_a_submitted_quotation_cannot_be_edited(world):
    quotation = submitted(world)
    with pytest.raises(Refused, match="cannot be edited"):
        in_the_portal(world.acme, edit_quotation, world.acme, quotation.pk, offers(), by=world.member("sales"),
                      seen=quotation.edits)  # fmt: skip


def test_the_manager_approves_the_discount_and_the_desk_issues_one_paper(world):
    quotation = submitted(world, ("G-1", 1, {"discount": 20}))
    assert decide(world, quotation, "manager").status == Quotation.Status.APPROVED
    quotation = decide(world, quotation, "order_desk")
    assert quotation.status == Quotation.Status.ISSUED and quotation.issued_name == "order_desk"
    with inside(world.acme):
        assert StoredDocument.objects.filter(document=quotation.pk).count() == 1
    assert DocumentCheck.objects.get(document=quotation.pk).state == "genuine"


def test_one_person_does_not_decide_two_steps_of_a_quotation(world):
    from tenants.models import StaffRole

    StaffRole.objects.create(user=world.users["two_hats"], role="channel_manager")
    quotation = submitted(world, ("G-1", 1, {"discount": 20}))
    decide(world, quotation, "two_hats")
    with pytest.raises(Refused, match="second person"):
        decide(world, quotation, "two_hats")


def test_another_regions_manager_does_not_decide(world):
    quotation = submitted(world, ("G-1", 1, {"discount": 20}))
    with pytest.raises(Refused, match="not yours"):
        decide(world, quotation, "south_manager")


def test_the_desk_cannot_approve_a_discount(world):
    quotation = submitted(world, ("G-1", 1, {"discount": 20}))
    with pytest.raises(Refused, match="not yours"):
        decide(world, quotation, "order_desk")
    with pytest.raises(Refused, match="does not wait to be issued"):
        issue_quotation(world.acme, quotation.pk, by=world.member("order_desk"))


def test_a_returned_quotation_says_why_and_the_same_manager_may_decide_it_again(world):
    quotation = submitted(world, ("G-1", 1, {"discount": 20}))
    with pytest.raises(Refused):
        decide(world, quotation, "manager", approve=False)
    assert decide(world, quotation, "manager", approve=False, note="Too cheap").status == Quotation.Status.RETURNED
    in_the_portal(world.acme, submit_quotation, world.acme, quotation.pk, by=world.member("sales"))
    assert decide(world, quotation, "manager").status == Quotation.Status.APPROVED


def test_a_decider_who_saw_an_older_version_is_refused(world):
    from orders.domain.quotation import decide_quotation

    quotation = submitted(world)
    with pytest.raises(Refused, match="changed meanwhile"):
        decide_quotation(waiting(quotation), by=world.member("order_desk"), approve=True, version=quotation.edits - 1)


def test_a_new_version_replaces_the_old_one_and_its_paper(world):
    old = issued(world)
    new = in_the_portal(world.acme, revise_quotation, world.acme, old.pk, by=world.member("sales"), key="r")
    assert (new.number, new.version, new.status, new.total) == (old.number, 2, "draft", old.total)
    assert read(world.acme, Quotation, old.pk).status == Quotation.Status.REPLACED
    assert DocumentCheck.objects.get(document=old.pk).state == "replaced"
    again = in_the_portal(world.acme, revise_quotation, world.acme, old.pk, by=world.member("sales"), key="r")
    assert again.pk == new.pk


def test_a_withdrawn_quotation_waits_for_nobody(world):
    quotation = submitted(world)
    in_the_portal(world.acme, withdraw_quotation, world.acme, quotation.pk, by=world.member("sales"), reason="mistake")
    assert not ApprovalRequest.objects.filter(document=quotation.pk, state="waiting").exists()


def convert(world, quotation, quantities=None, key=""):
    return in_the_portal(
        world.acme, convert_quotation, world.acme, quotation.pk, quantities, by=world.member("sales"), key=key
    )


def test_an_accepted_quotation_becomes_an_order_at_the_distributors_own_price(world):
    quotation = accepted(world, ("G-1", 2, {"unit_price": 120}), ("G-2", 3))
    order = convert(world, quotation)
    assert order.total == D("565.00") and order.quotation_id == quotation.pk
    assert order.customer_name == quotation.customer_name
    assert read(world.acme, Quotation, quotation.pk).status == Quotation.Status.CONVERTED


def test_an_approved_price_under_the_own_price_is_what_the_distributor_pays(world):
    quotation = accepted(world, ("G-1", 2, {"discount": 20}), ("G-2", 1))
    order = convert(world, quotation)
    with inside(world.acme):
        lines = [(li.unit_price, li.price_source) for li in OrderLine.objects.filter(order=order.pk)]
    assert lines[0] == (D("90.4000"), f"deal {quotation}")
    assert lines[1][0] == D(113)


def test_a_discount_within_authority_is_the_distributors_own_affair(world):
    quotation = accepted(world, ("G-1", 1, {"discount": 5}))
    assert convert(world, quotation).total == D("113.00")


def test_part_by_part_no_more_is_ordered_than_was_quoted(world):
    quotation = accepted(world, ("G-1", 5), ("G-2", 2))
    first = convert(world, quotation, {1: D(3)})
    assert first.total == D("339.00")
    assert read(world.acme, Quotation, quotation.pk).status == Quotation.Status.ACCEPTED
    with pytest.raises(Refused, match="at most 2"):
        convert(world, quotation, {1: D(3)})
    assert convert(world, quotation).total == D("452.00")
    with pytest.raises(Refused, match="ordered already"):
        convert(world, quotation)


def test_the_database_refuses_to_order_more_than_was_quoted(world):
    quotation = accepted(world, ("G-1", 5))
    with inside(world.acme), pytest.raises(IntegrityError), transaction.atomic():
        QuotationLine.objects.filter(quotation=quotation.pk).update(converted=6)


def test_the_same_conversion_twice_makes_one_order(world):
    quotation, key = accepted(world, ("G-1", 5)), uuid4().hex
    assert convert(world, quotation, {1: D(2)}, key=key).pk == convert(world, quotation, {1: D(2)}, key=key).pk
    with pytest.raises(Refused, match="other contents"):
        convert(world, quotation, {1: D(1)}, key=key)


def test_what_a_cancelled_order_gave_back_can_be_ordered_again(world):
    quotation = accepted(world, ("G-1", 5))
    order = convert(world, quotation)
    in_the_portal(world.acme, cancel_order, world.acme, order.pk, by=world.member("sales"), reason="other address")
    assert convert(world, quotation, {1: D(5)}).total == D("565.00")


def test_only_an_accepted_quotation_becomes_an_order(world):
    with pytest.raises(Refused, match="customer accepted"):
        convert(world, issued(world))


def test_an_expired_quotation_is_neither_accepted_nor_converted_and_says_so_afterwards(world):
    open_, taken = issued(world), accepted(world, ("G-2", 1))
    with dates.at(dates.now() + timedelta(days=31)):
        with pytest.raises(Refused, match="Expired"):
            in_the_portal(world.acme, accept_quotation, world.acme, open_.pk, name="曾建国")
        with pytest.raises(Refused, match="Expired"):
            convert(world, taken)
    assert read(world.acme, Quotation, open_.pk).status == Quotation.Status.EXPIRED
    assert read(world.acme, Quotation, taken.pk).status == Quotation.Status.EXPIRED
