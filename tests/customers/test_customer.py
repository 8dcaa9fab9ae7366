from datetime import timedelta

import pytest

from customers.domain.customer import add_contact, add_customer, edit_customer, log_activity
from customers.models import Activity, Contact, Customer
from portal.lib import dates, pinyin
from portal.lib.errors import Refused
from tenants.context import inside
from tests.builders import in_the_portal


def add(world, name="重庆曾氏测绘有限公司", by="sales", distributor=None, **fields):
    place = distributor or world.acme
    return in_the_portal(place, add_customer, place, by=world.member(by), name=name, **fields)


def found(world, q):
    with inside(world.acme):
        return [c.name for c in pinyin.matching(Customer.objects.all(), q)]


@pytest.mark.parametrize(
    "q", ["重庆", "曾氏", "cqzs", "zqcs", "chongqing", "13800138000", "138 0013", "kh-", "老王", "laowang", "测绘 cq"]
)
def test_one_key_finds_a_customer_by_any_part(world, q):
    customer = add(world, contacts=[{"name": "老王", "mobile": "+86 138-0013-8000"}])
    assert customer.name in found(world, q)


def test_customers_are_numbered_in_the_distributor(world):
    first, second = add(world, "甲公司"), add(world, "乙公司")
    assert [c.number[:3] for c in (first, second)] == ["KH-", "KH-"]
    assert int(second.number[-5:]) == int(first.number[-5:]) + 1


def test_the_same_form_twice_adds_one_customer(world):
    assert add(world, key="k1").pk == add(world, key="k1").pk


def test_a_wrong_credit_code_warns_and_stays_with_a_reason(world):
    with pytest.raises(Refused) as no:
        add(world, uscc="91110000100000000X")
    assert no.value.field == "uscc"
    customer = add(world, uscc="91110000100000000X", uscc_reason="So on the licence, seen")
    assert customer.uscc_reason == "So on the licence, seen"


def test_a_right_credit_code_needs_no_reason(world):
    customer = add(world, uscc="9135 0100 M000100Y43", uscc_reason="typed before")
    assert (customer.uscc, customer.uscc_reason) == ("91350100M000100Y43", "")


@pytest.mark.parametrize(
    "twin",
    [
        {"name": "重庆曾氏测绘有限责任公司"},
        {"name": "重庆（曾氏）测绘股份有限公司"},
        {"name": "另一家", "phone": "0086 023-6789 1234"},
        {"name": "另一家", "contacts": [{"name": "李", "mobile": "138 0013 8000"}]},
    ],
)
def test_a_likely_double_warns_and_can_be_saved_anyway(world, twin):
    add(world, phone="023-67891234", contacts=[{"name": "王", "mobile": "13800138000"}])
    with pytest.raises(Refused) as no:
        add(world, **twin)
    assert no.value.field == "anyway"
    assert "重庆曾氏测绘有限公司" in str(no.value)
    assert add(world, anyway=True, **twin).number


def test_editing_keeps_the_customer_findable_under_its_new_name(world):
    customer = add(world, contacts=[{"name": "王", "mobile": "13800138000"}])
    in_the_portal(world.acme, edit_customer, world.acme, customer.pk, by=world.member("sales"), name="成都蓝天仪器")
    assert found(world, "cdlt") == ["成都蓝天仪器"] and found(world, "cqzs") == [] and found(world, "13800138000")


def test_one_contact_is_the_main_one(world):
    customer = add(world, contacts=[{"name": "甲"}, {"name": "乙"}])
    in_the_portal(world.acme, add_contact, world.acme, customer.pk, by=world.member("sales"), name="丙", main=True)
    with inside(world.acme):
        assert list(Contact.objects.filter(customer=customer.pk, main=True).values_list("name", flat=True)) == ["丙"]


def test_a_contact_is_logged_with_the_next_step(world):
    customer, due = add(world), dates.today() + timedelta(days=3)
    in_the_portal(world.acme, log_activity, world.acme, customer.pk, by=world.member("sales"), kind="call",
                  text="Wants two receivers", next_step="Send the quotation", due_on=due)  # fmt: skip
    with inside(world.acme):
        activity = Activity.objects.get(customer=customer.pk)
    assert (activity.by_name, activity.next_step, activity.due_on) == ("sales", "Send the quotation", due)


def test_a_date_without_a_next_step_is_refused(world):
    customer = add(world)
    with pytest.raises(Refused):
        in_the_portal(world.acme, log_activity, world.acme, customer.pk, by=world.member("sales"), kind="call", text="x",
                      due_on=dates.today())  # fmt: skip


def test_another_distributor_has_its_own_customers(world):
    add(world)
    with inside(world.bolt):
        assert not Customer.objects.exists()


def test_pages_show_a_customer_to_its_own_distributor_only(world, client_of):
    customer = add(world)
    assert client_of("sales").get("/customers/").status_code == 200
    assert customer.name in client_of("sales").get(f"/customers/{customer.number}/").content.decode()
    assert client_of("stranger").get(f"/customers/{customer.number}/").status_code == 404
    assert client_of("stranger").get(f"/customers/{customer.pk}/").status_code == 404


def test_a_customer_comes_in_through_the_form_and_a_double_asks_first(world, client_of):
    page = client_of("sales")
    form = {"name": "广州南方仪器", "contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "0", "contacts-0-name": "陈",
            "contacts-0-mobile": "13900139000", "idempotency_key": "a", "owner": str(world.users["sales"].pk)}  # fmt: skip
    assert page.post("/customers/new/", form).status_code == 302
    again = page.post("/customers/new/", form | {"idempotency_key": "b"})
    assert again.status_code == 409 and "Save it anyway" in again.content.decode()
    assert page.post("/customers/new/", form | {"idempotency_key": "b", "anyway": "on"}).status_code == 302


def test_the_list_needs_the_same_number_of_queries_for_one_customer_and_for_twenty(
    world, client_of, django_assert_max_num_queries
):
    add(world, "甲公司")
    page = client_of("sales")
    page.get("/customers/")
    with django_assert_max_num_queries(40) as few:
        page.get("/customers/")
    for number in range(20):
        add(world, f"客户{number}号公司")
    with django_assert_max_num_queries(len(few.captured_queries)):
        page.get("/customers/")
