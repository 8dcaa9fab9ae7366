"""HQ changes its route: a changed rule is a new version, documents under way keep theirs."""

from decimal import Decimal

import pytest

from distributors.domain.rule import rules_in_force
from distributors.models import ApprovalRule
from tests import builders

pytestmark = pytest.mark.django_db


def the_rule():
    return ApprovalRule.objects.get(kind="order", retired_at=None)


def test_a_changed_rule_is_a_new_version_for_what_is_submitted_from_then_on(world, client_of):
    before = builders.a_submitted_order(world)
    rule = the_rule()
    client_of("administrator").post(
        f"/rules/{rule.pk}/", {"name": "Large orders", "amount_over": "200", "hours_review": "", "hours_recheck": "4"}
    )
    new = the_rule()
    assert (new.version, new.amount_over) == (rule.version + 1, Decimal(200))
    assert [(step.step, step.rank, step.hours) for step in new.steps.all()] == [("recheck", 1, 4)]
    assert [step["step"] for step in before.route] == ["review", "recheck"]
    assert builders.waiting(before).step == "review"
    assert builders.a_submitted_order(world, ("G-1", 2)).status == "reviewed"
    assert builders.a_submitted_order(world, ("G-1", 1)).status == "approved"


def test_two_administrators_do_not_overwrite_each_other(world, client_of):
    admin, rule = client_of("administrator"), the_rule()
    sent = {"name": "Every order", "hours_review": "8", "hours_recheck": "8"}
    assert admin.post(f"/rules/{rule.pk}/", sent).status_code == 302
    answer = admin.post(f"/rules/{rule.pk}/", sent)
    assert answer.status_code == 409
    assert "was replaced or retired meanwhile" in answer.content.decode()


def test_a_rule_needs_a_step(client_of):
    answer = client_of("administrator").post("/rules/new/order/", {"name": "Nothing"})
    assert answer.status_code == 409
    assert "Choose at least one step." in answer.content.decode()


def test_a_retired_rule_is_no_longer_in_force(client_of):
    admin, rule = client_of("administrator"), the_rule()
    admin.post(f"/rules/{rule.pk}/retire/")
    assert rule not in rules_in_force()
    assert "No rule holds for orders" in admin.get("/rules/").content.decode()


def test_only_administrators_see_the_rules(client_of):
    assert client_of("order_desk").get("/rules/").status_code == 403
