import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.domain.import_run import try_import
from catalog.domain.product import retire_product
from catalog.domain.product_line import save_product_line
from catalog.domain.stock import receive_stock
from catalog.models import ImportRun, PriceList, PriceListItem, Product, ProductLine, Stock
from portal.lib.workbooks import workbook

from .builders import HQ, a_line, a_price_list, a_product

pytestmark = pytest.mark.django_db


def of_the_catalogue(client, url):
    """(answer, the statements on the catalogue's tables)"""
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return answer, [query["sql"] for query in seen if "catalog_" in query["sql"]]


def some_goods(count, acme):
    for n in range(count):
        line = a_line(f"line-{n}", f"产品线 {n}", parent=a_line())
        product = a_product(line=line, stock=n, floor_price="95")
        for breaks, scope in [({1: "90", 10: "80"}, {}), ({1: "85"}, {"scope_distributor": acme})]:
            a_price_list(f"{product.sku}-{len(scope)}", {product: breaks}, **scope)
        content = workbook("sheet", ["SKU", "数量"], [[product.sku, 1]])
        try_import("stock", content=content, filename=f"{n}.xlsx", by=HQ)


LISTS = ["/products/", "/product-lines/", "/price-lists/", "/stock/", "/imports/"]


@pytest.mark.parametrize("url", LISTS)
def test_a_list_at_hq_asks_as_much_for_30_rows_as_for_one(url, client_of, acme):
    client = client_of("administrator")
    some_goods(1, acme)
    one = len(of_the_catalogue(client, url)[1])
    some_goods(29, acme)
    many = len(of_the_catalogue(client, url)[1])
    assert many <= one <= 5


def test_the_catalogue_asks_four_times_whatever_it_shows(client_of, acme):
    client = client_of("sales")
    assert len(of_the_catalogue(client, "/catalogue/")[1]) == 4
    some_goods(60, acme)
    answer, asked = of_the_catalogue(client, "/catalogue/")
    assert len(answer.context["products"]) == 40
    assert len(asked) == 4  # lines, count, rows with their stock, prices


def test_a_distributor_sees_its_own_price_and_never_the_floor_or_anothers(client_of, acme, bolt):
    product = a_product("SEEN", list_price="777", floor_price="555")
    a_price_list("own", {product: {1: "666", 10: "644"}}, scope_distributor=acme)
    a_price_list("theirs", {product: "611"}, name="Their secret list", scope_distributor=bolt)
    client = client_of("sales")
    for url in ("/catalogue/?q=SEEN", f"/catalogue/{product.pk}/", f"/catalogue/{product.pk}/price/?quantity=10"):
        page = client.get(url).text
        assert "644.00" in page and "555.00" not in page and "611.00" not in page and "Their secret" not in page, url


def test_the_database_itself_keeps_anothers_price_list_back(acme, bolt):
    from tests.builders import in_the_portal

    product = a_product()
    a_price_list("theirs", {product: "61"}, scope_distributor=bolt)
    assert in_the_portal(acme, lambda: PriceListItem.objects.filter(product=product).count()) == 0
    assert in_the_portal(bolt, lambda: PriceListItem.objects.filter(product=product).count()) == 1


def test_what_is_not_on_sale_is_not_in_the_catalogue(client_of):
    draft, retired = a_product("DRAFT", published=False), retire_product(a_product("GONE"), by=HQ)
    client = client_of("sales")
    page = client.get("/catalogue/?page_size=200").text
    assert "DRAFT" not in page and "GONE" not in page
    for product in (draft, retired):
        for url in (f"/catalogue/{product.pk}/", f"/files/products/{product.pk}/small.webp"):
            assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("shown", "stock", "text"),
    [
        ("none", 99, ""),
        ("traffic", 99, "In stock"),
        ("traffic", 2, "A little"),
        ("traffic", 0, "Out of stock"),
        ("exact", 7, "7"),
    ],
)
def test_stock_shows_as_far_as_hq_allows(shown, stock, text, client_of):
    line = save_product_line(a_line("shy", "泵"), stock_shown=shown, by=HQ)
    a_product("PUMP", line=line, stock=stock)
    rows = client_of("sales").get("/catalogue/?q=PUMP").context["products"]
    assert [row.stock_text for row in rows] == [text]


def test_filters_narrow_the_catalogue(client_of):
    top = a_line("top", "上")
    a_product("UNDER", line=a_line("below", "下", parent=top), stock=3, own_brand=False)
    a_product("EMPTY", line=top)
    client = client_of("sales")

    def skus(query):
        return [row.sku for row in client.get(f"/catalogue/?{query}").context["products"]]

    assert set(skus(f"line={top.pk}")) == {"UNDER", "EMPTY"}
    assert skus(f"line={top.pk}&stock=in") == ["UNDER"]
    assert skus("brand=False") == ["UNDER"]
    assert skus("q=unde") == ["UNDER"]


def test_pages_answer_wrong_parameters_calmly(client_of):  # SEC-5, SEC-29
    client = client_of("sales")
    for query in (
        "page=0",
        "page=1e9",
        "page_size=1e9",
        "page_size=999999999",
        "sort=floor_price",
        "line=x",
        "q=%00",
        "q=%25_",
    ):
        assert client.get(f"/catalogue/?{query}").status_code == 200, query
    product = a_product()
    for quantity in ("-1", "0", "1e-9", "NaN", "x", "９"):
        answer = client.get(f"/catalogue/{product.pk}/price/", {"quantity": quantity})
        assert answer.status_code == (200 if quantity == "９" else 409), quantity


def form_of(product, **changes):
    fields = {
        "sku": product.sku, "name": product.name, "unit": "台", "line": product.line_id, "tax_code": "vat13",
        "list_price": "￥1,200.5", "floor_price": "1000", "lead_days": "7", "own_brand": "on",
        "attributes": "频率：50 Hz",
    }  # fmt: skip
    return fields | changes


def test_hq_edits_a_product_with_what_people_type(client_of):
    product = a_product()
    answer = client_of("administrator").post(f"/products/{product.pk}/edit/", form_of(product))
    assert answer.status_code == 302
    product.refresh_from_db()
    assert (str(product.list_price), product.attributes) == ("1200.50", {"频率": "50 Hz"})


@pytest.mark.parametrize(
    "changes", [{"list_price": "-1"}, {"floor_price": "2000"}, {"list_price": "1e400"}, {"sku": "G-1"}]
)
def test_a_wrong_product_form_keeps_what_was_typed_and_changes_nothing(changes, client_of):  # SEC-31
    product = a_product(name="as it was")
    answer = client_of("administrator").post(f"/products/{product.pk}/edit/", form_of(product, name="typed", **changes))
    assert answer.status_code in (409, 422) and "typed" in answer.text
    product.refresh_from_db()
    assert product.name == "as it was"


def test_a_new_product_is_entered_published_and_retired_by_buttons(client_of):
    client = client_of("administrator")
    fields = form_of(a_product(), sku="BY-HAND", name="新")
    url = client.post("/products/new/", fields).url
    for button, life_cycle in [("publish", "published"), ("phase-out", "retiring"), ("retire", "retired")]:
        assert client.post(f"{url}{button}/").status_code == 302
        assert Product.objects.get(sku="BY-HAND").life_cycle == life_cycle
    assert client.post(f"{url}phase-out/").status_code == 409


def test_prices_are_entered_one_by_one_and_the_list_is_published(client_of):
    client, product = client_of("administrator"), a_product()
    url = client.post("/price-lists/new/", {"code": "N", "name": "New", "valid_from": "2026-01-01"}).url
    assert client.post(f"{url}publish/").status_code == 409
    assert client.post(f"{url}price/", {"sku": product.sku, "min_quantity": "10", "price": "80"}).status_code == 302
    assert client.post(f"{url}price/", {"sku": "NOBODY", "price": "80"}).status_code == 409
    assert client.post(f"{url}publish/").status_code == 302
    assert client.get(url).status_code == client.get(f"{url}?export=xlsx").status_code == 200
    assert PriceList.objects.get(code="N").status == "published"


def test_the_warehouse_receives_and_counts(client_of):
    client, product = client_of("warehouse"), a_product()
    for page, quantity, on_hand in [("receive", "5", 5), ("receive", "2.5", 7.5), ("adjust", "6", 6)]:
        answer = client.post(f"/stock/{page}/", {"sku": product.sku, "quantity": quantity, "document": "PO-1"})
        assert answer.status_code == 302 and client.get(answer.url).status_code == 200
        assert Stock.objects.get(product=product).on_hand == on_hand


def test_goods_that_are_sent_twice_come_in_once(client_of):
    client, product = client_of("warehouse"), a_product()
    form = {"sku": product.sku, "quantity": "5", "document": "PO-1", "idempotency_key": "one delivery"}
    for _sent in range(2):
        assert client.post("/stock/receive/", form).status_code == 302
    assert Stock.objects.get(product=product).on_hand == 5
    assert 'name="idempotency_key"' in client.get("/stock/receive/").text


@pytest.mark.parametrize("who", ["warehouse", "finance", "executive"])
def test_who_may_not_edit_sees_no_button_and_cannot_post(who, client_of):  # SEC-4
    client, product = client_of(who), a_product()
    assert "/edit/" not in client.get(f"/products/{product.pk}/").text
    for url in (f"/products/{product.pk}/edit/", f"/products/{product.pk}/retire/", "/products/new/", "/imports/new/"):
        assert client.post(url).status_code == 403
    assert ImportRun.objects.count() == 0


def test_why_this_price_at_hq_names_the_list(client_of, acme):
    product = a_product()
    a_price_list("own", {product: "85"}, name="Spring deal", scope_distributor=acme)
    answer = client_of("administrator").get(
        f"/products/{product.pk}/price/?distributor={acme.pk}&quantity=3&on=2026-04-01"
    )
    assert "Spring deal" in answer.text and "85.00" in answer.text


def test_every_page_of_hq_opens_and_lists_export(client_of, acme):
    client = client_of("administrator")
    some_goods(1, acme)
    receive_stock({Product.objects.first().pk: 1}, document="x", by=HQ)
    rows = [Product, PriceList, ImportRun, ProductLine]
    product, price_list, run, line = [model.objects.first().pk for model in rows]
    pages = [f"/products/{product}/", f"/products/{product}/edit/", f"/products/{product}/price/", f"/stock/{product}/",
             f"/price-lists/{price_list}/", f"/price-lists/{price_list}/edit/", f"/imports/{run}/", "/imports/new/",
             f"/product-lines/{line}/", "/product-lines/new/", "/price-lists/new/",
             "/products/new/", "/stock/adjust/"]  # fmt: skip
    for url in pages + [f"{url}?export=xlsx" for url in LISTS[:1] + LISTS[2:4]] + [f"/imports/{run}/?export=xlsx"]:
        assert client.get(url).status_code == 200, url
    for kind in ("products", "price_list", "stock"):
        assert client.get(f"/imports/template/{kind}.xlsx").status_code == 200
