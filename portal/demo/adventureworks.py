"""The whole of AdventureWorks as one installation. Every part takes what is there and goes on from it."""

import time
from collections import Counter
from datetime import date

from portal import adventureworks as aw
from portal.demo import catalogue
from portal.demo.distributors import load_distributors, staff
from portal.demo.people import People, load_targets
from portal.demo.progress import Progress
from portal.demo.reference import load_reference
from portal.demo.replay import Replay, key_of, replayed
from portal.lib import dates
from tenants.member import system

DEMO_DISTRIBUTORS = 60


def load(*, everything=False, keep_dates=False, count=DEMO_DISTRIBUTORS, out=None):
    """Load the data set. everything: all 701 distributors, else `count` of them. keep_dates: 2010 to 2013, else moved
    by whole years so that the newest month is the current one. Returns a Counter of what was made and its seconds."""
    started, by, today = time.monotonic(), system("AdventureWorks"), dates.today()
    years = 0 if keep_dates else aw.shift_years(aw.NEWEST_MONTH, today)
    load_reference(by, groups=[(r.code, r.name, r.name_en, r.rank, r.provinces) for r in aw.regions()])
    people = People()
    desks, salespeople = people.hq(), people.salespeople()
    resellers = aw.resellers() if everything else aw.first_resellers(count)
    wanted = {reseller.key for reseller in resellers}
    load_targets(salespeople, years, wanted)
    opened = aw.shift_day(date(2010, 12, 1), years)
    with Progress("Products", len(aw.products()), out) as bar, dates.at(opened):
        products = catalogue.load_products(by, bar)
        catalogue.load_price_lists(by, products, years)
    with Progress("Distributors", len(resellers), out) as bar:
        places = load_distributors(by, resellers, people, salespeople, opened=opened, progress=bar)
    source = list(_orders(keep_dates, today, wanted))
    there = replayed()
    missing = [order for order in source if key_of(order) not in there]
    needed = Counter()
    for order in missing:
        for line in order.lines:
            needed[line.sku] += line.quantity
    with dates.at(opened):
        catalogue.load_stock(by, products, needed)
    replay = Replay(
        desk=staff(desks["desk"], "order_desk"), finance=staff(desks["finance"], "finance"),
        warehouse=staff(desks["warehouse"], "warehouse"), salespeople=salespeople, now=dates.now(),
        leave_open=not keep_dates,
    )  # fmt: skip
    made = Counter(distributors=len(places), products=len(products))
    with Progress("Orders", len(source), out) as bar:
        bar.skip(len(source) - len(missing))
        for order in missing:
            replay.order(order, places[order.reseller])
            made["orders"] += 1
            made["lines"] += len(order.lines)
            bar.step()
    made["seconds"] = round(time.monotonic() - started)
    return made


def _orders(keep_dates, today, wanted):
    found = aw.orders() if keep_dates else aw.orders_until(today)
    return (order for order in found if order.reseller in wanted)
