"""The vector files in vectors, row by row."""

import csv
from pathlib import Path

FOLDER = Path(__file__).with_name("vectors")


def vectors(name):
    """The rows of a file as dicts."""
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
