"""A national figure equals the ledger's entries, whatever is folded; its link leads to rows that sum up to it."""

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db.models import F, Sum
from django.http import QueryDict

from catalog.domain.product_line import save_product_line
from distributors.domain.fold import fold, fold_all
from distributors.domain.ledger import Paper, Wanted, post
from distributors.models import Fact, LedgerDelta, LedgerEntry, Target
from distributors.models.ledger import NO_LINE
from distributors.reports import national, table
from distributors.reports.names import Names
from distributors.reports.slice import BY, slice_of
from orders.domain.verify import differences_of_sums
from portal.lib import dates
from tenants.member import system

TODAY = date(2026, 11, 25)
FACTS = [Fact.ORDERED, Fact.APPROVED, Fact.SHIPPED, Fact.COLLECTED, Fact.RETURNED]


@pytest.fixture
def lines(world):
    """Ids of an upper product line, two lines below it, and one beside it."""
    by = system("tests")
    upper = save_product_line(by=by, code="upper", name="整机", tax_code="vat13")
    below = [save_product_line(by=by, code=f"b{n}", name=f"下级 {n}", parent=upper, tax_code="vat13") for n in (1, 2)]
    beside = save_product_line(by=by, code="beside", name="配件", tax_code="vat13")
    return [upper.pk, *(line.pk for line in below), beside.pk]


def at_random(world, lines, chance, postings=60):
    """Post documents of two distributors at random days; fold some of the deltas at random moments."""
    people = [(world.users[who].pk, who) for who in ("sales", "clerk", "stranger")]
    for number in range(postings):
        fact = chance.choice(FACTS)
        person, name = chance.choice(people)
        paper = Paper("order", uuid4(), f"DD-2026-{number:06}", person, name)
        day = TODAY - timedelta(days=chance.choice([0, 1, 20, 40, 300, 365, 366, 380, 500, 740]))
        rows = [a_line(chance, fact, day, position, lines) for position in range(1, chance.randint(2, 5))]
        place = chance.choice([world.acme, world.bolt])
        post(place, paper, rows, facts=[fact], new=True)
        if chance.random() < 0.2:  # an amendment: the ledger says the difference
            post(place, paper, rows[1:], facts=[fact])
        if chance.random() < 0.3:
            fold(limit=chance.randint(1, 9))


def a_line(chance, fact, day, position, lines):
    line = NO_LINE if fact == Fact.COLLECTED else chance.choice(lines)
    net = Decimal(chance.randint(-2000, 200000)) / 100
    return Wanted(
        fact, day, net, (net * 13 / 100).quantize(Decimal("0.01")), position, line, f"S-{position}", Decimal(1)
    )


def entries(**conditions):
    """The ledger's own sum, tax included."""
    found = LedgerEntry.objects.filter(**conditions).aggregate(sum=Sum(F("net") + F("tax")))["sum"]
    return found or Decimal(0)


def total_of(url, names, region_ids=None):
    slice_ = slice_of(QueryDict(url.removeprefix("?")), names, TODAY, region_ids)
    return national.overview(slice_, names, TODAY).total


@pytest.mark.parametrize("seed", range(6))
def test_every_figure_equals_the_entries_and_its_link_leads_to_it(world, lines, seed):
    chance = random.Random(seed)
    with dates.at(TODAY):
        at_random(world, lines, chance)
    assert LedgerDelta.objects.exists()  # some are folded, some are not
    names = Names()
    for fact in FACTS:
        period = chance.choice(["", "month", "today", "last_year", "custom"])
        days = {"from": "2025-11-10", "to": "2026-02-17"} if period == "custom" else {}
        slice_ = slice_of({"fact": fact, "period": period} | days, names, TODAY)
        span = slice_.period.span
        view = national.overview(slice_, names, TODAY)
        assert view.total == entries(fact=fact, day__range=(span.start, span.end))
        assert view.total_before == entries(
            fact=fact, day__range=(slice_.period.before.start, slice_.period.before.end)
        )
        for by in BY:
            if by == "month" and period != "":
                continue  # the months of the year, not of a shorter period
            follow(slice_.to(by=by), names)
    fold_all()
    assert differences_of_sums() == []


def follow(slice_, names):
    """The rows of the table sum up to the total, and each link's page says the row's figure."""
    view = national.overview(slice_, names, TODAY)
    rows = table.table(slice_, view, names, TODAY, limit=None).rows
    assert sum(row.amount for row in rows) == view.total
    if slice_.level != "entry":
        for row in rows[:4]:
            assert total_of(row.url, names) == row.amount, row


def test_the_way_down_keeps_its_figure_to_the_last_line(world, lines):
    chance = random.Random(7)
    with dates.at(TODAY):
        at_random(world, lines, chance)
    names, slice_, seen = Names(), slice_of({}, Names(), TODAY), []
    while slice_.level != "entry":
        view = national.overview(slice_, names, TODAY)
        row = table.table(slice_, view, names, TODAY).rows[0]
        seen.append(slice_.level)
        slice_ = slice_of(QueryDict(row.url[1:]), names, TODAY)
        assert national.overview(slice_, names, TODAY).total == row.amount
    assert seen == ["region", "province", "distributor", "person", "document"]
    last = table.table(slice_, national.overview(slice_, names, TODAY), names, TODAY, limit=None)
    assert sum(entry.net + entry.tax for entry in last.rows) == row.amount


@pytest.mark.parametrize("folded", [True, False])
def test_the_headline_says_today_month_and_year_with_the_same_days_a_year_before(world, lines, folded):
    with dates.at(TODAY):
        at_random(world, lines, random.Random(3))
    if folded:
        fold_all()
    _state, figures = national.headline(TODAY)
    for fact in national.HEADLINE:
        said = figures[fact]
        assert said.today == entries(fact=fact, day=TODAY)
        assert said.month == entries(fact=fact, day__range=(date(2026, 11, 1), date(2026, 11, 30)))
        assert said.year == entries(fact=fact, day__year=2026)
        assert said.today_before == entries(fact=fact, day=date(2025, 11, 25))
        assert said.month_before == entries(fact=fact, day__range=(date(2025, 11, 1), date(2025, 11, 25)))
        assert said.year_before == entries(fact=fact, day__range=(date(2025, 1, 1), date(2025, 11, 25)))


def test_a_product_line_holds_the_lines_below_it_and_itself(world, lines):
    upper, one, two, beside = lines
    with dates.at(TODAY):
        for number, line in enumerate(lines):
            paper = Paper("order", uuid4(), f"DD-{number}", world.users["sales"].pk, "sales")
            post(world.acme, paper, [Wanted(Fact.APPROVED, TODAY, Decimal(10**number), Decimal(0), 1, line)],
                 facts=[Fact.APPROVED], new=True)  # fmt: skip
    names = Names()
    top = slice_of({"by": "line"}, names, TODAY)
    rows = {row.id: row for row in table.lines(top, national.overview(top, names, TODAY), names)}
    assert {key: row.amount for key, row in rows.items()} == {upper: 111, beside: 1000}
    inside = slice_of(QueryDict(rows[upper].url[1:]), names, TODAY)
    rows = {row.id: row for row in table.lines(inside, national.overview(inside, names, TODAY), names)}
    assert {key: row.amount for key, row in rows.items()} == {upper: 1, one: 10, two: 100}
    assert all(total_of(row.url, names) == row.amount for row in rows.values())


def test_targets_are_held_against_people_and_the_country_not_against_a_region(world, lines):
    person = world.users["sales"]
    Target.objects.create(salesperson=person, month=date(2026, 11, 1), amount=Decimal(500))
    names = Names()
    people = slice_of({"by": "person", "period": "month"}, names, TODAY)
    view = national.overview(people, names, TODAY)
    assert view.targets == {date(2026, 11, 1): 500}
    assert [(row.id, row.amount, row.target) for row in table.table(people, view, names, TODAY).rows] == [
        (person.pk, 0, 500)
    ]
    north = slice_of({"region": str(world.acme.region_id)}, names, TODAY)
    assert national.overview(north, names, TODAY).targets == {}


def test_direct_sales_are_told_apart(world, lines):
    world.bolt.kind = world.bolt.Kind.BRANCH
    with dates.at(TODAY):
        at_random(world, lines, random.Random(9), postings=20)
    names = Names()
    slice_ = slice_of({"fact": "shipped"}, names, TODAY)
    view = national.overview(slice_, names, TODAY)
    channel, direct = table.mix(slice_, view)
    assert channel.amount == entries(fact="shipped", day__year=2026, direct=False) == total_of(channel.url, names)
    assert direct.amount == entries(fact="shipped", day__year=2026, direct=True) == total_of(direct.url, names)
