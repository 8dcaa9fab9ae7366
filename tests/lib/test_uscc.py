import pytest
from stdnum.cn import uscc as standard

from portal.lib import uscc
from tests.lib.vector_files import vectors


@pytest.mark.parametrize("row", vectors("uscc"), ids=lambda row: row["code"])
def test_codes_are_judged_as_the_vectors_say(row):
    assert (uscc.problem(row["code"]) is None) == row["expected"].startswith("valid")


@pytest.mark.parametrize("row", vectors("uscc"), ids=lambda row: row["code"])
def test_the_standard_library_of_numbers_agrees(row):
    assert standard.is_valid(uscc.fold(row["code"])) == (uscc.problem(row["code"]) is None)


def test_each_mistake_has_its_own_words():
    problems = {uscc.problem(code) for code in ("1", "9152000071430580I3", "91350100M000100Y4A", None)}
    assert len(problems) == 4
