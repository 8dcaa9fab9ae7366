from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal import adventureworks as aw
from portal.lib import divisions
from portal.lib.money import cents
from tenants.hosts import LABEL, RESERVED

TODAY = date(2026, 11, 24)
BY_TERRITORY = (
    "12435076.00 6932842.15 7906008.07 18466458.89 7867415.72 14377925.67 4607537.87 1983987.70 1594334.85 4279008.86"
)


@pytest.fixture(scope="module")
def orders():
    return list(aw.orders())


@pytest.fixture(scope="module")
def lines(orders):
    return [line for order in orders for line in order.lines]


def test_everything_is_there(orders, lines):
    assert (len(orders), len(lines)) == (3796, 60855)
    assert len(aw.resellers()) == 701
    assert len({order.reseller for order in orders}) == 635
    assert len(aw.products()) == 293
    assert len(aw.prices()) == 395
    assert len(aw.salespeople()) == 17
    assert len(aw.quotas()) == 163


def test_amounts_add_up_to_the_cent(orders, lines):
    assert sum(line.amount for line in lines) == Decimal("80450595.78")
    sums = Counter()
    for order in orders:
        sums[order.territory] += order.amount
    assert [sums[key] for key in range(1, 11)] == [Decimal(text) for text in BY_TERRITORY.split()]
    assert sum(line.sales_amount for line in lines) == Decimal("80450596.9823")
    off = [abs(line.amount - cents(line.sales_amount)) for line in lines if line.amount != cents(line.sales_amount)]
    assert off == [Decimal("0.01")] * 33


def test_orders_come_by_date_and_then_number(orders):
    keys = [(order.order_date, order.number) for order in orders]
    assert keys == sorted(set(keys))
    assert (keys[0][0], keys[-1][0]) == (date(2010, 12, 29), date(2013, 11, 29))


def test_an_order_has_the_territory_of_its_reseller(orders):
    territories = {reseller.key: reseller.territory for reseller in aw.resellers()}
    assert all(order.territory == territories[order.reseller] for order in orders)


def test_orders_name_only_known_products_and_people_and_no_product_twice(orders):
    skus = {product.sku for product in aw.products()}
    people = {person.key for person in aw.salespeople()}
    for order in orders:
        assert order.employee in people
        ordered = [line.sku for line in order.lines]
        assert len(set(ordered)) == len(ordered) and skus.issuperset(ordered)


def test_undiscounted_lines_cost_the_dealer_price_of_their_day(orders):
    prices = defaultdict(list)
    for price in aw.prices():
        prices[price.sku].append(price)
    for order in orders:
        for line in order.lines:
            if not line.discount_percent:
                valid = [price for price in prices[line.sku] if price.valid_from <= order.order_date]
                assert valid[-1].dealer_price == line.unit_price


def test_products_are_complete():
    lines = {line.code: line for line in aw.product_lines()}
    for product in aw.products():
        assert product.name and product.description and lines[product.line].parent
        assert Decimal(0) < product.dealer_price < product.list_price
        assert not product.photo or product.photo_path.is_file()
    assert len({product.name for product in aw.products()}) == 293


def test_sums_by_reseller_agree_with_the_orders(orders):
    sales, counts = Counter(), Counter(order.reseller for order in orders)
    for order in orders:
        sales[order.reseller] += order.amount
    assert all((sales[r.key], counts[r.key]) == (r.sales, r.orders) for r in aw.resellers())


def test_regions_hold_every_province_once():
    held = [province for region in aw.regions() for province in region.provinces]
    assert sorted(held) == [province.code for province in divisions.provinces()]


def test_resellers_stand_in_their_region_and_no_province_is_empty():
    seen = set()
    for reseller in aw.resellers():
        place = aw.place_of(reseller)
        assert place.region == f"aw-{reseller.territory}"
        assert place.province in aw.region_of(reseller.territory).provinces
        assert place.city in {city.name for city in divisions.cities()[place.province]}
        seen.add(place.province)
    assert len(seen) == 34


def test_places_and_owners_never_change():
    first = aw.resellers()[0]
    assert (first.slug, first.owner, aw.place_of(first)) == ("a-bike-store", "王慧敏", aw.Place("aw-1", "13", "承德市"))


def test_portal_addresses_are_free_and_valid():
    slugs = [reseller.slug for reseller in aw.resellers()]
    assert len(set(slugs)) == 701
    assert all(LABEL.match(slug) and slug not in RESERVED for slug in slugs)
    assert all(len(reseller.short_name) <= 40 for reseller in aw.resellers())


@pytest.mark.parametrize("source", [aw.orders, lambda: aw.orders_until(TODAY)])
def test_no_order_breaks_its_credit_limit(source):
    resellers, moves = {reseller.key: reseller for reseller in aw.resellers()}, defaultdict(list)
    for order in source():
        paid = aw.payment_day(order, resellers[order.reseller])
        moves[order.reseller] += [(order.order_date, order.amount), (paid + timedelta(days=1), -order.amount)]
    for key, changes in moves.items():
        owed = most = Decimal(0)
        for _day, change in sorted(changes, key=lambda move: (move[0], -move[1])):
            owed += change
            most = max(most, owed)
        assert most <= resellers[key].credit_limit


def test_small_installations_take_all_territories():
    chosen = aw.first_resellers(60)
    assert Counter(Counter(reseller.territory for reseller in chosen).values()) == {6: 10}
    assert len(aw.first_resellers(1000)) == 701


def test_quotas_cover_three_months_and_add_up():
    quota = aw.quotas()[0]
    months = quota.months()
    assert [day.isoformat() for day, _amount in months] == ["2010-12-01", "2011-01-01", "2011-02-01"]
    assert sum(amount for _day, amount in months) == quota.amount
    assert max(quota.first_month for quota in aw.quotas()) == date(2013, 9, 1)


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (TODAY, 13),
        (date(2026, 11, 1), 13),
        (date(2026, 10, 31), 12),
        (date(2027, 2, 1), 13),
        (date(2013, 11, 30), 0),
        (date(2013, 5, 1), -1),
    ],
)
def test_the_newest_month_becomes_this_month_or_the_last_such_month(today, years):
    assert aw.shift_years(aw.NEWEST_MONTH, today) == years


def test_29_february_becomes_28_where_there_is_none():
    assert aw.shift_day(date(2012, 2, 29), 13) == date(2025, 2, 28)
    assert aw.shift_day(date(2012, 2, 29), 4) == date(2016, 2, 29)


@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 1), date(2026, 11, 28), date(2026, 11, 30), date(2027, 2, 3)])
def test_moved_orders_never_lie_after_today_and_months_keep_their_sums(today, orders):
    moved = list(aw.orders_until(today))
    keys = [(order.order_date, order.number) for order in moved]
    assert keys == sorted(keys) and keys[-1][0] <= today
    years, months, expected = aw.shift_years(aw.NEWEST_MONTH, today), Counter(), Counter()
    for order in moved:
        months[order.order_date.year, order.order_date.month] += order.amount
        assert order.order_date < order.ship_date < order.due_date
    for order in orders:
        expected[order.order_date.year + years, order.order_date.month] += order.amount
    assert months == expected
