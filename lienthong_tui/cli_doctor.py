"""The command that looks over a desk, the machine it stands on and the terminal it is shown in."""

import click

from lienthong_tui.desk import doctor, layout, sittings
from lienthong_tui.desk.doctor import Finding
from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.options import answering, pass_door, with_desk
from lienthong_tui.problems import Problem
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_doctor import MARKS, finding_name, finding_text
from lienthong_tui.terminal.probe import WORDS, Abilities, probe


@click.command(
    name="doctor",
    help=N_(
        "Khám quầy và máy: kho, nhật ký, chỗ trống, đồng hồ, quy định, khóa, sao lưu, máy in, cửa"
        " sổ dòng lệnh. Mã thoát 1 nếu có điều cần sửa."
    ),
)
@with_desk
@answering
@pass_door
def doctor_command(door: Door, /, unlocking: Unlocking) -> None:
    """Tell what is wrong, and what to do about it."""
    screen = probe()  # before anything is printed
    around = (*doctor.of_program(unlocking.desk), *doctor.of_machine(), *_terminal(screen))
    found = [*_desk(door, unlocking), *around]
    lines = [
        f"{door.tr(MARKS[each.grade]):<8} {finding_name(each, door.language)}:"
        f" {finding_text(each, door.language)}"
        for each in found
    ]
    if screen.askew is None and screen.columns:
        lines += ["", *(f"│{word}│" for word in WORDS), f"│{'-' * len(WORDS[0])}│"]
    answer = [
        {
            "check": each.check,
            "state": each.state,
            "grade": each.grade,
            "message": finding_text(each, door.language),
        }
        for each in found
    ]
    door.say(answer, lines)
    if any(each.grade == "wrong" for each in found):
        raise SystemExit(1)


def _desk(door: Door, unlocking: Unlocking) -> list[Finding]:
    """All of a desk that is opened for it; of a closed one, that."""
    if unlocking.desk is None:
        return [Finding("desk", "unnamed", "look")]
    if not layout.is_here(unlocking.desk):
        return [Finding("desk", "missing", "wrong", {"folder": unlocking.desk})]
    found = []
    if count := sittings.count(unlocking.desk):
        found.append(Finding("desk", "in-use", "fine", {"count": count}))
    if unlocking.key_file is None and unlocking.sign_in is None:
        return [*found, Finding("desk", "locked", "look")]
    try:
        with door.open_desk(unlocking, "verify") as desk:
            unlocked = desk.unlocked
            found += doctor.deep(unlocked.folder, unlocked.identity)
            return [*found, *doctor.quick(desk), *doctor.at_places(doctor.places(desk))]
    except Problem as problem:
        return [*found, Finding("desk", "refused", "wrong", {"why": problem})]


def _terminal(screen: Abilities) -> list[Finding]:
    colours = "16.777.216" if screen.colours == 2**24 else str(screen.colours)
    size = {"columns": screen.columns, "rows": screen.rows, "colours": colours}
    if not screen.columns:
        return [Finding("terminal", "none", "look")]
    found = []
    if not screen.utf8:
        found.append(Finding("terminal", "not-utf8", "wrong"))
    if screen.columns < 80 or screen.rows < 24:
        found.append(Finding("terminal", "small", "look", size))
    if screen.askew:
        found.append(Finding("terminal", "askew", "wrong", {"words": list(screen.askew)}))
    if not found and screen.askew is None:
        found.append(Finding("terminal", "unmeasured", "look", size))
    return found or [Finding("terminal", "good", "fine", size)]
