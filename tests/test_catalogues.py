"""Every word of the portal is there in Chinese and in English."""

import pytest
from django.conf import settings

from portal.lib import catalogues

FOLDER = settings.LOCALE_PATHS[0]


def translations(language):
    """(msgid, one translation) for every entry."""
    for entry in catalogues.read(FOLDER, language).values():
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            yield entry, text


def test_every_message_has_its_chinese():
    assert [message.key for message in catalogues.missing(settings.BASE_DIR, FOLDER)] == []


def test_every_message_has_its_english():
    assert catalogues.extract(settings.BASE_DIR).keys() <= catalogues.read(FOLDER, "en").keys()


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translations_fill_in_the_same_places(language):
    wrong = []
    for entry, text in translations(language):
        allowed = [catalogues.placeholders(entry.msgid), catalogues.placeholders(entry.msgid_plural)]
        if text and catalogues.placeholders(text) not in allowed:
            wrong.append((entry.msgid, text))
    assert wrong == []


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_the_compiled_catalogue_is_up_to_date(language):
    compiled = catalogues.catalogue_path(FOLDER, language).with_suffix(".mo")
    assert compiled.read_bytes() == catalogues.binary(FOLDER, language)


def test_no_message_shouts():
    shouting = [text for _entry, text in translations("zh_Hans") if "！" in text or "!" in text]
    assert shouting == []
