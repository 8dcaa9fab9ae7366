import pytest

from portal.lib.companies import fold_name


@pytest.mark.parametrize(
    "one, other",
    [
        ("深圳市大疆创新科技有限公司", "深圳市 大疆（创新）科技有限责任公司"),
        ("比亚迪股份有限公司", "比亚迪股份"),
        ("北京探索者(工场)有限公司", "北京探索者（工场）有限公司"),
        ("ＡＣＭＥ Co., Ltd.", "acme"),
        ("Adventure Works Inc", "ADVENTURE WORKS, LTD"),
    ],
)
def test_spellings_of_one_company_compare_equal(one, other):
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("腾讯科技（深圳）有限公司", "腾讯科技（深圳）有限公司北京分公司"),
        ("美的集团股份有限公司", "美的股份有限公司"),
        ("深圳市甲科技有限公司", "深圳市乙科技有限公司"),
        ("Cisco", "Cis"),
    ],
)
def test_different_companies_stay_different(one, other):
    assert fold_name(one) != fold_name(other)


def test_a_name_never_folds_to_nothing():
    assert fold_name("有限公司") == "有限公司"
    assert fold_name(None) == ""
