"""A desk that forked, and a filing of another commune, by commands alone."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from desk.sample import LATE, file
from office import Office

from hub.commune import Commune, office, synced
from hub.server import Server


@pytest.fixture
def office_of(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Commune], Office]:
    """A hand for the first desk of a commune."""

    def hand(commune: Commune) -> Office:
        now = commune.next_minute()
        monkeypatch.setattr("lienthong_tui.invocation.Door.clock", lambda _: now)
        return Office(commune.folder(1), commune.created[1], capsys, now)

    return hand


def test_a_fork_is_mended_by_one_command(
    server: Server, tmp_path: Path, office_of: Callable[[Commune], Office]
) -> None:
    with office(server, tmp_path, 1) as commune:
        with commune.desk(1) as one:
            synced(one)
        shutil.copytree(commune.folder(1) / "desk", tmp_path / "copy")
        with commune.desk(1) as one:
            file(one)
            synced(one)
        shutil.rmtree(commune.folder(1) / "desk")
        shutil.copytree(tmp_path / "copy", commune.folder(1) / "desk")
        with commune.desk(1) as one:
            here = file(one, LATE)
        someone = office_of(commune)
        kept = tmp_path / "before.backup"
        code, answer = someone.json("sync", "--once", *someone.key)
        assert (code, answer["told"]) == (1, ["hub-forked"])
        code, out, _ = someone.run("hub", "rejoin", "--backup", kept, *someone.sign_in())
        assert (code, "Đã nối lại" in out, kept.stat().st_size > 1000) == (0, True, True)
        code, answer = someone.json("sync", "--once", *someone.key)
        assert (code, answer["told"], answer["unsent"]) == (0, [], 0)
        code, found = someone.json("lookup", here.reference, *someone.key)
        assert [line["reference"] for line in found] == [here.reference] * 2, "given out twice"


def test_another_commune_is_asked_by_one_command(
    server: Server, tmp_path: Path, office_of: Callable[[Commune], Office]
) -> None:
    with (
        office(server, tmp_path / "here", 1) as here,
        office(server, tmp_path / "there", 1) as there,
    ):
        with here.desk(1) as one:
            filed = file(one, LATE)
            synced(one)
        someone = office_of(there)
        asked = ("hub", "ask", filed.reference, "--code")
        code, answer = someone.json(*asked, filed.lookup_code, *someone.key)
        assert (code, answer["state"]) == (0, "completed")
        code, out, _ = someone.run(*asked, filed.lookup_code, *someone.key)
        assert "CHƯA nộp lên Cổng" in out
        wrong = f"{(int(filed.lookup_code) + 1) % 10**12:012}"
        code, answer = someone.json(*asked, wrong, *someone.key)
        assert (code, answer["error"]) == (1, "lookup-none")
