"""Finding and ordering Chinese names by their sound.

A row stores `search_text(name, …)` in a text field `search` and `sort_key(name)` in a text field, both written by
the verb that writes the name. Lists then ask `matching(queryset, q)` and order by the key: no ICU, no extension.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from functools import cache, reduce
from itertools import product

from django.db.models import Q

from portal.lib import phones

# where dictionaries and pypinyin differ; readings of one syllable per character
PLACES = {"单县": "shan xian", "会稽": "kuai ji", "洪洞": "hong tong", "涡阳": "guo yang", "浚县": "xun xian"}
SURNAMES = {
    "单": "shan", "解": "xie", "曾": "zeng", "区": "ou", "仇": "qiu", "查": "zha", "朴": "piao", "任": "ren",
    "华": "hua", "覃": "qin", "盖": "ge", "乐": "yue", "缪": "miao", "翟": "zhai", "尉迟": "yu chi", "万俟": "mo qi",
    "澹台": "tan tai", "长孙": "zhang sun", "令狐": "ling hu",
}  # fmt: skip
ALSO = {"覃": {"tan"}, "洞": {"tong"}, "浚": {"xun"}, "会": {"kuai"}, "盖": {"ge"}, "乐": {"yue"}, "翟": {"di"}}

MOST_TEXT = 300  # characters of each text that are searched
MOST_READINGS = 32  # spellings kept of one text; a name with more polyphones keeps those nearest the usual reading
MOST_WORDS = 8


def search_text(*texts):
    """What `matching` looks in: each text lower-cased and without punctuation, its digits, and for Chinese every
    reading in full and in initials. Lower-cased, one spelling a line. None and "" are left out."""
    found = {}
    for text in texts:
        text = fold(text)[:MOST_TEXT]
        if text:
            squeezed = _squeeze(text)
            spellings = [text, squeezed]
            if sum(character.isdigit() for character in text) >= 7:
                spellings += [phones.fold(text), re.sub(r"\D", "", text)]
            found.update(dict.fromkeys(spellings))
            found.update(dict.fromkeys(_readings(squeezed)))
    return "\n".join(filter(None, found))


def matching(queryset, q, field="search"):
    """The rows whose `field`, written by search_text, contains every word of q. An empty q matches all.

    q: what a person typed, up to 8 words; blanks, width, case, dashes in phones and apostrophes do not matter,
    and % and _ are themselves.
    """
    conditions = []
    for word in fold(q).split()[:MOST_WORDS]:
        spellings = {word[:100], _squeeze(word)[:100], phones.fold(word) if re.search(r"\d{7}", _squeeze(word)) else ""}
        conditions.append(reduce(Q.__or__, (Q(**{f"{field}__contains": s}) for s in sorted(spellings) if s)))
    return queryset.filter(*conditions)


def sort_key(text, *, person=False):
    """A key that puts Chinese in dictionary order among Latin names; runs of digits order as numbers.

    person: the text is a person's name, so it starts with a surname (单 is shan, 曾 is zeng).
    """
    text = fold(text)[:100]
    syllables = []
    surname = SURNAMES.get(text[:2]) or SURNAMES.get(text[:1]) if person else None
    if surname:
        syllables = surname.split()
        text = text[len(syllables) :]
    for part in re.findall(r"[^\W\d_]+|\d+", text):
        if part.isdecimal():
            syllables.append(str(int(part)).zfill(9))
        else:
            syllables.extend(_usual(part))
    return " ".join(syllables)[:200]


def fold(text):
    """Half width, lower case, no control characters, single blanks."""
    text = unicodedata.normalize("NFKC", str(text or "")[: 4 * MOST_TEXT]).lower()
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _squeeze(text):
    return "".join(filter(str.isalnum, text))


def _usual(text):
    """The usual reading: a syllable for each Chinese character, runs of other letters as they are."""
    pypinyin, single, _readings = _dictionary()
    parts = re.split("([" + "\u3400-\u9fff\U00020000-\U0003ffff" + "]+)", text)
    syllables = []
    for place, part in enumerate(parts):
        if place % 2 and all(ord(character) in single for character in part):
            syllables.extend(pypinyin.lazy_pinyin(part))
        elif part:
            syllables.extend(part) if place % 2 else syllables.append(part)
    return syllables


def _readings(squeezed):
    """Every spelling of a text without punctuation: full readings and initials; none without Chinese."""
    usual = _usual(squeezed)
    if "".join(usual) == squeezed:
        return []
    _pypinyin, _single, known = _dictionary()
    choices, chinese, place = [], [], 0
    for syllable in usual:
        chinese.append(not squeezed.startswith(syllable, place))
        others = known(squeezed[place]) - {syllable} if chinese[-1] else ()
        choices.append([syllable, *sorted(others)])
        place += 1 if chinese[-1] else len(syllable)
    found = {}
    for reading in _near(choices):
        found["".join(reading)] = None
        found["".join(s[0] if sounded else s for s, sounded in zip(reading, chinese, strict=True))] = None
    return found


def _near(choices):
    """Readings to keep: all when they are few, else the usual one, those of the first two polyphones together,
    and every one that differs from the usual in a single place."""
    count = reduce(lambda total, choice: total * len(choice), choices, 1)
    if count <= MOST_READINGS:
        return product(*choices)
    usual = [choice[0] for choice in choices]
    several = [place for place, choice in enumerate(choices) if len(choice) > 1]
    near = [usual]
    for first, second in product(choices[several[0]], choices[several[1]]):
        near.append(usual.copy())
        near[-1][several[0]], near[-1][several[1]] = first, second
    for place in several[2:]:
        near.extend([*usual[:place], other, *usual[place + 1 :]] for other in choices[place][1:])
    return near[:MOST_READINGS]


@cache
def _dictionary():
    """(pypinyin, its readings by code point, known), loaded when first needed: 65 MB and 0.3 s."""
    import pypinyin
    from pypinyin.constants import PHRASES_DICT, PINYIN_DICT

    attested = defaultdict(Counter)
    for phrase, syllables in PHRASES_DICT.items():
        for character, readings in zip(phrase, syllables, strict=False):
            attested[character][_plain(readings[0])] += 1
    pypinyin.load_phrases_dict({place: [[s] for s in reading.split()] for place, reading in PLACES.items()})

    @cache
    def known(character):
        """The readings people use: those that stand in some phrase (the single-character table lists 块 as yue),
        all of them for a character hardly any phrase has, and those of surnames."""
        readings = set(attested[character])
        if attested[character].total() <= 3:
            readings |= {_plain(reading) for reading in PINYIN_DICT.get(ord(character), "").split(",")}
        if character in SURNAMES:
            readings.add(SURNAMES[character])
        return readings | ALSO.get(character, set())

    return pypinyin, PINYIN_DICT, known


@cache
def _plain(syllable):
    """chóng → chong, lǜ → lv"""
    letters = unicodedata.normalize("NFD", syllable)
    letters = "".join(letter for letter in letters if letter not in "\u0300\u0301\u0304\u030c")
    return unicodedata.normalize("NFC", letters).replace("ü", "v").replace("ê", "e")
