import multiprocessing

import polib
import pytest

from portal.lib import catalogues
from portal.lib.catalogues import Message

TEMPLATE = """{% load i18n %}{% translate "Hello 'x' 100%" %}{% blocktranslate trimmed count n=rows|length %}
  {{ n }} order
  {% plural %}
  {{ n }} orders{% endblocktranslate %}{% translate "May" context "month" %}{{ _("in a filter")|upper }}
{% include "x" with a=_("included") %}{% blocktranslate with x=y %}it's "{{ x }}"{% endblocktranslate %}
gettext("text")"""
SOURCE = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext as said
_("one " "sentence"); gettext_lazy("lazy"); ngettext("%(n)s row", "%(n)s rows", 3); said("month", "May")
_(variable); _(f"no {x}"); other("not this")
"""


@pytest.fixture
def root(tmp_path):
    (tmp_path / "app" / "templates").mkdir(parents=True)
    (tmp_path / "app" / "templates" / "a.html").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "app" / "a.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "app" / "half.py").write_text("_('being written'", encoding="utf-8")
    return tmp_path


def test_messages_are_found_in_templates():
    assert list(catalogues.in_template(TEMPLATE)) == [
        Message("Hello 'x' 100%%"),
        Message("%(n)s order", "%(n)s orders"),
        Message("May", context="month"),
        Message("in a filter"),
        Message("included"),
        Message('it\'s "%(x)s"'),
    ]


def test_messages_are_found_in_python():
    assert set(catalogues.in_python(SOURCE)) == {
        Message("one sentence"),
        Message("lazy"),
        Message("%(n)s row", "%(n)s rows"),
        Message("May", context="month"),
    }


def test_chinese_is_added_and_kept(root):
    added = {"lazy": "懒", "%(n)s row": ["%(n)s 行"], "month\x04May": "五月", "Hello 'x' 100%": "你好 100%"}
    catalogues.update(root, root / "locale", added)
    (root / "app" / "b.py").write_text('_("new")', encoding="utf-8")
    lacking = catalogues.update(root, root / "locale")
    assert "new" in [message.key for message in lacking]
    chinese = catalogues.read(root / "locale", "zh_Hans")
    assert (chinese["lazy"].msgstr, chinese["month\x04May"].msgstr) == ("懒", "五月")
    assert chinese["%(n)s row"].msgstr_plural == {0: "%(n)s 行"}
    assert chinese["Hello 'x' 100%%"].msgstr == "你好 100%%"
    english = catalogues.read(root / "locale", "en")
    assert english["%(n)s row"].msgstr_plural == {0: "%(n)s row", 1: "%(n)s rows"}
    assert [m.key for m in lacking] == [m.key for m in catalogues.missing(root, root / "locale")]


def test_files_are_the_same_each_time_and_match(root):
    folder = root / "locale"
    catalogues.update(root, folder, {"lazy": "懒"})
    before = {path: path.read_bytes() for path in folder.rglob("django.*")}
    catalogues.update(root, folder)
    assert before == {path: path.read_bytes() for path in folder.rglob("django.*")}
    for language in catalogues.LANGUAGES:
        path = catalogues.catalogue_path(folder, language)
        assert path.with_suffix(".mo").read_bytes() == catalogues.binary(folder, language)
        assert "POT-Creation-Date" not in path.read_text(encoding="utf-8")
        assert not polib.pofile(str(path)).fuzzy_entries()


def test_what_the_source_dropped_goes_only_when_asked(root):
    catalogues.update(root, root / "locale", {"not yet in the source": "尚未"})
    catalogues.update(root, root / "locale")
    assert "not yet in the source" in catalogues.read(root / "locale", "zh_Hans")
    catalogues.update(root, root / "locale", prune=True)
    assert "not yet in the source" not in catalogues.read(root / "locale", "zh_Hans")


def test_several_people_add_at_once(root):
    with multiprocessing.get_context("fork").Pool(4) as pool:
        pool.starmap(catalogues.update, [(root, root / "locale", {f"message {n}": f"消息 {n}"}) for n in range(12)])
    chinese = catalogues.read(root / "locale", "zh_Hans")
    assert [chinese[f"message {n}"].msgstr for n in range(12)] == [f"消息 {n}" for n in range(12)]
