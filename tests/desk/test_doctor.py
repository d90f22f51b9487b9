"""The looks at a desk: each can find something, and each finding has its words."""

import ast
import inspect
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from lienthong_tui import cli_doctor
from lienthong_tui.desk import backing_up, backup_rota, doctor, drafting
from lienthong_tui.desk.clipboard_history import keeper
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.doctor import Bytes, Finding
from lienthong_tui.desk.equipment import equip
from lienthong_tui.desk.founding import Created
from lienthong_tui.filing.desk_events import Equipped
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.sentences.of_doctor import NAMES, TEXTS, finding_name, finding_text, size_text
from lienthong_tui.store import slots

from .sample import NOW, create, file, opened, signed_in


@pytest.fixture
def created(tmp_path: Path) -> Created:
    return create(tmp_path)


@pytest.fixture
def desk(tmp_path: Path, created: Created) -> Iterator[Desk]:
    with signed_in(tmp_path, created) as desk:
        yield desk


def states(desk: Desk, check: str) -> list[tuple[str, str]]:
    found = (*doctor.quick(desk), *doctor.at_places(doctor.places(desk)))
    return [(f.state, f.grade) for f in found if f.check == check]


def deep(desk: Desk) -> dict[str, Finding]:
    found = doctor.deep(desk.unlocked.folder, desk.unlocked.identity)
    return {each.check: each for each in found}


def test_every_finding_has_words_and_every_word_a_finding() -> None:
    made = set()
    for module in (doctor, cli_doctor):
        for call in ast.walk(ast.parse(inspect.getsource(module))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Finding":
                check, state = call.args[0], call.args[1]
                assert isinstance(check, ast.Constant)
                if isinstance(state, ast.Constant):
                    made.add((check.value, state.value))
    made |= {("definitions", "none"), ("definitions", "ending")}  # one loop
    assert made == set(TEXTS)
    assert {check for check, _ in made} == set(NAMES)


def test_a_new_desk_has_nothing_to_be_mended(desk: Desk) -> None:
    found = (*doctor.quick(desk), *doctor.deep(desk.unlocked.folder, desk.unlocked.identity))
    assert [each for each in found if each.grade == "wrong"] == []
    for each in found:
        for language in ("vi", "en"):
            text = finding_text(each, language)
            assert "{" not in text
            assert finding_name(each, language)


def test_a_damaged_page_and_a_broken_chain(desk: Desk, tmp_path: Path) -> None:
    assert deep(desk)["store"].state == "whole"
    assert deep(desk)["chain"].facts["events"] > 2


def test_altered_pages_are_counted(tmp_path: Path, created: Created) -> None:
    with opened(tmp_path) as desk:
        filing = file(desk)
        assert filing.packets
    store = tmp_path / "desk/desk.db"
    data = bytearray(store.read_bytes())
    data[-100] ^= 1
    store.write_bytes(data)
    with opened(tmp_path) as desk:
        found = deep(desk)["store"]
        assert (found.state, found.grade, found.facts["pages"]) == ("altered", "wrong", 1)


def test_a_disk_that_fills_up(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert states(desk, "room") == [("enough", "fine")]

    class Usage:
        free = 100_000_000

    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage)
    assert states(desk, "room") == [("low", "wrong")]


def test_a_clock_in_doubt(tmp_path: Path, created: Created) -> None:
    with opened(tmp_path, NOW + timedelta(days=400)) as desk:
        assert states(desk, "clock") == [("doubted", "wrong")]


def test_the_days_off_of_next_year_are_asked_for_late_in_the_year(
    tmp_path: Path, created: Created
) -> None:
    for days, state in ((-10, "decided"), (0, "undecided")):
        with opened(tmp_path, NOW + timedelta(days=days)) as desk:
            assert [s for s, _ in states(desk, "calendar")] == [state]


def test_definitions_that_end(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert states(desk, "definitions") == [("in-force", "fine")]
    births = [g for g in loading.shipped() if g.definition.group != "death"]
    deaths = [g for g in loading.shipped() if g.definition.group == "death"]

    def until(days: int) -> None:
        end = (NOW + timedelta(days=days)).date()
        ended = [
            replace(group, definition=msgspec.structs.replace(group.definition, effective_to=end))
            for group in deaths
        ]
        monkeypatch.setattr(loading, "shipped", lambda: (*births, *ended))

    until(10)
    assert states(desk, "definitions") == [("ending", "wrong")]
    until(-1)
    assert states(desk, "definitions") == [("none", "wrong")]


def test_no_recovery_sheet(desk: Desk) -> None:
    assert states(desk, "keys") == [("good", "fine")]
    (sheet,) = [slot for slot in slots.listed(desk.db) if slot.kind == "recovery"]
    slots.remove(desk.db, sheet.id)
    assert states(desk, "keys") == [("no-recovery", "wrong")]


def test_backups(tmp_path: Path, created: Created, monkeypatch: pytest.MonkeyPatch) -> None:
    with signed_in(tmp_path, created) as desk:
        assert states(desk, "backup") == [("never", "look")]
        made = backup_rota.run(backing_up.wanted(desk), backup_rota.place(desk), NOW)
        backing_up.record(desk, made, daily=True)
        assert states(desk, "backup") == [("same-disk", "look")]
        monkeypatch.setattr(doctor, "_same_disk", lambda *_: False)
        assert states(desk, "backup") == [("made", "fine")]
        (tmp_path / "share").mkdir()
        backup_rota.set_place(desk, tmp_path / "share")
        assert states(desk, "backup") == [("never", "look")]
        (tmp_path / "share" / backup_rota.MARK).unlink()
        assert states(desk, "backup") == [("away", "wrong")]
        backup_rota.set_place(desk, None)
    with opened(tmp_path, NOW + timedelta(days=4)) as desk:
        assert states(desk, "backup")[0] == ("old", "wrong")


def test_the_scanners_folder(desk: Desk, tmp_path: Path) -> None:
    assert states(desk, "scanner") == [("unset", "fine")]
    equip(desk, Equipped(scanner_folder=str(tmp_path)))
    assert states(desk, "scanner") == [("there", "fine")]
    equip(desk, Equipped(scanner_folder=str(tmp_path / "away")))
    assert states(desk, "scanner") == [("away", "look")]


def test_contents_past_their_term(tmp_path: Path, created: Created) -> None:
    with opened(tmp_path) as desk:
        drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
        assert states(desk, "terms") == [("none", "fine")]
    with opened(tmp_path, NOW + timedelta(days=61)) as desk:
        assert states(desk, "terms") == [("due", "look")]


def test_a_clipboard_that_remembers(tmp_path: Path) -> None:
    assert keeper(tmp_path) is None
    for number, name in (("1", "systemd"), ("12", "plasmashell"), ("x", "klipper")):
        (tmp_path / number).mkdir()
        (tmp_path / number / "comm").write_text(f"{name}\n")
    assert keeper(tmp_path) == "plasmashell"


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0.0 MB"), (450_000, "0.5 MB"), (12_000_000, "12 MB"), (84_219_000_000, "84 GB")],
)
def test_sizes(size: int, told: str) -> None:
    assert size_text(Bytes(size)) == told


def test_a_problem_inside_a_finding_is_a_sentence() -> None:
    found = Finding("desk", "refused", "wrong", {"why": Problem("store-newer", unknown=[])})
    assert re.search("Cập nhật", finding_text(found, "vi"))
