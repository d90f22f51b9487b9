"""Where the program lies, for each way it is put on a machine, and that no desk is made there."""

import sys
from pathlib import Path

import pytest

from lienthong_tui import resources
from lienthong_tui.desk import doctor, layout
from lienthong_tui.desk.founding import check_free
from lienthong_tui.problems import Unusable
from lienthong_tui.resources import in_checkout, in_one_folder, own_command, program_folder


def package(at: Path, *, data: bool = True) -> Path:
    (at / "lienthong_tui" / ("data" if data else "x")).mkdir(parents=True)
    return at / "lienthong_tui"


def test_a_checkout() -> None:
    assert in_checkout()
    assert program_folder() == Path(__file__).parents[1]
    assert own_command()[-2:] == ["-m", "lienthong_tui"]


def test_the_one_folder(tmp_path: Path) -> None:
    at = package(tmp_path / "program")
    assert not in_one_folder(at)
    (tmp_path / "start.py").touch()
    assert in_one_folder(at)
    assert program_folder(at) == tmp_path
    assert own_command(at)[-2:] == [str(tmp_path / "start.py"), "run"]


def test_an_environment_and_among_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = package(tmp_path / "venv/lib/python3.11/site-packages")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    assert program_folder(at) == tmp_path / "venv"
    other = package(tmp_path / "elsewhere")
    assert program_folder(other) == other
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "venv"))
    assert program_folder(at) == at


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This program as if it lay in the one folder."""
    monkeypatch.setattr(resources, "in_checkout", lambda: False)
    monkeypatch.setattr(resources, "program_folder", lambda: tmp_path / "program")
    return tmp_path / "program"


def test_no_desk_is_made_inside(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(installed)
    for inside in (installed, installed / "quay-1", installed / "a/b", tmp_path / "link/quay"):
        with pytest.raises(Unusable) as refused:
            check_free(inside)
        assert refused.value.code == "desk-in-program"
    for beside in (tmp_path / "quay-1", tmp_path / "program-2", tmp_path):
        layout.check_place(beside)


def test_one_that_was_moved_there_is_told(installed: Path, tmp_path: Path) -> None:
    def states(desk: Path) -> list[str]:
        return [each.state for each in doctor.of_program(desk)]

    assert states(installed / "quay-1") == ["this", "holds-desk"]
    assert states(tmp_path / "quay-1") == ["this"]


def test_in_a_checkout_an_engineer_may(tmp_path: Path) -> None:
    layout.check_place(Path(__file__).parents[1] / "quay-9")
