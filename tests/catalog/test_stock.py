from decimal import Decimal

import pytest

from catalog.domain.stock import adjust_stock, dispatch, receive_stock, release, reserve, stock_of
from catalog.models import Stock, StockMove
from portal.lib.errors import Refused

from .builders import HQ, a_product

pytestmark = pytest.mark.django_db


def figures(product):
    row = Stock.objects.get(product=product)
    return row.on_hand, row.reserved


def test_what_is_there_is_reserved_and_the_rest_is_said():
    many, few, never = a_product(stock=10), a_product(stock=2), a_product()
    taken = reserve({many.pk: 4, few.pk: 5, never.pk: 1}, document="DD-1", by=HQ)
    assert taken == {many.pk: 4, few.pk: 2, never.pk: 0}
    assert [figures(many), figures(few)] == [(10, 4), (2, 2)]
    assert stock_of([many.pk, few.pk, never.pk]) == {many.pk: 6, few.pk: 0}


def test_reserved_goods_leave_or_are_given_back():
    product = a_product(stock=10)
    reserve({product.pk: 6}, document="DD-1", by=HQ)
    dispatch({product.pk: 4}, document="FH-1", by=HQ)
    release({product.pk: 2}, document="DD-1", by=HQ)
    assert figures(product) == (6, 0)


@pytest.mark.parametrize("verb", [dispatch, release])
def test_no_more_leaves_or_is_given_back_than_is_reserved(verb):
    first, second = a_product(stock=10), a_product("SHORT", stock=10)
    reserve({first.pk: 5, second.pk: 1}, document="DD-1", by=HQ)
    with pytest.raises(Refused, match="SHORT"):
        verb({first.pk: 5, second.pk: 2}, document="FH-1", by=HQ)
    assert [figures(first), figures(second)] == [(10, 5), (10, 1)]


@pytest.mark.parametrize("quantity", [0, -1, Decimal("0.0001"), Decimal("NaN"), 10**9])
def test_an_impossible_quantity_is_refused(quantity):
    product = a_product(stock=10)
    with pytest.raises(Refused):
        reserve({product.pk: quantity}, document="DD-1", by=HQ)
    assert figures(product) == (10, 0)


def test_a_count_changes_what_is_on_hand_but_never_below_what_is_reserved():
    product = a_product(stock=10)
    reserve({product.pk: 4}, document="DD-1", by=HQ)
    assert adjust_stock({product.pk: Decimal("4.5")}, document="count", by=HQ) == {product.pk: Decimal("-5.5")}
    with pytest.raises(Refused, match="4"):
        adjust_stock({product.pk: 3}, document="count", by=HQ)
    assert figures(product) == (Decimal("4.5"), 4)


def test_every_change_is_a_move_that_says_which_document_and_who():
    product = a_product()
    receive_stock({product.pk: 3}, document="PO-1", by=HQ)
    reserve({product.pk: 2}, document="DD-1", by=HQ)
    moves = StockMove.objects.filter(product=product).order_by("id").values_list("kind", "quantity", "document", "by")
    assert list(moves) == [("receive", 3, "PO-1", "head office"), ("reserve", 2, "DD-1", "head office")]


@pytest.mark.parametrize("count", [1, 30])
def test_the_number_of_lines_does_not_matter_to_the_number_of_statements(count, django_assert_max_num_queries):
    lines = {a_product(stock=5).pk: 2 for _ in range(count)}
    with django_assert_max_num_queries(6):  # 4 and the savepoint
        receive_stock(lines, document="PO-1", by=HQ)
    with django_assert_max_num_queries(5):  # 3 and the savepoint
        reserve(lines, document="DD-1", by=HQ)
    with django_assert_max_num_queries(5):
        dispatch(lines, document="FH-1", by=HQ)
