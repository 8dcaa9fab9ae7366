"""What every installation needs before the first distributor: places, tiers, tax rates, the two default steps."""

from datetime import date
from decimal import Decimal

from catalog.domain.tax_rate import save_tax_rate
from catalog.models import TaxRate
from distributors.models import ApprovalRule, ApprovalStep
from distributors.models.approval import DocumentKind, Step
from portal.lib import divisions
from tenants.models import Province, Region, Tier

TIERS = [("gold", "金牌", "Gold"), ("silver", "银牌", "Silver"), ("standard", "普通", "Standard")]
# (code, rate, from): 增值税 as it changed; 13 % since April 2019
RATES = [
    ("vat13", "0.17", date(1994, 1, 1)), ("vat13", "0.16", date(2018, 5, 1)), ("vat13", "0.13", date(2019, 4, 1)),
    ("vat9", "0.11", date(1994, 1, 1)), ("vat9", "0.10", date(2018, 5, 1)), ("vat9", "0.09", date(2019, 4, 1)),
    ("vat6", "0.06", date(1994, 1, 1)), ("vat0", "0", date(1994, 1, 1)),
]  # fmt: skip


def load_reference(by, *, groups=None):
    """Make what is missing; rows that are there stay as HQ edited them.

    groups: [(code, name, name_en, rank, province codes)], the 大区; the usual ones when left out.
    """
    if not Region.objects.exists():
        _places(groups or _usual_groups())
    for rank, (code, name, name_en) in enumerate(TIERS, start=1):
        Tier.objects.get_or_create(code=code, defaults={"name": name, "name_en": name_en, "rank": rank})
    if not TaxRate.objects.exists():
        for code, rate, day in RATES:
            save_tax_rate(code=code, rate=Decimal(rate), valid_from=day, by=by)
    if not ApprovalRule.objects.filter(kind=DocumentKind.ORDER).exists():
        rule = ApprovalRule.objects.create(kind=DocumentKind.ORDER, name="每张订单")
        ApprovalStep.objects.create(rule=rule, step=Step.REVIEW, rank=1, hours=4)
        ApprovalStep.objects.create(rule=rule, step=Step.RECHECK, rank=2, hours=8)


def _usual_groups():
    for rank, region in enumerate(divisions.regions(), start=1):
        codes = [p.code for p in divisions.provinces() if p.region == region.code]
        yield region.code, region.name, region.name_en, rank, codes


def _places(groups):
    provinces = {p.code: p for p in divisions.provinces()}
    for code, name, name_en, rank, codes in groups:
        region = Region.objects.create(code=code, name=name, name_en=name_en, rank=rank)
        Province.objects.bulk_create(
            Province(code=p.code, name=p.full_name, name_en=p.name_en, region=region, tile_row=p.tile_row,
                     tile_column=p.tile_column)
            for p in (provinces[c] for c in codes)
        )  # fmt: skip
