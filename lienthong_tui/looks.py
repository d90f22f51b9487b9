"""How the screens look: dark, light, high contrast. Colours never carry meaning alone.

One set of names for all (`app.tcss` uses them as `$ground` and so on). Of the first two every text
has at least 4.5 : 1 against its ground (WCAG 2.2, 1.4.3), of the third 7 : 1 (1.4.6), in colours
that terminals of 16 have, too.
"""

from collections.abc import Mapping
from typing import Literal, get_args

from textual.theme import Theme

Look = Literal["dark", "light", "contrast"]
LOOKS: tuple[Look, ...] = get_args(Look)

_COLOURS: Mapping[Look, Mapping[str, str]] = {
    "dark": {
        "ground": "#10182a",
        "raised": "#1b2740",
        "ink": "#e8eef8",
        "strong": "#ffffff",
        "label": "#c9d6ea",
        "quiet": "#9fb0c8",
        "accent": "#7fb2ff",
        "notice": "#ffd98a",
        "wrong": "#ffb454",
        "hand-ground": "#2c4372",
        "hand-ink": "#ffffff",
        "hand-quiet": "#b9c8e4",
        "title-ground": "#8f1d1d",
        "title-ink": "#ffffff",
    },
    "light": {
        "ground": "#f8f6f1",
        "raised": "#e4e9f2",
        "ink": "#1a2233",
        "strong": "#000000",
        "label": "#33405a",
        "quiet": "#515c70",
        "accent": "#0b4aa2",
        "notice": "#6b3f00",
        "wrong": "#8a3c00",
        "hand-ground": "#bcd0f2",
        "hand-ink": "#000000",
        "hand-quiet": "#33405a",
        "title-ground": "#8f1d1d",
        "title-ink": "#ffffff",
    },
    "contrast": {
        "ground": "#000000",
        "raised": "#444444",
        "ink": "#ffffff",
        "strong": "#ffffff",
        "label": "#ffffff",
        "quiet": "#ffffff",
        "accent": "#ffff55",
        "notice": "#ffff55",
        "wrong": "#ffff55",
        "hand-ground": "#ffff55",
        "hand-ink": "#000000",
        "hand-quiet": "#000000",
        "title-ground": "#ffffff",
        "title-ink": "#000000",
    },
}
"""`ink` on `ground`, `raised` for what stands apart; `hand-` is what is in hand: the field or line
that the next key goes to."""

PAIRS = (
    *(("ground", name) for name in ("ink", "strong", "label", "quiet", "accent", "wrong")),
    *(("raised", name) for name in ("ink", "strong", "quiet", "notice")),
    *(("hand-ground", name) for name in ("hand-ink", "hand-quiet")),
    ("title-ground", "title-ink"),
)
"""What stands upon what, by these names."""


def colours(look: Look) -> Mapping[str, str]:
    """The colours of a look, by name, as `#rrggbb`."""
    return _COLOURS[look]


def name_of(look: Look) -> str:
    """What Textual calls it."""
    return f"lienthong-{look}"


def themes() -> list[Theme]:
    """The looks as Textual takes them."""
    return [_theme(look, _COLOURS[look]) for look in LOOKS]


def _theme(look: Look, of: Mapping[str, str]) -> Theme:
    return Theme(
        name=name_of(look),
        primary=of["accent"],
        secondary=of["accent"],
        accent=of["accent"],
        warning=of["wrong"],
        error=of["wrong"],
        success=of["accent"],
        foreground=of["ink"],
        background=of["ground"],
        surface=of["raised"],
        panel=of["raised"],
        dark=look != "light",
        variables={
            **of,
            "block-cursor-background": of["hand-ground"],
            "block-cursor-foreground": of["hand-ink"],
            "input-selection-background": of["hand-ground"],
            "scrollbar": of["quiet"],
            "scrollbar-background": of["raised"],
        },
    )
