"""Where in China the data set's territories and resellers stand.

The rule, fixed for good so that a second load finds everything in its place:

1. Each of the ten sales territories is one 大区 of whole provinces (TERRITORIES below), all 34 among them. So the
   sum of a 大区 is exactly the sum of its territory.
2. A reseller stands in a province of its territory's 大区: the SHA-256 of "<code>/province", read as a number, picks
   it, each province weighing the square root of its population, so that large ones get more and none stays empty.
3. Its city comes the same way from "<code>/city"; the capital weighs CAPITAL times as much as any other city.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from math import isqrt

from portal.lib import divisions

from .files import rows

CAPITAL = 4

# territory: (rank, name, English name, provinces)
TERRITORIES = {
    1: (1, "华北大区", "North China", ("13", "14", "15", "37")),
    2: (3, "东北大区", "Northeast China", ("21", "22", "23")),
    3: (6, "华中大区", "Central China", ("36", "41", "42", "43")),
    4: (4, "华东大区", "East China", ("31", "32", "34")),
    5: (5, "东南大区", "Southeast China", ("33", "35")),
    6: (7, "华南大区", "South China", ("44", "45", "46")),
    7: (2, "京津大区", "Beijing and Tianjin", ("11", "12")),
    8: (9, "西北大区", "Northwest China", ("61", "62", "63", "64", "65")),
    9: (10, "港澳台大区", "Hong Kong, Macao and Taiwan", ("71", "81", "82")),
    10: (8, "西南大区", "Southwest China", ("50", "51", "52", "53", "54")),
}


@dataclass(frozen=True, slots=True)
class Territory:
    """A sales territory as the data set has it: 4, Southwest, United States, North America."""

    key: int
    name: str
    country: str
    group: str


@dataclass(frozen=True, slots=True)
class Region:
    """The 大区 a territory became. provinces: their two-digit codes. territory: the territory's key."""

    code: str
    name: str
    name_en: str
    rank: int
    provinces: tuple[str, ...]
    territory: int


@dataclass(frozen=True, slots=True)
class Place:
    region: str  # code
    province: str  # code
    city: str  # name


@cache
def territories():
    """The ten, in order of key."""
    return tuple(Territory(**row | {"key": int(row["key"])}) for row in rows("territories.csv"))


@cache
def regions():
    """The ten 大区, in order of rank."""
    made = [
        Region(f"aw-{key}", name, name_en, rank, provinces, key)
        for key, (rank, name, name_en, provinces) in TERRITORIES.items()
    ]
    return tuple(sorted(made, key=lambda region: region.rank))


@cache
def region_of(territory):
    """The Region of a territory's key, 1 to 10."""
    return next(region for region in regions() if region.territory == territory)


def place_of(reseller):
    """Place of a reseller (anything with a code and a territory), by the rule above."""
    region = region_of(reseller.territory)
    province = pick(f"{reseller.code}/province", [(code, _weights()[code]) for code in region.provinces])
    capital, *others = divisions.cities()[province]
    city = pick(f"{reseller.code}/city", [(capital, CAPITAL), *((other, 1) for other in others)])
    return Place(region.code, province, city.name)


@cache
def _weights():
    return {province.code: isqrt(province.population) for province in divisions.provinces()}


def pick(seed, weighted):
    """The same choice for the same seed, always. weighted: [(choice, whole weight > 0), …]."""
    number = int.from_bytes(hashlib.sha256(seed.encode()).digest()) % sum(weight for _choice, weight in weighted)
    for choice, weight in weighted:
        number -= weight
        if number < 0:
            return choice
    raise AssertionError("The number is below the sum of the weights.")
