"""Where the shipped data lie: `data/` beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOTS = (_PACKAGE / "data", _PACKAGE.parent / "data")


def data_path(*parts: str) -> Path:
    """The path of a file or folder under `data/`, for example `data_path("procedures")`."""
    root = next((root for root in _ROOTS if root.is_dir()), None)
    if root is None:
        raise FileNotFoundError("data/ is neither inside nor beside the package: broken install")
    return root.joinpath(*parts)
