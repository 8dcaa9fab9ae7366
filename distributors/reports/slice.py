"""What part of the ledger a page is about: a fact, a period and what is drilled to, as said by its URL."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from distributors.models import Fact
from distributors.models.ledger import NO_LINE
from distributors.reports import period as periods

ALL = "all"  # ?area=all: every region
NONE, ONLY = "none", "only-"  # ?line=none: without product line; ?line=only-<id>: the line without those below it
BY = {
    "region": _("Region"),
    "province": _("Province"),
    "distributor": _("Distributor"),
    "person": _("Salesperson"),
    "line": _("Product line"),
    "month": _("Month"),
    "document": _("Document"),
    "entry": _("Single lines"),
}
DRILL = ("region", "province", "distributor", "person", "document")
DIMENSION = {
    "region": "region", "province": "province", "distributor": "distributor", "person": "salesperson",
    "document": "document", "line": "product_line",
}  # fmt: skip
MIX = {"channel": False, "direct": True}


class NotThere(Exception):
    """What the URL names is not there, or not for this person: the same answer for both."""


@dataclass(frozen=True)
class Slice:
    """region … document: UUID or None. line: text of ?line= or "". mix: "", "channel" or "direct". by: what the table
    lists, "" for the next level below. region_ids: the regions that may be seen at all, None for every one."""

    fact: str
    period: periods.Period
    region: UUID | None = None
    province: UUID | None = None
    distributor: UUID | None = None
    person: UUID | None = None
    document: UUID | None = None
    line: str = ""
    mix: str = ""
    by: str = ""
    region_ids: frozenset | None = None

    @property
    def level(self):
        """What the table lists: asked for, or the level below the deepest that is fixed."""
        if self.by:
            return self.by
        if self.document:
            return "entry"
        if self.distributor:
            return "document" if self.person else "person"
        if self.person or self.province:
            return "distributor"
        return "province" if self.region else "region"

    @property
    def line_id(self):
        """The product line's id without what ?line= adds to it; None when there is none."""
        return NO_LINE if self.line == NONE else UUID(self.line.removeprefix(ONLY)) if self.line else None

    def conditions(self, names):
        """{dimension: its values} for source.Query. The regions of the person are always among them."""
        found = {}
        if self.region:
            found["region"] = [self.region]
        elif self.region_ids is not None:
            found["region"] = sorted(self.region_ids)
        for name in DRILL[1:]:
            if getattr(self, name):
                found[DIMENSION[name]] = [getattr(self, name)]
        if self.line:
            alone = self.line == NONE or self.line.startswith(ONLY)
            found["product_line"] = [self.line_id] if alone else names.under(self.line_id)
        if self.mix:
            found["direct"] = [MIX[self.mix]]
        return found

    def parameters(self):
        said = {} if self.fact == Fact.APPROVED else {"fact": str(self.fact)}
        said |= self.period.parameters
        for name in (*DRILL, "line", "mix", "by"):
            if value := getattr(self, name):
                said[name] = str(value)
        return said

    def url(self, **changes):
        """The page of this slice with other values; by goes back to the level below, unless it is named. A figure's
        link is this page: its total is the figure."""
        return self.to(**{"by": "", **changes}).here

    @property
    def here(self):
        """The page of this slice as it is."""
        # ids, days and words of our own: nothing that an address would have to quote
        return "?" + "&".join(f"{name}={value}" for name, value in self.parameters().items())

    def to(self, **changes):
        return replace(self, **changes)


def slice_of(parameters, names, today, region_ids=None):
    """The Slice that a page's parameters (request.GET) say. Raises NotThere for a region, province or product line
    that is unknown or not for this person; an unknown fact, period or table is as if it were not said."""
    given = {name: _uuid(parameters.get(name)) for name in DRILL}
    # ?area= comes from the filter row: another region than the one in the address begins anew below it
    area = _uuid(parameters.get("area", "").replace(ALL, "")) if parameters.get("area") else given["region"]
    if area != given["region"]:
        given = dict.fromkeys(DRILL) | {"region": area}
    if given["region"] and given["region"] not in names.regions:
        raise NotThere
    if given["province"] and given["province"] not in names.provinces:
        raise NotThere
    fact, by, mix = parameters.get("fact"), parameters.get("by", ""), parameters.get("mix", "")
    return Slice(
        fact=Fact(fact) if fact in Fact.values else Fact.APPROVED,
        period=periods.period_of(parameters, today),
        line=_line(parameters.get("line", ""), names),
        mix=mix if mix in MIX else "",
        by=by if by in BY else "",
        region_ids=region_ids,
        **given,
    )


def _line(text, names):
    """?line= in one spelling: "", "none", an id or only-<id>."""
    if text in ("", NONE):
        return text
    id_ = _uuid(text.removeprefix(ONLY))
    if id_ not in names.lines:
        raise NotThere
    return f"{ONLY if text.startswith(ONLY) else ''}{id_}"


def _uuid(text):
    """None when nothing is said. Raises NotThere for what is no id."""
    if not text:
        return None
    try:
        return UUID(text[:40])
    except ValueError:
        raise NotThere from None
