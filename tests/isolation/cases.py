"""The cases: every URL by every method, as parameters; how many were asked, and how many had nobody to ask."""

from collections import Counter

import pytest

from tests.isolation.table import OWN
from tests.isolation.urls import endpoints

METHODS = ("GET", "POST")
COUNTED = Counter()  # kind → requests


PLACE = {"hq": "hq", "distributor": "bolt", "www": "www"}  # where most questions are asked


def own_path(places, endpoint, at="bolt"):
    """The URL with what is there at a distributor."""
    return endpoint.path(places.values(endpoint.kwargs, at))


def foreign_path(places, endpoint, at):
    """bolt's URL, but what is a distributor's own in it is of `at` ("missing": of nobody)."""
    named = endpoint.row.get("foreign") or {name: t for name, t in endpoint.kwargs.items() if t in OWN}
    return endpoint.path(places.values(endpoint.kwargs, "bolt") | places.values(named, at))


def is_to_login(response):
    return response.status_code == 302 and response.url.startswith("/account/login/")


def each(chosen=lambda endpoint: True, methods=METHODS, skipped=""):
    """A decorator: the test is run for each endpoint that is chosen and each method, as (endpoint, method). skipped:
    under which heading those not chosen are counted."""
    cases = [
        pytest.param(endpoint, method, id=f"{endpoint}-{method}")
        for endpoint in endpoints()[0] for method in methods if chosen(endpoint)
    ]  # fmt: skip
    if skipped:
        COUNTED[skipped] += sum(len(methods) for endpoint in endpoints()[0] if not chosen(endpoint))
    return pytest.mark.parametrize(("endpoint", "method"), cases)


def count(kind):
    COUNTED[kind] += 1
