from decimal import Decimal

import pytest

from catalog.domain.import_run import apply_import, counts, try_import, undo_import
from catalog.domain.price import price_for
from catalog.domain.product import save_product
from catalog.domain.stock import receive_stock, reserve
from catalog.models import ImportRun, Product, Stock
from portal.lib.errors import Refused
from portal.lib.workbooks import workbook

from .builders import DAY, HQ, a_line, a_price_list, a_product

pytestmark = pytest.mark.django_db


def tried(kind, headings, *rows, price_list=None):
    content = workbook("sheet", headings, rows)
    return try_import(kind, content=content, filename="sheet.xlsx", price_list=price_list, by=HQ)


def told(run):
    return [(row["row"], row["sku"], row["what"]) for row in run.report]


PRODUCTS = ["SKU", "名称", "产品线代码", "含税单价", "底价", "起订量"]


def test_trying_out_writes_nothing_and_says_what_each_row_would_do():
    a_product("OLD", name="旧", list_price="10")
    a_product("SAME", name="同", list_price="10")
    run = tried(
        "products",
        PRODUCTS,
        ["NEW", "新", "gnss", 12.5, 10, 1],
        ["OLD", "旧", None, 11, None, None],
        ["SAME", "同", a_line().name, 10, None, None],
        ["BAD", "坏", "gnss", -1, None, None],
        ["NOLINE", "无", "nowhere", 1, None, None],
        ["NEW", "新", "gnss", 12.5, 10, 1],
    )
    assert told(run) == [
        (2, "NEW", "new"),
        (3, "OLD", "changed"),
        (4, "SAME", "same"),
        (5, "BAD", "error"),
        (6, "NOLINE", "error"),
        (7, "NEW", "error"),
    ]
    assert not Product.objects.filter(sku="NEW").exists()
    assert Product.objects.get(sku="OLD").list_price == 10
    with pytest.raises(Refused):
        apply_import(run, by=HQ)
    assert Product.objects.get(sku="OLD").list_price == 10
    assert ImportRun.objects.get().status == "tried"


def test_applied_products_are_drafts_that_can_be_found_and_undoing_puts_the_rest_back():
    a_product("OLD", name="旧", list_price="10", floor_price=Decimal(5))
    run = tried(
        "products", PRODUCTS, ["NEW", "全站仪", "gnss", "1,234.5678", 100, 2], ["OLD", "老", None, 11, None, None]
    )
    assert counts(run) == {"new": 1, "changed": 1, "same": 0, "error": 0}
    run = apply_import(run, by=HQ)
    new, old = Product.objects.get(sku="NEW"), Product.objects.get(sku="OLD")
    assert (new.life_cycle, new.list_price, new.min_quantity) == ("draft", Decimal("1234.5678"), 2)
    assert "qzy" in new.search
    assert (old.life_cycle, old.name, old.list_price, old.floor_price) == ("published", "老", 11, 5)
    undo_import(run, by=HQ)
    old.refresh_from_db()
    assert (old.name, old.list_price) == ("旧", 10)
    assert Product.objects.get(sku="NEW").life_cycle == "retired"


def test_undoing_is_refused_when_a_row_was_changed_since():
    product = a_product("OLD", name="旧")
    run = apply_import(tried("products", PRODUCTS, ["OLD", "老", None, 11, None, None]), by=HQ)
    save_product(product, name="更老", by=HQ)
    with pytest.raises(Refused, match="OLD"):
        undo_import(run, by=HQ)
    assert Product.objects.get(sku="OLD").name == "更老"
    assert ImportRun.objects.get().status == "applied"


def test_a_run_is_applied_once():
    run = tried("products", PRODUCTS, ["NEW", "新", "gnss", 12.5, 10, 1])
    apply_import(run, by=HQ)
    with pytest.raises(Refused):
        apply_import(run, by=HQ)


def test_prices_with_breaks_are_filled_and_undone(acme):
    product, other = a_product("A"), a_product("B")
    price_list = a_price_list("all", {product: "90", other: "50"})
    run = tried(
        "price_list", ["货号", "起订量", "价格"], ["A", 1, 88], ["A", 10, 80], ["B", None, 50], price_list=price_list
    )
    assert [row["what"] for row in run.report] == ["changed", "new", "same"]
    run = apply_import(run, by=HQ)
    assert [price_for(product, acme, quantity=q, on=DAY).amount for q in (1, 10)] == [88, 80]
    undo_import(run, by=HQ)
    assert [price_for(product, acme, quantity=q, on=DAY).amount for q in (1, 10)] == [90, 90]


def test_an_unknown_sku_and_a_missing_price_hold_the_whole_price_list():
    price_list = a_price_list("all", {a_product("A"): "90"})
    run = tried("price_list", ["SKU", "价格"], ["A", 1], ["X", 1], ["A", None], price_list=price_list)
    assert [row["what"] for row in run.report] == ["changed", "error", "error"]
    with pytest.raises(Refused, match="2 rows"):
        apply_import(run, by=HQ)
    assert price_list.items.get().price == 90


def test_a_count_is_imported_and_undone_unless_the_stock_has_moved_since():
    product = a_product("A", stock=10)
    run = apply_import(tried("stock", ["SKU", "库存数量"], ["A", 7]), by=HQ)
    assert Stock.objects.get(product=product).on_hand == 7
    receive_stock({product.pk: 1}, document="PO-1", by=HQ)
    with pytest.raises(Refused, match="A"):
        undo_import(run, by=HQ)
    assert Stock.objects.get(product=product).on_hand == 8


def test_a_count_below_what_is_reserved_is_an_error():
    product = a_product("A", stock=10)
    reserve({product.pk: 5}, document="DD-1", by=HQ)
    assert told(tried("stock", ["SKU", "数量"], ["A", 4])) == [(2, "A", "error")]


@pytest.mark.parametrize("rows", [1, 30])
def test_the_number_of_rows_does_not_matter_to_the_number_of_queries(rows, django_assert_max_num_queries):
    run = tried("products", PRODUCTS, *[[f"N-{n}", "新", "gnss", 12, 10, 1] for n in range(rows)])
    with django_assert_max_num_queries(12):
        run = apply_import(run, by=HQ)
    prices = tried("stock", ["SKU", "数量"], *[[f"N-{n}", 4] for n in range(rows)])
    with django_assert_max_num_queries(13):
        apply_import(prices, by=HQ)
