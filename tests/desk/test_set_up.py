"""A desk being set up for the first time is nowhere until it is in use."""

from pathlib import Path

from desk.sample import NOW, OFFICER_ID, OFFICER_NAME, PASSWORD
from lienthong_tui.desk import layout, set_up
from lienthong_tui.desk.set_up import Prepared


def prepare(folder: Path) -> Prepared:
    return set_up.prepare(
        folder,
        commune="19639",
        number=1,
        officer_id=OFFICER_ID,
        officer_name=OFFICER_NAME,
        password=PASSWORD,
        deadlines={},
        now=NOW,
    )


def test_what_is_given_up_leaves_no_folder_behind(tmp_path: Path) -> None:
    prepared = prepare(tmp_path / "share" / "lienthong-tui" / "desk")
    prepared.discard()
    assert list(tmp_path.iterdir()) == []


def test_what_is_put_in_place_stays(tmp_path: Path) -> None:
    folder = tmp_path / "share" / "lienthong-tui" / "desk"
    prepare(folder).put_in_place()
    assert layout.is_here(folder)
    assert [path.name for path in folder.parent.iterdir()] == ["desk"]
