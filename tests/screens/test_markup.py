"""What looks like markup is a text like any other, wherever it is shown; it is nothing to click."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from lienthong_tui.desk import completion, demo, drafting, reading
from lienthong_tui.desk.demo import COMMUNE, samples
from lienthong_tui.filing.events import Answered
from lienthong_tui.screens.host import Host

from . import walk
from .walk import NOW, Officer, signed_in

# Read as markup, the first would leave its word bare, the second would act, the last would crash.
HOSTILE = "[b]Zq[/b] [@click=app.quit]x[/] [/]"


def file_two(app: Host) -> None:
    """A draft and a completed filing of which every name and text is that."""
    for path, done in ((samples()[0], False), (samples()[1], True)):
        read = reading.read_case(path, now=NOW, commune=COMMUNE)
        fields = read.case.group.fields
        answers: dict[str, Any] = {
            name: HOSTILE if fields[name].type in ("name", "text") else value
            for name, value in read.case.answers.items()
            if value is not None
        }
        assert list(answers.values()).count(HOSTILE) > 10
        if done:
            completion.file_case(
                app.at, replace(read, case=structs.replace(read.case, answers=answers))
            )
        else:
            draft = drafting.start(app.at, "birth")
            drafting.record(app.at, draft, Answered(answers=answers, origin="typed"))


@pytest.mark.asyncio
async def test_markup_is_shown_as_it_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "OFFICER_NAME", HOSTILE)
    monkeypatch.setattr(walk, "make_desk", walk.found_desk)  # whose officer has that name

    async def see(someone: Officer, page: str, *keys: str) -> None:
        await someone.press(*keys)
        shown = someone.screen_text()
        assert "[b]Zq" in shown.partition("\n")[2], page  # below the line that names the filing
        assert re.findall(r"(?<!\[b\])Zq", shown) == [], page

    async with signed_in(tmp_path) as someone:
        await someone.app.at_desk(file_two, someone.app)
        await see(someone, "questions", "f3", "escape", "a", "2")
        await see(someone, "review", "escape", "3")
        await someone.press("escape", "4")
        await someone.type("/khong-co/[b]Zq[@click=app.quit]")
        await see(someone, "a file that is not there", "enter")
        await see(someone, "hand-off", "escape", "escape", "escape", "b", "1")
        await see(someone, "record", "escape", "escape", "f3", *"zq", "down", "enter", "3", "end")
        await see(someone, "sign-in", "escape", "escape", "escape", "0")
