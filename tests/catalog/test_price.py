from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from catalog.domain.price import price_breaks, price_for, prices_for
from catalog.domain.price_list import retire_price_list
from catalog.domain.product import retire_product
from portal.lib.errors import Refused

from .builders import DAY, HQ, a_price_list, a_product

pytestmark = pytest.mark.django_db


def paid(product, distributor, quantity=1, on=DAY):
    price = price_for(product, distributor, quantity=quantity, on=on)
    return price.amount, price.source


def test_without_any_price_list_the_list_price_holds(acme):
    assert paid(a_product(list_price="99.9999"), acme) == (Decimal("99.9999"), "list")


def test_a_list_for_everyone_goes_before_the_list_price(acme):
    product = a_product()
    a_price_list("all", {product: "90"})
    assert paid(product, acme) == (90, "everyone")


def test_the_list_of_the_tier_goes_before_that_for_everyone(acme):
    product = a_product()
    a_price_list("all", {product: "70"})
    a_price_list("tier", {product: "80"}, scope_tier=acme.tier)
    assert paid(product, acme) == (80, "tier")


def test_the_own_list_goes_before_the_tier_and_is_nobody_elses(acme, bolt):
    product = a_product()
    a_price_list("tier", {product: "80"}, scope_tier=acme.tier)
    a_price_list("own", {product: "85"}, scope_distributor=acme)
    assert paid(product, acme) == (85, "distributor")
    assert paid(product, bolt)[0] != 85


def test_of_two_lists_of_a_rank_the_later_one_holds(acme):
    product = a_product()
    a_price_list("2025", {product: "90"}, valid_from=date(2025, 1, 1))
    a_price_list("2026", {product: "95"}, valid_from=date(2026, 1, 1))
    assert paid(product, acme) == (95, "everyone")
    assert paid(product, acme, on=date(2025, 12, 31)) == (90, "everyone")


def test_a_list_holds_from_its_first_to_its_last_day(acme):
    product = a_product()
    a_price_list("march", {product: "90"}, valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 31))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [paid(product, acme, on=day)[0] for day in days] == [100, 90, 90, 100]


def test_drafts_and_retired_lists_do_not_count(acme):
    product = a_product()
    a_price_list("draft", {product: "1"}, published=False)
    retire_price_list(a_price_list("old", {product: "2"}), by=HQ)
    assert paid(product, acme) == (100, "list")


def test_the_largest_break_that_the_quantity_reaches_holds(acme):
    product = a_product()
    a_price_list("all", {product: {1: "90", 10: "80", 50: "70"}})
    assert [paid(product, acme, quantity=q)[0] for q in (1, 9, 10, 49, 50, 1000)] == [90, 90, 80, 80, 70, 70]


def test_below_the_first_break_of_the_own_list_the_next_list_holds(acme):
    product = a_product()
    a_price_list("all", {product: "90"})
    a_price_list("own", {product: {10: "75"}}, scope_distributor=acme)
    assert [paid(product, acme, quantity=q)[0] for q in (1, 10)] == [90, 75]


def test_breaks_say_where_each_price_begins(acme):
    product = a_product()
    a_price_list("all", {product: {1: "90", 10: "80"}})
    a_price_list("own", {product: {5: "85"}}, scope_distributor=acme)
    breaks = price_breaks(product, acme, DAY)
    assert [(price.min_quantity, price.amount) for price in breaks] == [(1, 90), (5, 85)]


def test_a_product_that_is_not_sold_has_no_price(acme):
    draft, retired, sold = a_product(published=False), retire_product(a_product("OLD"), by=HQ), a_product()
    with pytest.raises(Refused, match="OLD"):
        price_for(retired, acme, quantity=1, on=DAY)
    assert set(prices_for([draft, retired, sold], acme, on=DAY)) == {sold.pk}


def test_the_reason_names_the_list_and_the_break(acme):
    product = a_product()
    a_price_list("own", {product: {10: "75"}}, name="Spring deal", scope_distributor=acme, valid_to=date(2026, 6, 30))
    with translation.override("en"):
        reason = price_for(product, acme, quantity=12, on=DAY).reason
    assert reason == (
        "Agreed price: price list “Spring deal”, from 2026-03-02 on. Volume price from 10 on. Until 2026-06-30."
    )


def test_any_number_of_products_is_priced_in_one_query(acme, django_assert_num_queries):
    products = [a_product() for _ in range(12)]
    a_price_list("all", dict.fromkeys(products, "90"))
    with django_assert_num_queries(1):
        prices = prices_for(products, acme, quantities={products[0].pk: 5}, on=DAY)
    assert {price.amount for price in prices.values()} == {90}
