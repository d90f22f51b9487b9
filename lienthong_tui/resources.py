"""Where the shipped data lie: `data/` beside the package in a checkout, inside it in a wheel. And
where the program itself lies, as whoever put it on the machine sees it."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "data", _PACKAGE.parent / "data")
_PROGRAM, _STARTER = "program", "start.py"  # of the one folder that `make folder` makes


def data_path(*parts: str) -> Path:
    """The path of a file or folder under `data/`, for example `data_path("procedures")`."""
    root = next((root for root in _ROOTS if root.is_dir()), None)
    if root is None:
        raise FileNotFoundError("data/ is neither inside nor beside the package: broken install")
    return root.joinpath(*parts)


def in_one_folder(package: Path = _PACKAGE) -> bool:
    """Whether this is the program of `make folder`."""
    above = package.parent
    return above.name == _PROGRAM and (above.parent / _STARTER).is_file()


def in_checkout(package: Path = _PACKAGE) -> bool:
    """Whether this is the repository."""
    return not (package / "data").is_dir()


def program_folder(package: Path = _PACKAGE) -> Path:
    """What goes when the program is taken from the machine: the one folder, the checkout, the
    virtual environment; else, among the system's libraries, the package alone."""
    if in_one_folder(package):
        return package.parent.parent
    if in_checkout(package):
        return package.parent
    prefix = Path(sys.prefix).resolve()
    return prefix if sys.prefix != sys.base_prefix and package.is_relative_to(prefix) else package


def own_command(package: Path = _PACKAGE) -> list[str]:
    """What starts this program a second time, before its arguments: with nothing of the user's own
    Python, and UTF-8."""
    isolated = [sys.executable, "-I", "-X", "utf8"]
    if in_one_folder(package):
        return [*isolated, "-S", "-B", str(program_folder(package) / _STARTER), "run"]
    return [*isolated, "-m", "lienthong_tui"]
