"""The resellers of AdventureWorks, opened as distributors by the verb."""

from dataclasses import dataclass
from datetime import datetime, time

from distributors.domain.distributor import open_distributor
from portal import adventureworks as aw
from portal.lib import dates
from tenants.member import Member
from tenants.models import Distributor, Province, Region, Tier
from tenants.permissions import ROLES


@dataclass(frozen=True)
class Place:
    """A reseller, the distributor it became, and who acts there."""

    reseller: aw.Reseller
    distributor: Distributor
    owner: Member
    sales: Member


def load_distributors(by, resellers, people, salespeople, *, opened, progress):
    """{reseller key: Place}. A distributor that is open already is taken as it is. opened: the day they all open."""
    there = {d.slug: d for d in Distributor.objects.select_related("region", "province", "tier")}
    regions = {r.code: r for r in Region.objects.all()}
    provinces = {p.code: p for p in Province.objects.all()}
    tiers = {t.code: t for t in Tier.objects.all()}
    managers = {}
    for person in aw.salespeople():
        if person.territory:
            managers.setdefault(person.territory, salespeople[person.key])
    places = {}
    for reseller in resellers:
        distributor = there.get(reseller.slug)
        if distributor is None:
            where = aw.place_of(reseller)
            with dates.at(datetime.combine(opened, time(9))):
                distributor = open_distributor(
                    by=by, slug=reseller.slug, code=reseller.code, name=reseller.name, short_name=reseller.short_name,
                    region=regions[where.region], province=provinces[where.province], city=where.city,
                    address=reseller.address, phone=reseller.phone, contact=reseller.owner, tier=tiers[reseller.tier],
                    manager=managers.get(reseller.territory), payment_days=reseller.payment_days,
                    credit_limit=reseller.credit_limit,
                )  # fmt: skip
        owner, sales = people.portal(distributor, reseller)
        places[reseller.key] = Place(
            reseller, distributor, _member(owner, "owner", distributor), _member(sales, "sales", distributor)
        )
        progress.step()
    return places


def _member(user, role, distributor):
    return Member(user.pk, user.name, "distributor", frozenset([role]), distributor, rights=ROLES[role])


def staff(user, role):
    """The Member of a person at HQ, without asking the database."""
    return Member(user.pk, user.name, "hq", frozenset([role]), rights=ROLES[role])
