import pytest
from django.utils import translation

from portal.lib import phones


@pytest.mark.parametrize(
    "text, folded, shown",
    [
        ("+86 138-1234 5678", "13812345678", "138 1234 5678"),
        ("０１３８１２３４５６７８"[1:], "13812345678", "138 1234 5678"),
        ("8613812345678", "13812345678", "138 1234 5678"),
        ("0086-21-62551234", "02162551234", "021-6255 1234"),
        ("(010) 6255 1234 转 801", "01062551234-801", "010-6255 1234 转 801"),
        ("021-62551234-8001", "02162551234-8001", "021-6255 1234 转 8001"),
        ("0755 8888 1234 ext 12", "075588881234-12", "0755-8888 1234 转 12"),
        ("400-123-4567", "4001234567", "400-123-4567"),
        ("+1 415 555 2671", "+14155552671", "+1 415 555 2671"),
        ("none", "", "none"),
        (None, "", ""),
    ],
)
def test_phones_compare_by_digits_and_show_in_groups(text, folded, shown):
    with translation.override("zh-hans"):
        assert (phones.fold(text), phones.show(text)) == (folded, shown)


def test_a_shown_phone_folds_to_the_same():
    for text in ("13812345678", "01062551234-801", "4001234567"):
        for language in ("zh-hans", "en"):
            with translation.override(language):
                assert phones.fold(phones.show(text)) == text


def test_mobile_numbers_are_told_apart():
    assert phones.is_mobile("+86 199 0000 0000")
    assert not phones.is_mobile("12012345678")
