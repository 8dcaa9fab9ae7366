"""The 701 resellers, and what the product needs to know of them that the data set does not say.

Fixed rules, so that every load gives the same: the portal address is the name in small letters (a second reseller
of a name gets -2); the owner is a made-up person picked from two short lists by the reseller's code; the tier follows
the annual revenue, the payment term the tier; the credit limit covers half again of the most the reseller ever owed,
so that the order history passes it.
"""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache

from .files import decimal_or_none, rows
from .regions import TERRITORIES, pick

SLUG_LENGTH = 30
SHORT_NAME_LENGTH = 40
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_NAMES = (  # two signs each
    "建国志强海燕丽华晓东文博秀英国栋雪梅永刚佳怡明辉春燕立新婷婷俊杰玉兰家豪思远红霞"
    "振华晓琳鹏飞淑芬浩然雅静卫东欣怡少华美玲成林慧敏德胜桂芳子轩静怡向阳月娥天佑若兰"
)

# (annual revenue from, tier, payment days, least credit limit)
TIERS = (
    (Decimal(300_000), "gold", 60, Decimal(500_000)),
    (Decimal(100_000), "silver", 45, Decimal(200_000)),
    (Decimal(0), "standard", 30, Decimal(100_000)),
)
TIER_NAMES = {"gold": ("金牌", "Gold"), "silver": ("银牌", "Silver"), "standard": ("普通", "Standard")}
LIMIT_STEP = Decimal(50_000)


@dataclass(frozen=True, slots=True)
class Reseller:
    """A reseller with its real-world address as in the data; place_of() tells its place in China.

    orders, sales: how many orders it has and their sum. peak_exposure: the most it could owe at one time when it
    pays at the latest by payment_day(), with a month to spare; zero without orders.
    """

    key: int
    code: str
    slug: str
    name: str
    business_type: str
    product_line: str
    territory: int
    city: str
    state: str
    country: str
    address: str
    phone: str
    employees: int
    year_opened: int
    annual_sales: Decimal
    annual_revenue: Decimal
    bank: str
    orders: int
    sales: Decimal
    peak_exposure: Decimal

    @property
    def short_name(self):
        return self.name if len(self.name) <= SHORT_NAME_LENGTH else self.name[:SHORT_NAME_LENGTH].rsplit(" ", 1)[0]

    @property
    def owner(self):
        """A made-up person's name."""
        surname = pick(f"{self.code}/surname", [(sign, 1) for sign in SURNAMES])
        given = [(GIVEN_NAMES[n : n + 2], 1) for n in range(0, len(GIVEN_NAMES), 2)]
        return surname + pick(f"{self.code}/given", given)

    @property
    def email(self):
        return f"owner@{self.slug}.example"

    @property
    def tier(self):
        """ "gold", "silver" or "standard"."""
        return self._terms[1]

    @property
    def payment_days(self):
        return self._terms[2]

    @property
    def credit_limit(self):
        """Whole steps of LIMIT_STEP, at least the tier's."""
        wanted = max(self._terms[3], self.peak_exposure * 3 / 2)
        return -(-wanted // LIMIT_STEP) * LIMIT_STEP

    @property
    def _terms(self):
        return next(terms for terms in TIERS if self.annual_revenue >= terms[0])


def payment_day(order, reseller):
    """The day an order is paid: a third of them five days early, a third on the day, a third 4 to 20 days late."""
    due = order.ship_date + timedelta(days=reseller.payment_days)
    return due + timedelta(days=pick(f"{order.number}/paid", [(-5, 4), (0, 4), (4, 1), (9, 1), (14, 1), (20, 1)]))


@cache
def resellers():
    """701, in order of key."""
    taken = set()
    return tuple(_reseller(row, _slug(row["name"], taken)) for row in rows("resellers.csv"))


def first_resellers(count):
    """The largest sellers of each territory in turn, `count` together, in order of key: for a small installation."""
    queues = defaultdict(list)
    for reseller in sorted(resellers(), key=lambda reseller: (reseller.sales, -reseller.key)):
        queues[reseller.territory].append(reseller)
    chosen = []
    while len(chosen) < min(count, len(resellers())):
        for territory in TERRITORIES:
            if queues[territory] and len(chosen) < count:
                chosen.append(queues[territory].pop())
    return tuple(sorted(chosen, key=lambda reseller: reseller.key))


def _reseller(row, slug):
    texts = ("code", "name", "business_type", "product_line", "city", "state", "country", "phone", "bank")
    numbers = ("key", "territory", "employees", "year_opened", "orders")
    return Reseller(
        **{name: row[name] for name in texts},
        **{name: int(row[name]) for name in numbers},
        slug=slug,
        address=", ".join(filter(None, (row["address"], row["address2"]))),
        annual_sales=Decimal(row["annual_sales"]),
        annual_revenue=Decimal(row["annual_revenue"]),
        sales=decimal_or_none(row["sales"]) or Decimal(0),
        peak_exposure=decimal_or_none(row["peak_exposure"]) or Decimal(0),
    )


def _slug(name, taken):
    """A free DNS label of at most SLUG_LENGTH for a name, cut between words; it is added to `taken`."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if not words[:1].isalpha():
        words = f"s-{words}"
    number, slug = 1, _cut(words, SLUG_LENGTH)
    while slug in taken:
        number += 1
        ending = f"-{number}"
        slug = _cut(words, SLUG_LENGTH - len(ending)) + ending
    taken.add(slug)
    return slug


def _cut(words, length):
    return words if len(words) <= length else words[: length + 1].rpartition("-")[0] or words[:length]
