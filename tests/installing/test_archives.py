"""The wheel holds the package and all data of the tree, and nothing else; so does the archive."""

import os
import re
import tarfile
from email.parser import BytesParser
from pathlib import Path

from lienthong_tui import __version__

from .archives import ROOT, build, packed, tree

LARGEST = 8_000_000  # bytes of the source archive: once it held the old desks of the tests


def test_the_wheel_is_the_tree(wheel: Path) -> None:
    package = {f"lienthong_tui/{name}": data for name, data in tree(ROOT / "lienthong_tui").items()}
    data = {f"lienthong_tui/data/{name}": data for name, data in tree(ROOT / "data").items()}
    held = {n: d for n, d in packed(wheel).items() if ".dist-info/" not in n}
    assert held == package | data
    assert "lienthong_tui/py.typed" in held


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    about = f"lienthong_tui-{__version__}.dist-info"
    held = packed(wheel)
    told = BytesParser().parsebytes(held[f"{about}/METADATA"])
    assert (told["Name"], told["Version"]) == ("lienthong-tui", __version__)
    assert told["Requires-Python"] == ">=3.11"
    assert f"{about}/licenses/LICENSE" in held
    assert b"lienthong = lienthong_tui.__main__:main" in held[f"{about}/entry_points.txt"]


def test_the_source_archive_gives_the_same_wheel(wheel: Path, sdist: Path, tmp_path: Path) -> None:
    assert sdist.stat().st_size < LARGEST
    with tarfile.open(sdist) as archive:
        assert {member.type for member in archive} == {tarfile.REGTYPE}
        archive.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    assert packed(build("wheel", source, tmp_path / "wheel")) == packed(wheel)
    assert tree(source / "docs") == tree(ROOT / "docs")
    assert os.access(source / "data/distribution/lienthong", os.X_OK)
    assert not (source / "tests").exists()


def test_what_goes_out_names_no_registry() -> None:
    """An office may have none but its own."""
    shown = [
        *(ROOT / "data/distribution").iterdir(),
        ROOT / "docs/install.md",
        ROOT / "pyproject.toml",
    ]
    for path in (path for path in shown if path.is_file()):
        assert not re.search(r"pypi\.|pythonhosted|index-url", path.read_text("utf-8")), path
