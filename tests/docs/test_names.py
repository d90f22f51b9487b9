"""Every room, module and function that the pages for engineers name is there."""

import re
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import lienthong_tui
from lienthong_tui.filing.kinds import KINDS

from .pages import ROOT, Page, pages

PACKAGE = Path(lienthong_tui.__file__).parent
ROOMS = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir()}
_NAME = re.compile(r"[a-z_]+(?:\.[A-Za-z_]+)+")
_FILE = re.compile(r".*\.(db|json|toml|zip)")
ENGINEERS = [
    page
    for page in pages()
    if page.name.startswith(("docs/architecture", "docs/decisions/", "docs/howto/", "CONTRIB"))
]


@cache
def is_there(name: str) -> bool:
    """Whether a dotted name leads to a module of the package or to something within one."""
    found: object = lienthong_tui
    path = "lienthong_tui"
    for part in name.split("."):
        path = f"{path}.{part}"
        if isinstance(found, ModuleType):
            if hasattr(found, part) and not isinstance(getattr(found, part), ModuleType):
                found = getattr(found, part)
                continue
            try:
                found = import_module(path)
            except ModuleNotFoundError:
                return False
        else:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
    return True


def named_in(page: Page) -> set[str]:
    """What looks like a name of the package."""
    found = {name for span in page.spans for name in _NAME.findall(span) if span == name}
    return {n for n in found if n.split(".")[0] in ROOMS and not _FILE.fullmatch(n)} - {*KINDS}


@pytest.mark.parametrize("page", ENGINEERS, ids=lambda page: page.name)
def test_every_name_is_there(page: Page) -> None:
    fields = {"child.given", "child.called"}
    assert [name for name in sorted(named_in(page) - fields) if not is_there(name)] == []


def test_the_house_names_every_room() -> None:
    """Each package and module of the first level stands in the table of rooms."""
    table = Page(ROOT / "docs" / "architecture.md").below("## Rooms")
    told = set(re.findall(r"[a-z_]+", table))
    grouped = re.compile(r"cli_\w+|\w+_reports|__init__|__pycache__|data")
    assert sorted(room for room in ROOMS if not grouped.fullmatch(room) and room not in told) == []


def test_the_way_of_one_key_is_told() -> None:
    page = Page(ROOT / "docs" / "architecture.md")
    way = page.below("## One key press")
    named = [name for name in _NAME.findall(way) if name.split(".")[0] in ROOMS]
    assert len(set(named)) > 40


def test_a_name_that_is_gone_is_found() -> None:
    assert is_there("store.journal.append")
    assert is_there("screens.host.Host.at_desk")
    assert not is_there("store.journal.prepend")
    assert not is_there("screens.hosts")
