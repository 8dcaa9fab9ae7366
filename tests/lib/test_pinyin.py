import time

import pytest

from portal.lib import pinyin
from tests.lib.vector_files import vectors


def spellings(*texts):
    return pinyin.search_text(*texts).split("\n")


def letters(reading):
    return "".join(character for character in reading if not character.isdigit())


@pytest.mark.parametrize("row", vectors("pinyin_places"), ids=lambda row: row["text"])
def test_places_are_found_and_ordered_by_their_own_reading(row):
    reading = letters(row["pinyin"])
    assert pinyin.sort_key(row["text"]) == reading
    assert {reading.replace(" ", ""), "".join(part[0] for part in reading.split())} <= set(spellings(row["text"]))


@pytest.mark.parametrize("row", vectors("pinyin_surnames"), ids=lambda row: row["surname"])
def test_people_are_found_by_their_surname(row):
    for reading in row["pinyin"].split(" or "):
        syllables = letters(reading).split()
        assert {"".join(syllables) + "ming", "".join(part[0] for part in syllables) + "m"} <= set(
            spellings(row["surname"] + "明")
        )
    first = letters(row["pinyin"].split(" or ")[0])
    assert pinyin.sort_key(row["surname"] + "明", person=True) == f"{first} ming"


def test_every_reading_of_a_polyphone_is_found():
    assert {"cqca", "zqca", "chongqingchangan", "zhongqingchangan"} <= set(spellings("重庆长安"))
    assert {"zm", "cm"} <= set(spellings("曾明"))


def test_latin_digits_and_chinese_are_found_together():
    assert {"gps定位模块 m10-b", "gps定位模块m10b", "gpsdingweimokuaim10b", "gpsdwmkm10b"} <= set(
        spellings("ＧＰＳ定位模块 M10-B")
    )


def test_a_phone_is_found_by_its_digits():
    assert "13812345678" in spellings("+86 138-1234 5678")
    assert "01062551234-801" in spellings("(010) 6255 1234 转 801")


def test_nothing_gives_nothing():
    assert pinyin.search_text(None, "", " \x00 ") == ""


def test_many_polyphones_stay_few_spellings():
    text = pinyin.search_text("重长行曾单解都传参卡模色和会" * 3)
    assert len(text.split("\n")) <= 2 + 2 * pinyin.MOST_READINGS


def test_a_long_text_is_cut():
    assert len(spellings("长" * 5000)[0]) == pinyin.MOST_TEXT


def test_keys_order_chinese_latin_and_numbers():
    names = ["展览", "安徽", "ABB 10", "ABB 9", "北京", "重庆"]
    assert sorted(names, key=pinyin.sort_key) == ["ABB 9", "ABB 10", "安徽", "北京", "重庆", "展览"]


def test_a_product_name_takes_less_than_a_millisecond():
    name = "重庆长安汽车电子信息传感器模块有限公司单"
    pinyin.search_text(name)
    best = min(_seconds(name) for _ in range(20))
    assert best < 0.001


def _seconds(name):
    start = time.process_time()
    pinyin.search_text(name)
    return time.process_time() - start
