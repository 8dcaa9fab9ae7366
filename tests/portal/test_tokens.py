"""The colours of tokens.css are readable (WCAG AA), in light and dark, on every side."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "portal" / "static" / "css"
TEXT = [(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "ground", "hover", "raised")] + [
    ("accent", "paper"), ("accent-strong", "accent-fill"),
    ("on-accent", "accent-ground"), ("on-accent", "accent-ground-2"),
    ("bar-ink", "bar-ground"), ("bar-ink-2", "bar-ground"), ("bar-ink-2", "bar-field"), ("red", "paper"),
    *[(tone, f"{tone}-fill") for tone in ("grey", "blue", "amber", "green", "red")],
]  # fmt: skip


def colours(side, theme):
    found = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", tokens(), flags=re.S)):
        if any(applies(selector, side, theme) for selector in re.split(r",(?![^(]*\))", selectors)):
            found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))
    return found


def tokens():
    return (CSS / "tokens.css").read_text()


def applies(selector, side, theme):
    sides, dark = re.findall(r'data-side="(\w+)"', selector), 'data-bs-theme="dark"' in selector
    if selector.strip() != ":root" and not selector.strip().startswith("html["):
        return False
    return (not sides or side in sides) and (not dark or theme == "dark")


def contrast(one, other):
    def light(colour):
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("side", ["hq", "distributor", "visit", "www"])
def test_words_stand_out_from_their_ground(side, theme):
    colour = colours(side, theme)
    pale = {pair: round(ratio, 2) for pair in TEXT if (ratio := contrast(colour[pair[0]], colour[pair[1]])) < 4.5}
    assert pale == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_edge_of_a_field_is_seen(theme):
    colour = colours("hq", theme)
    assert contrast(colour["control"], colour["paper"]) >= 3


def test_colours_stand_in_the_tokens_only():
    others = [path for path in CSS.rglob("*.css") if path.name != "tokens.css"]
    strays = {path.name: re.findall(r"(?<!%23)#[0-9a-f]{6}\b", path.read_text()) for path in others}
    assert {name: found for name, found in strays.items() if found} == {}


def test_no_template_has_inline_style_script_or_handler():
    templates = Path(__file__).parents[2] / "templates"
    pages = [path for path in templates.rglob("*.html") if path.parent.name not in ("documents", "emails")]
    wrong = re.compile(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.I)
    assert [str(path.relative_to(templates)) for path in pages if wrong.search(path.read_text())] == []
