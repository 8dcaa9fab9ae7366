"""HQ's distributors: who sees which, what the pages change, and provinces that move."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from distributors.domain.distributor import edit_distributor
from distributors.domain.region import move_province, save_region
from distributors.models import ApprovalRequest, ChannelOrder, DistributorEvent, LedgerEntry
from portal.lib.errors import Refused
from tenants.models import Distributor, Membership
from tests.builders import a_submitted_order, an_approved_order, decide


def told(response):
    """What a page says, without its tokens and its own address."""
    return re.sub(rb'[A-Za-z0-9]{64}|"/distributors/\w+/"', b"", response.content)


def form_of(row, **changes):
    fields = "name short_name code kind uscc city address contact phone payment_days sharing".split()
    return {name: getattr(row, name) for name in fields} | {
        "region": row.region_id, "province": row.province_id, "tier": row.tier_id, "manager": row.manager_id or "",
    } | changes  # fmt: skip


def test_a_manager_sees_the_distributors_of_their_regions_only(client_of):
    north, south = client_of("manager"), client_of("south_manager")
    assert b"ACME" in north.get("/distributors/").content
    assert b"BOLT" not in north.get("/distributors/").content
    assert south.get("/distributors/acme/").status_code == 404
    assert told(south.get("/distributors/acme/")) == told(south.get("/distributors/nosuch/"))
    for path in ("edit/", "visit/", "owner/", "opened/"):
        assert south.post(f"/distributors/acme/{path}").status_code == 404


def test_a_distributor_is_found_by_name_pinyin_initials_and_code(client_of):
    client = client_of("executive")
    for words in ("甲公司", "beijing", "bjj", "ACME", "acme"):
        page = client.get("/distributors/", {"q": words}).content
        assert b"ACME" in page, words
        assert b"BOLT" not in page, words


def test_the_list_takes_the_same_queries_for_more_rows(world, client_of, django_assert_max_num_queries):
    client = client_of("executive")
    client.get("/distributors/")
    with django_assert_max_num_queries(14):
        assert client.get("/distributors/").status_code == 200


def test_who_may_not_edit_changes_nothing(world, client_of):
    client = client_of("warehouse")
    for path in ("edit/", "suspend/", "reopen/", "owner/", "visit/"):
        assert client.post(f"/distributors/acme/{path}", {"reason": "because"}).status_code == 403
    assert client.get("/distributors/acme/").status_code == 200
    assert "Credit limit" not in client.get("/distributors/acme/").content.decode()


def test_editing_keeps_address_and_status_and_is_on_record(world, client_of):
    form = form_of(world.acme, name="北京甲乙公司", slug="stolen", status="closed", credit_limit="9")
    assert client_of("administrator").post("/distributors/acme/edit/", form).status_code == 302
    row = Distributor.objects.get(pk=world.acme.pk)
    assert (row.name, row.slug, row.status, row.credit.limit) == ("北京甲乙公司", "acme", "active", 100_000)
    assert "jiayi" in row.search
    assert DistributorEvent.objects.get(distributor=row).what == "edited"


def test_a_code_is_taken_once(world):
    with pytest.raises(Refused, match="taken"):
        edit_distributor(world.acme, by=world.member("administrator"), code="BOLT")


def test_suspending_needs_a_reason(client_of):
    client = client_of("administrator")
    assert client.post("/distributors/acme/suspend/", {"reason": ""}).status_code == 409
    assert client.post("/distributors/acme/suspend/", {"reason": "unpaid since May"}).status_code == 302
    assert "unpaid since May" in client.get("/distributors/acme/").content.decode()
    assert client.post("/distributors/acme/suspend/", {"reason": "again"}).status_code == 409


def test_the_owner_is_invited_from_the_page(world, client_of):
    Membership.objects.filter(distributor=world.bolt).delete()
    answer = client_of("administrator").post("/distributors/bolt/owner/", {"name": "王", "email": "w@bolt.example"})
    assert answer.status_code == 302
    assert "w@bolt.example" in client_of("administrator").get("/distributors/bolt/").content.decode()


def test_a_higher_limit_frees_the_held_order(world, client_of):
    held = a_submitted_order(world, ("G-1", 900))
    decide(world, held, "order_desk")
    assert decide(world, held, "finance").status == "held"
    form = {"limit": "￥200,000", "reason": "paid in May", "version": world.acme.credit.version}
    assert client_of("other_finance").post("/distributors/acme/credit/", form).status_code == 302
    assert ChannelOrder.objects.get(pk=held.pk).status == "reviewed"
    assert client_of("other_finance").post("/distributors/acme/credit/", form).status_code == 409  # changed meanwhile
    assert DistributorEvent.objects.get(what="limit").note == "200,000.00: paid in May"


@pytest.mark.parametrize("limit", ["-1", "NaN", "1e400", "", "0.001"])
def test_a_limit_that_is_none_changes_nothing(world, client_of, limit):
    form = {"limit": limit, "reason": "x", "version": world.acme.credit.version}
    assert client_of("finance").post("/distributors/acme/credit/", form).status_code in (409, 422)
    world.acme.credit.refresh_from_db()
    assert world.acme.credit.limit == Decimal(100_000)


def test_only_finance_changes_the_limit(client_of):
    form = {"limit": "1", "reason": "x", "version": 0}
    for who in ("manager", "executive", "administrator", "order_desk"):
        assert client_of(who).post("/distributors/acme/credit/", form).status_code == 403


def test_a_province_that_moves_takes_its_distributors_and_open_cards_along(world):
    order = a_submitted_order(world)
    done = an_approved_order(world)
    south = world.bolt.region
    assert move_province(world.acme.province, south, by=world.member("administrator")) == 1
    assert Distributor.objects.get(pk=world.acme.pk).region == south
    assert ChannelOrder.objects.get(pk=order.pk).region == south
    assert ApprovalRequest.objects.get(document=order.pk).region == south
    assert set(LedgerEntry.objects.filter(document=done.pk).values_list("region_id", flat=True)) == {
        world.acme.region_id
    }


def test_regions_are_edited_by_who_may(world, client_of):
    admin = client_of("administrator")
    assert admin.get("/regions/").status_code == 200
    assert client_of("executive").get("/regions/").status_code == 403
    form = {"code": "west", "name": "西部", "name_en": "West", "rank": 9}
    assert admin.post("/regions/new/", form).status_code == 302
    assert admin.post("/regions/new/", form).status_code == 409
    assert admin.post(f"/provinces/{world.acme.province_id}/move/", {"region": "west"}).status_code == 302
    assert Distributor.objects.get(pk=world.acme.pk).region.code == "west"
    with pytest.raises(Refused, match="taken"):
        save_region(by=world.member("administrator"), code="west", name="x")


def test_the_list_of_portals_is_mailed_and_the_answer_says_nothing(world, mailoutbox):
    answers = [Client(HTTP_HOST="localhost").post("/find/", {"email": email})
               for email in ("both@example.com", "nobody@example.com")]  # fmt: skip
    assert [letter.to for letter in mailoutbox] == [["both@example.com"]]
    assert "http://bolt.localhost" in mailoutbox[0].body
    assert [answer.status_code for answer in answers] == [200, 200]
    for _try in range(5):
        Client(HTTP_HOST="localhost").post("/find/", {"email": "both@example.com"})
    assert len(mailoutbox) == 3
