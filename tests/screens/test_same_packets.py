"""The same case filed by screen and by command gives the same packets."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from lienthong_tui.desk import completion
from lienthong_tui.desk.demo import COMMUNE
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.outline import received_day
from lienthong_tui.packets import packet
from lienthong_tui.packets.contents import Contents
from lienthong_tui.procedures.loading import in_force
from lienthong_tui.resources import data_path
from lienthong_tui.screens.done import Done
from lienthong_tui.screens.steps.papers import Papers
from lienthong_tui.screens.steps.task_list import TaskList

from .test_birth_by_keyboard import answer_page_by_page
from .walk import Officer, signed_in

PROOF = data_path("samples") / "papers" / "giay-chung-sinh-02.pdf"


def as_case(filing: Filing) -> str:
    """The case file an office would write of what was typed."""
    assert filing.notice is not None
    assert filing.pledge is not None
    lines = ["case = 1", 'group = "birth"', f"received = {filing.started.received}"]
    tables = {"choices": 1, "answers": 2, "delivery": 5}
    group = in_force("birth", received_day(filing))
    for table, step in tables.items():
        lines.append(f"[{table}]")
        lines += [
            f"{json.dumps(field)} = {json.dumps(value, ensure_ascii=False)}"
            for field, value in filing.answers.items()
            if group.step_of(field) == step
        ]
    for attachment in filing.attachments:
        lines += [
            "[[attachments]]",
            f'component = "{attachment.component}"',
            f"files = {json.dumps([attachment.name])}",
            f"original_seen = {json.dumps(attachment.component in filing.originals_seen)}",
        ]
    lines += ["[reasons]"] + [
        f"{rule} = {json.dumps(reason, ensure_ascii=False)}"
        for rule, reason in filing.reasons.items()
    ]
    lines += ["[notice]", f'version = "{filing.notice.version}"']
    lines += [f"given_at = {filing.notice.given_at}", "[pledge]", f'how = "{filing.pledge.how}"']
    return "\n".join(lines)


async def file_by_keyboard(someone: Officer) -> Filing:
    app = someone.app
    await someone.press("1")
    await answer_page_by_page(someone)
    assert isinstance(app.screen, TaskList), someone.screen_text()
    await someone.press("5")
    await answer_page_by_page(someone)
    await someone.press("4")
    assert isinstance(app.screen, Papers)
    await someone.press("enter")
    await someone.type(str(PROOF))
    await someone.press("enter", "b", "escape")
    await someone.press("6", "2", "enter", "3", "9", "9")
    assert isinstance(app.screen, Done), someone.screen_text()
    return app.screen.keeper.draft.filing


def contents(packets: object) -> list[tuple[Contents, dict[str, bytes]]]:
    """What each agency reads. Two desks have two keys and journals, and each value says whether it
    was typed or came from a file: that is left out."""
    found = []
    for _, data in packets:  # type: ignore[attr-defined]
        read, _, bag, _ = packet.read(data)
        answers = tuple(replace(answer, origin="typed") for answer in read.answers)
        others = {n: c for n, c in bag.files.items() if n not in ("packet.json", "filing.json")}
        found.append((replace(read, salt="", answers=answers), others))
    return found


@pytest.mark.asyncio
async def test_by_screen_and_by_command(tmp_path: Path) -> None:
    async with signed_in(tmp_path / "screen") as someone:
        filed = await file_by_keyboard(someone)
        by_screen = contents(someone.app.at.packets(filed))
    case = tmp_path / "case.toml"
    case.write_text(as_case(filed), encoding="utf-8")
    for attachment in filed.attachments:
        (tmp_path / attachment.name).write_bytes(PROOF.read_bytes())

    async with signed_in(tmp_path / "command") as someone:
        desk = someone.app.at
        again = completion.file_case(desk, read_case(case, now=desk.clock(), commune=COMMUNE))
        by_command = contents(desk.packets(again))

    assert again.reference == filed.reference
    assert len(by_screen) == 3
    assert by_command == by_screen
    # Not two empty things alike: the paper is among them, held against its original.
    proofs = [c for read, _ in by_screen for c in read.components if c.files]
    assert [(c.code, c.original_seen) for c in proofs] == [("C07", True)]
