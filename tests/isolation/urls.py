"""Every URL of the three hosts, read from their resolvers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.urls import get_resolver, reverse

from tenants.permissions import EVERYONE, ROLES
from tests.isolation.table import HQ, OTHERS, OWN, PORTAL, WWW

OPEN, LOGIN = "open", "login"  # of views that are not ours: table.OTHERS says which
TABLES = {"hq": HQ, "distributor": PORTAL, "www": WWW}
ROLES_OF = {
    "distributor": ("owner", "sales", "clerk"),
    "hq": tuple(role for role in ROLES if role not in ("owner", "sales", "clerk", "visitor")),
    "www": (),
}
SPECIAL = {"foreign", "needs", "post"}  # of a row: not arguments
NOT_OURS = ("allauth.", "django.")


@dataclass(frozen=True)
class Endpoint:
    """right: "noun.verb", EVERYONE, or None for anybody. row: its line of the table."""

    side: str
    name: str
    route: str
    view: Callable
    row: object

    def __str__(self):
        return f"{self.side}:{self.name}"

    @property
    def ours(self):
        return not self.view.__module__.startswith(NOT_OURS)

    @property
    def right(self):
        if self.ours:
            return self.view.right
        return None if OTHERS[self.name] == OPEN else EVERYONE

    @property
    def kwargs(self):
        """The arguments of its path: {argument: name of a thing}."""
        return {name: thing for name, thing in self.row.items() if name not in SPECIAL}

    @property
    def public(self):
        return self.right is None

    @property
    def having(self):
        """The side's roles that have the right, the smallest first."""
        roles = [role for role in ROLES_OF[self.side] if self.right is EVERYONE or self.right in ROLES[role]]
        if needs := self.row.get("needs"):
            roles = [role for role in roles if ROLES[role].intersection(needs.split())]
        return sorted(roles, key=lambda role: len(ROLES[role]))

    @property
    def asker(self):
        """The role with the right that may do the least; None for a public page."""
        return None if self.public else self.having[0]

    @property
    def has_own(self):
        """Whether its path names what is one distributor's own."""
        return "foreign" in self.row or bool(OWN.intersection(self.kwargs.values()))

    @property
    def lacking(self):
        return [role for role in ROLES_OF[self.side] if role not in self.having]

    def path(self, kwargs):
        return reverse(self.name, kwargs=kwargs, urlconf=settings.URLCONFS[self.side])


def walk(resolver, prefix=""):
    """(route, URLPattern) of everything below a resolver."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern, route)
        else:
            yield route, pattern


@cache
def endpoints():
    """(endpoints, problems): what the tests walk over, and what of it nobody described."""
    found, problems = [], []
    for side, urlconf in settings.URLCONFS.items():
        for route, pattern in walk(get_resolver(urlconf)):
            problem = _problem(side, route, pattern)
            if problem:
                problems.append(problem)
            else:
                row = TABLES[side].get(pattern.name, {})
                found.append(Endpoint(side, pattern.name, route, pattern.callback, row))
    return found, problems


def _problem(side, route, pattern):
    where, view = f"{side} host, /{route}", pattern.callback
    if not pattern.name:
        return f"{where}: give the URL a name."
    if view.__module__.startswith(NOT_OURS):
        if pattern.name not in OTHERS:
            return f'{where}: say in table.OTHERS whether anybody may open "{pattern.name}" ("open") or not ("login").'
    elif not hasattr(view, "right"):
        return f"{where}: {view.__module__}.{view.__name__} has neither @allow(right) nor @public."
    named = set(getattr(pattern.pattern.regex, "groupindex", ()))
    row = TABLES[side].get(pattern.name, {})
    if named != set(row) - SPECIAL:
        sample = ", ".join(f'"{name}": "…"' for name in named)
        table = {"hq": "HQ", "distributor": "PORTAL", "www": "WWW"}[side]
        return f'{where}: add to table.{table}: "{pattern.name}": {{{sample}}}, each the name of a thing of places.py.'
    return ""
