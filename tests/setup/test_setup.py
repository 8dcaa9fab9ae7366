"""What a newcomer's machine meets: the choice of Python, the lock, the fonts, and checks that name a remedy."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from portal import checks, libraries, processes

ROOT = Path(__file__).resolve().parents[2]


def a_program(folder, name, text):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def chosen_python(path, **environment):
    told = subprocess.run(
        [ROOT / "bin" / "setup", "--python"],
        env={"PATH": f"{path}:/usr/bin:/bin", "HOME": str(path)} | environment,
        capture_output=True,
        text=True,
    )
    return told.stdout.strip() or told.stderr


def test_a_shim_that_does_not_run_is_passed_over(tmp_path):
    a_program(tmp_path, "python3.14", "echo 'pyenv: python3.14: command not found' >&2; exit 127")
    a_program(tmp_path, "python3.13", f'exec "{sys.executable}" "$@"')
    assert chosen_python(tmp_path) == str(tmp_path / "python3.13")


def test_pyenvs_versions_are_found_though_no_name_is_on_path(tmp_path):
    for name in ("python3.14", "python3.13", "python3.12"):
        a_program(tmp_path, name, "exit 127")
    inside = tmp_path / ".pyenv" / "versions" / "3.12.1" / "bin"
    inside.mkdir(parents=True)
    a_program(inside, "python3", f'exec "{sys.executable}" "$@"')
    assert chosen_python(tmp_path) == str(inside / "python3")


def test_the_python_asked_for_is_taken_or_refused(tmp_path):
    a_program(tmp_path, "mine", f'exec "{sys.executable}" "$@"')
    assert chosen_python(tmp_path, PYTHON="mine") == str(tmp_path / "mine")
    a_program(tmp_path, "old", "exit 1")
    assert "does not run or is older than 3.12" in chosen_python(tmp_path, PYTHON="old")


def test_the_lock_holds_versions_and_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    entries = re.split(r"\n(?=\S)", lock.strip())
    assert len(entries) > 40
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "//" not in lock
    assert "index" not in lock


def test_psycopg_3_is_not_in_the_lock():
    lock = (ROOT / "requirements.lock").read_text()
    assert re.findall(r"^psycopg.*?(?===)", lock, re.MULTILINE) == ["psycopg2-binary"]


@pytest.mark.parametrize(
    ("name", "family", "weight", "text"),
    [
        (
            "PortalSansSC-Regular.ttf",
            "Portal Sans SC",
            400,
            "报价单人民币壹仟肆佰零玖元伍角整鑫￥¥€℃㎡①½“”《》—…Ωμ²□■√",
        ),
        ("PortalSansSC-Bold.ttf", "Portal Sans SC", 700, "报价单人民币壹仟肆佰零玖元伍角整鑫￥¥€℃㎡①½“”《》—…Ωμ²□■√"),
        ("PortalSansSCRare.otf", "Portal Sans SC Rare", 400, "垚囍䶮堃喆昇"),
    ],
)
def test_the_fonts_have_the_characters_of_documents_and_names(name, family, weight, text):
    font = TTFont(checks.FONTS / name, lazy=True)
    assert {sign for sign in text if ord(sign) not in font.getBestCmap()} == set()
    assert (font["name"].getDebugName(1), font["OS/2"].usWeightClass) == (family, weight)


def test_a_missing_library_is_named_with_its_remedy(monkeypatch):
    monkeypatch.setattr(libraries, "loads", lambda name: "subset" not in name)
    (problem,) = checks.pdf_libraries(None)
    assert "libharfbuzz-subset0" in problem.msg
    assert "install" in problem.hint


def test_a_missing_font_is_named(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "FONTS", tmp_path)
    (problem,) = checks.fonts(None)
    assert "PortalSansSC-Bold.ttf" in problem.msg


def test_a_media_folder_that_cannot_be_written_is_named(settings, monkeypatch, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    assert checks.media_folder(None) == []
    monkeypatch.setattr(checks.os, "access", lambda *args: False)
    (problem,) = checks.media_folder(None)
    assert str(tmp_path / "media") in problem.msg


def test_a_short_secret_key_stops_production_not_the_demo(settings):
    settings.SECRET_KEY = "short"
    settings.DEMO = True
    assert checks.secret_key(None) == []
    settings.DEMO = False
    assert [problem.id for problem in checks.secret_key(None)] == ["portal.E001"]


def test_psycopg_3_beside_psycopg2_is_refused(monkeypatch):
    assert checks.database_driver(None) == []
    monkeypatch.setattr(checks.importlib.util, "find_spec", lambda name: object())
    assert [problem.id for problem in checks.database_driver(None)] == ["portal.E002"]


def test_make_stop_finds_what_runs_and_forgets_what_does_not(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "FOLDER", tmp_path)
    server = subprocess.Popen(["sleep", "60"])
    (tmp_path / str(server.pid)).write_text(f"demo server\n{processes.started(server.pid)}\n")
    (tmp_path / "4000000").write_text("long gone\n123\n")
    (tmp_path / "1").write_text("another program has its number now\n0\n")
    assert processes.living() == [(server.pid, "demo server")]
    assert processes.stop() == ["demo server"]
    assert server.wait() != 0
    assert list(tmp_path.iterdir()) == []
