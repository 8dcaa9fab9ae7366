"""The national page and HQ's first page, as people open them."""

import random
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from distributors.domain.ledger import Paper, Wanted, post
from distributors.models import Fact, LedgerDelta, LedgerEntry
from portal.lib import dates
from tenants.models import Distributor

D = Decimal


def sell(world, place, who, amount, number="DD-2026-000001", day=None):
    paper = Paper("order", uuid4(), number, world.users[who].pk, who)
    wanted = [Wanted(Fact.APPROVED, day or dates.today(), D(amount), D(0), 1, sku="G-1", quantity=D(1))]
    post(place, paper, wanted, facts=[Fact.APPROVED], new=True)
    return paper.id


def total_on(page):
    return re.search(r'class="report-total".*?<b>(.*?)</b>', page.content.decode(), re.S)[1]


def test_the_page_leads_down_to_the_lines_and_keeps_the_figure(world, client_of):
    sell(world, world.acme, "sales", "1234.50")
    client = client_of("executive")
    page = client.get("/national/")
    assert total_on(page) == "1,234.50"
    for _level in range(5):
        link = re.search(r'<tbody><tr><td data-label="[^"]*"><a href="(\?[^"]*)">[^<]*</a>[^\n]*1,234\.50',
                         page.content.decode().partition('class="tabs"')[2])  # fmt: skip
        page = client.get("/national/" + link[1].replace("&amp;", "&"))
        assert (page.status_code, total_on(page)) == (200, "1,234.50")
    assert "G-1" in page.content.decode()


def test_a_channel_manager_sees_the_own_regions_only(world, client_of):
    sell(world, world.acme, "sales", 100)
    theirs = sell(world, world.bolt, "stranger", 7777)
    client, south = client_of("manager"), world.bolt
    assert total_on(client.get("/national/")) == "100.00"
    for by in ("province", "distributor", "person", "line", "month", "document", "entry"):
        page = client.get(f"/national/?by={by}").content.decode()
        assert "7,777" not in page and south.name not in page and str(theirs) not in page
    for there in (
        f"region={south.region_id}", f"distributor={south.pk}", f"document={theirs}", f"area={south.region_id}",
        f"person={world.users['stranger'].pk}", f"distributor={south.pk}&document={theirs}", f"region={uuid4()}",
        "region=x",
    ):  # fmt: skip
        assert client.get(f"/national/?{there}").status_code == 404
        assert client.get(f"/national/?{there}&export=xlsx").status_code == 404
    assert total_on_or_empty(client.get(f"/national/?province={south.province_id}")) == "0"
    assert "7,777" not in client.get("/").content.decode()
    assert "7,777" not in client.get("/figures/").content.decode()


def total_on_or_empty(page):
    return "0" if 'class="empty"' in page.content.decode() else total_on(page)


@pytest.mark.parametrize("who", ["warehouse", "service_desk"])
def test_without_the_right_there_is_the_list_of_what_waits_and_no_figure(world, client_of, who):
    client = client_of(who)
    home = client.get("/")
    assert home.status_code == 200 and "What waits for me" in home.content.decode()
    assert 'id="figures"' not in home.content.decode()
    assert client.get("/national/").status_code == client.get("/figures/").status_code == 403


def test_the_first_page_is_refreshed_from_figures_that_are_exact_at_commit(world, client_of):
    client = client_of("executive")
    assert 'data-poll="/figures/"' in client.get("/").content.decode()
    sell(world, world.acme, "sales", 12)
    assert 'title="12.00"' in client.get("/figures/").content.decode()
    call_command("worker", once=True)
    assert not LedgerDelta.objects.exists()
    assert 'title="12.00"' in client.get("/figures/").content.decode()


def test_queries_are_the_same_with_one_and_with_thirty_distributors(world, client_of):
    client = client_of("executive")
    sell(world, world.acme, "sales", 100)
    pages = ("/national/", "/national/?by=distributor", "/national/?by=document", "/", "/figures/")
    few = [queries(client, page) for page in pages]
    others = [a_distributor_without_a_schema(world, number) for number in range(29)]
    for number, place in enumerate(others):
        sell(
            world,
            place,
            "sales",
            number,
            f"DD-{number}",
            dates.today() - timedelta(days=random.Random(1).randint(0, 90)),
        )
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 8


def queries(client, page):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(page).status_code == 200
    return len([q for q in seen if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "UPDATE"))])


def a_distributor_without_a_schema(world, number):
    like = world.acme
    return Distributor.objects.create(
        schema_name=f"d_none_{number}", slug=f"none-{number}", code=f"N{number}", name=f"分销商 {number}",
        region=like.region, province=like.province, tier=like.tier, opened_at=dates.now(),
    )  # fmt: skip


@pytest.mark.parametrize("which", ["xlsx", "lines", "mix"])
def test_every_table_is_an_excel_file(world, client_of, which):
    sell(world, world.acme, "sales", "1234.50")
    answer = client_of("executive").get(f"/national/?export={which}")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert 1234.5 in [cell.value for row in sheet.iter_rows() for cell in row]


def test_rows_come_fifty_a_page_and_the_total_is_of_all_pages(world, client_of):
    for number in range(60):
        sell(world, world.acme, "sales", 1, f"DD-{number:04}")
    page = client_of("executive").get("/national/?by=document&page=2")
    assert total_on(page) == "60.00" and "51–60 of 60" in page.content.decode()
    assert LedgerEntry.objects.count() == 60


def test_an_empty_period_says_what_to_do(world, client_of):
    page = client_of("executive").get("/national/?period=custom&from=2001-01-01&to=2001-02-01").content.decode()
    assert "Nothing was posted" in page and "Show everything of this year" in page


@pytest.mark.parametrize(
    "asked",
    [
        "line=only-",
        "line=only-none",
        "line=x",
        "document=x",
        "person=%00",
        "distributor={1}",
        "area=all1",
        "region=%27",
    ],
)
def test_what_no_link_says_is_not_there(world, client_of, asked):
    assert client_of("executive").get(f"/national/?{asked}").status_code == 404


@pytest.mark.parametrize(
    "asked",
    ["fact=x", "period=x", "period=custom&from=x&to=2999-01-01", "by=x", "mix=x", "page=999999999", "page=-1",
     "line=none", "period=custom&from=2024-02-29&to=2024-02-29", "by=entry&line=none", "by=person&period=today", "fact=committed"],
)  # fmt: skip
def test_an_odd_question_gets_a_page(world, client_of, asked):
    sell(world, world.acme, "sales", 5)
    assert client_of("executive").get(f"/national/?{asked}").status_code == 200
