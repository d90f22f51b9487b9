"""A death filed by keys alone says what the same case says from its file: four procedures."""

from pathlib import Path

import pytest

from lienthong_tui.desk.demo import COMMUNE, samples
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.case import Case
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.packets import packet
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.steps.papers import Papers
from lienthong_tui.screens.steps.task_list import TaskList
from lienthong_tui.widgets.field_row import MOST_SHOWN

from .test_birth_by_keyboard import answer_page_by_page
from .walk import NOW, signed_in

SAMPLE = next(path for path in samples() if path.name.startswith("09"))


def keys_of(case: Case) -> dict[str, str]:
    """What an officer types or presses at each question, to answer as the case does."""
    keys = {}
    for name, answer in case.answers.items():
        field = case.group.fields[name]
        values = [option.value for option in field.options]
        if isinstance(answer, bool):
            keys[name] = "1" if answer else "2"
        elif answer in values and len(values) <= MOST_SHOWN:
            keys[name] = str(values.index(str(answer)) + 1)
        else:
            keys[name] = shown_answer(field, answer)
    return keys


@pytest.mark.asyncio
async def test_four_procedures(tmp_path: Path) -> None:
    reading = read_case(SAMPLE, now=NOW, commune=COMMUNE)
    keys = keys_of(reading.case)
    async with signed_in(tmp_path) as someone:
        app = someone.app
        await someone.press("2")
        await answer_page_by_page(someone, keys)
        assert isinstance(app.screen, TaskList), someone.screen_text()
        await someone.press("5")
        await answer_page_by_page(someone, keys)
        assert isinstance(app.screen, TaskList), someone.screen_text()
        answers = app.screen.keeper.draft.filing.answers
        given = {name: value for name, value in reading.case.answers.items() if name in answers}
        assert {name: answers[name] for name in given} == given
        shown = app.screen.keeper.draft.outlined.values
        assert shown == reading.outlined.values

        await someone.press("4")
        assert isinstance(app.screen, Papers)
        for (_, paper), move in zip(reading.papers, ("", "down"), strict=True):
            if move:
                await someone.press(move)
            await someone.press("enter")
            await someone.type(str(SAMPLE.parent / "papers" / paper.name))
            await someone.press("enter")
        await someone.press("escape", "6", "2", "enter", "3")
        assert "Các thân nhân đồng ý" in someone.screen_text()
        await someone.press("a", "9", "9")
        assert isinstance(app.screen, Done), someone.screen_text()
        filing = app.screen.keeper.draft.filing
        procedures = [
            procedure.id
            for _, data in app.at.packets(filing)
            for procedure in packet.read(data)[0].procedures
        ]
        assert procedures == [p.id for p in reading.outlined.procedures]
        assert len(procedures) == 4
