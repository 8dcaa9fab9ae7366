"""Rows of the csv files in data/adventureworks, plain or gzipped, one at a time."""

import csv
import gzip
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "data" / "adventureworks"
PHOTOS = FOLDER / "photos"


def rows(name):
    """Yield a dict of texts per row of a file with a header row."""
    path = FOLDER / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def lists(name):
    """Yield a list of texts per row, without the header: for the long files, where it saves half the time."""
    path = FOLDER / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        yield from reader


def decimal_or_none(text):
    return Decimal(text) if text else None
