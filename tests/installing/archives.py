"""Building what is given away, with the build backend that the lock names; nothing is asked of a
registry."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parents[2]
NO_SOURCE = {"__pycache__"}


def build(kind: str, source: Path, to: Path) -> Path:
    """The wheel or sdist of the tree at `source`."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(to)]
    subprocess.run(command, cwd=source, check=True, stdout=subprocess.DEVNULL)
    (made,) = to.iterdir()
    return made


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below, by its path; not what Python leaves behind."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in files
        if NO_SOURCE.isdisjoint(path.relative_to(folder).parts)
    }


def packed(wheel: Path) -> dict[str, bytes]:
    """Every file in a wheel, by its path."""
    with ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
