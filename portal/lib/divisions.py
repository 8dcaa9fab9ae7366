"""Provinces, cities and the usual 大区 of China, as they come with the product (data/divisions/SOURCE.md)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "divisions"


@dataclass(frozen=True, slots=True)
class Region:
    """A usual 大区; HQ may group its provinces otherwise."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Province:
    """code: GB/T 2260, two digits. population: in 万, 2020. tile_row and tile_column count from 1, north to south."""

    code: str
    name: str  # 内蒙古
    full_name: str  # 内蒙古自治区
    name_en: str
    region: str
    tile_row: int
    tile_column: int
    population: int


@dataclass(frozen=True, slots=True)
class City:
    """A prefecture-level city; a municipality is its own only city. longitude and latitude may be None."""

    code: str
    province: str
    name: str
    longitude: float | None
    latitude: float | None


def _rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def regions():
    return tuple(Region(**row) for row in _rows("regions.csv"))


@cache
def provinces():
    """All 34, in order of code."""
    return tuple(
        Province(
            code=row["code"],
            name=row["name"],
            full_name=row["full_name"],
            name_en=row["name_en"],
            region=row["region"],
            tile_row=int(row["tile_row"]),
            tile_column=int(row["tile_column"]),
            population=int(row["population"]),
        )
        for row in _rows("provinces.csv")
    )


@cache
def cities():
    """{province code: its cities, the capital first}. Counties under a province directly are left out."""
    found = {}
    for row in _rows("cities.csv"):
        if row["name"]:
            longitude, latitude = (float(row[axis]) if row[axis] else None for axis in ("longitude", "latitude"))
            city = City(row["code"], row["province"], row["name"], longitude, latitude)
            found.setdefault(city.province, []).append(city)
    return {province: tuple(members) for province, members in found.items()}
