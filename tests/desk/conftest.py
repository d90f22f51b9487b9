"""What most tests of a desk begin with; a file that needs another desk says so itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from lienthong_tui.desk.desk import Desk

from .sample import create, opened


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a desk in which nothing was done."""
    place = tmp_path_factory.mktemp("pristine")
    create(place)
    return place


@pytest.fixture
def place(pristine: Path, tmp_path: Path) -> Path:
    """One as it was made, for this test alone."""
    shutil.copytree(pristine, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def desk(place: Path) -> Iterator[Desk]:
    """It, opened by its key file."""
    with opened(place) as desk:
        yield desk
