"""`make pictures`: the main screens as the real application draws them, in three looks and two
languages, and a walk through a filing as one picture that moves. Written to docs/pictures.

Nothing here is drawn by hand: an officer of the tests presses the keys. The same program gives the
same pictures, so that a change of what is seen is a change in the tree.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Callable
from itertools import product
from pathlib import Path

from screens.test_golden import draft_and_completed
from screens.walk import Officer, signed_in

from lienthong_tui.looks import LOOKS, Look
from lienthong_tui.sentences import LANGUAGES, Language

TO = Path(__file__).parents[1] / "docs/pictures"
SIZE, WIDE = (80, 24), (124, 30)
SECONDS = 3.2  # of each picture of the walk
# Textual's own picture asks a host for its letters; whoever looks has a monospaced font of theirs.
_REMOTE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)
_FONT = "ui-monospace, 'DejaVu Sans Mono', 'Cascadia Mono', Menlo, monospace"


def cleaned(svg: str) -> str:
    """A picture that asks nothing of any network."""
    return re.sub(r"font-family: ?[^;]+;", f"font-family: {_FONT};", _REMOTE.sub("", svg))


def moving(frames: list[str]) -> str:
    """Pictures of one size shown one after another, for ever."""
    (opening,) = re.findall(r"<svg[^>]*>", frames[0])[:1]
    share = 100 / len(frames)
    shown = (
        f"@keyframes walk {{ 0%, {share:.3f}% {{ opacity: 1 }}"
        f" {share + 0.001:.3f}%, 100% {{ opacity: 0 }} }}"
        f" .frame {{ opacity: 0; animation: walk {len(frames) * SECONDS:g}s step-end infinite }}"
    )
    body = "".join(
        f'<g class="frame" style="animation-delay: {number * SECONDS:g}s">'
        + re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", frame, flags=re.DOTALL)
        + "</g>"
        for number, frame in enumerate(frames)
    )
    return f"{opening}<style>{shown}</style>{body}</svg>\n"


async def pictures(language: Language, look: Look) -> dict[str, str]:
    """The main screens in one look, by name, two of them in a wide window as well."""
    found: dict[str, str] = {}
    for size, seen in ((SIZE, walk), (WIDE, wide)):
        with tempfile.TemporaryDirectory() as folder:
            async with signed_in(Path(folder), size) as someone:
                await someone.app.at_desk(draft_and_completed, someone.app)
                await someone.app.run_action(f"speak('{language}')")
                await someone.app.run_action(f"look('{look}')")
                await someone.press("f3", "escape")

                def see(name: str, someone: Officer = someone) -> None:
                    found[name] = cleaned(someone.app.export_screenshot(title="lienthong-tui"))

                await seen(someone, see)
    return found


async def wide(someone: Officer, see: Callable[[str], None]) -> None:
    """What stands at the right where there is room."""
    see("home-wide")
    await someone.press("1", "enter", "enter")
    see("question-wide")


async def walk(someone: Officer, see: Callable[[str], None]) -> None:
    """Through a filing in hand, what there is to do, one that is completed, and the look-up."""
    see("home")
    await someone.press("a")  # the draft with its answers
    see("steps")
    await someone.press("2", "f1")
    see("question")
    await someone.press("f1")
    see("keys")
    await someone.press("escape", "escape", "f9")
    see("to-mend")
    await someone.press("escape", "escape", "4")
    see("to-do")
    await someone.press("escape", "b")  # the one that is completed
    see("completed")
    await someone.press("1")
    see("to-the-portal")
    await someone.press("escape", "5")
    see("slip")
    await someone.press("escape", "escape", "f3")
    await someone.type("bao an")
    see("look-up")


ALIKE = ("home", "question")  # of the third look, what tells it apart
WALK = (
    "home",
    "steps",
    "question",
    "to-mend",
    "completed",
    "to-the-portal",
    "slip",
    "look-up",
)


def main() -> None:
    """Write them all anew."""
    TO.mkdir(exist_ok=True)
    os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()  # nobody's preferences are changed by it
    for old in TO.glob("*.svg"):
        old.unlink()
    for language, look in product(LANGUAGES, LOOKS):
        found = asyncio.run(pictures(language, look))
        if look == "dark":
            moves = moving([found[name] for name in WALK])
            (TO / f"walk.{language}.svg").write_text(moves, "utf-8")
        for name in found if look != "contrast" else ALIKE:
            (TO / f"{name}-{look}.{language}.svg").write_text(found[name], "utf-8")


if __name__ == "__main__":
    main()
