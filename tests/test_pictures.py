"""The pictures of the README: made by `make pictures` from the real application, and asking nothing
of any network."""

import re
from pathlib import Path

import pytest
from pictures import ALIKE, TO, WALK, cleaned, moving

from lienthong_tui.looks import LOOKS, colours
from lienthong_tui.sentences import LANGUAGES

SHOWN = sorted(TO.glob("*.svg"))


def test_every_look_and_language_is_shown() -> None:
    names = {path.name for path in SHOWN}
    for language in LANGUAGES:
        both = {f"{name}-{look}" for name in (*WALK, "home-wide") for look in ("dark", "light")}
        wanted = {*both, *(f"{name}-{look}" for name in ALIKE for look in LOOKS), "walk"}
        assert {f"{name}.{language}.svg" for name in wanted} <= names


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_a_picture_asks_nothing_of_a_network(path: Path) -> None:
    text = path.read_text("utf-8")
    named = set(re.findall(r"https?://[^\"' )<]+", text))
    assert named <= {"http://www.w3.org/2000/svg", "https://www.textualize.io"}  # said, never asked
    assert "@font-face" not in text


@pytest.mark.parametrize("look", LOOKS)
def test_a_look_shows_its_colours(look: str) -> None:
    (path,) = (path for path in SHOWN if path.name == f"home-{look}.vi.svg")
    assert colours(look)["hand-ground"] in path.read_text("utf-8")  # type: ignore[arg-type]


def test_the_walk_has_every_frame() -> None:
    frame = '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg"><g id="{}"/></svg>'
    made = moving([frame.format(name) for name in "abc"])
    assert made.count("<svg") == made.count("</svg>") == 1
    assert [made.index(f'id="{name}"') for name in "abc"] == sorted(
        made.index(f'id="{name}"') for name in "abc"
    )
    assert "animation-delay: 3.2s" in made


def test_what_is_asked_of_a_host_goes() -> None:
    svg = "<style>@font-face { src: url(x) }\n t { font-family: Fira Code, monospace; }</style>"
    assert "url(" not in cleaned(svg)
    assert "Fira" not in cleaned(svg)
