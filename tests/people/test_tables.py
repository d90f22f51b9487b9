import datetime as dt
import runpy
import shutil
import unicodedata
from pathlib import Path

import pytest

from lienthong_tui.people.tables import read_table, units_day
from lienthong_tui.resources import data_path

TABLES = sorted(path.stem for path in data_path("reference").glob("*.csv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_rows_in_nfc(name: str) -> None:
    rows = list(read_table(name))
    assert rows
    for row in rows:
        assert None not in row
        assert None not in row.values()
        assert unicodedata.is_normalized("NFC", "".join(row.values()))


def build(source: Path, target: Path) -> None:
    script = runpy.run_path(str(data_path("reference", "build.py")))
    script["main"](source, target)


def test_building_what_is_built_changes_nothing(tmp_path: Path) -> None:
    build(data_path("reference"), tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == data_path("reference", path.name).read_bytes()
    assert (tmp_path / "about.toml").exists()


def test_a_table_that_does_not_fit_the_others_is_not_built(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    shutil.copytree(data_path("reference"), source)
    target.mkdir()
    older = source / "admin_older_names.csv"
    older.write_text(older.read_text("utf-8").replace(",19639,", ",99999,"), encoding="utf-8")
    with pytest.raises(SystemExit, match="99999"):
        build(source, target)
    assert not list(target.iterdir())


def test_the_day_of_the_catalogue() -> None:
    assert units_day() == dt.date(2026, 10, 10)
