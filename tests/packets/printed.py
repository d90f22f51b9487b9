"""What a paper says once it is printed: its text layer, by the tools of whoever receives it."""

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from lienthong_tui.packets.typesetting import Printout, typeset


def checked(paper: Printout, at: datetime) -> bytes:
    """The paper as PDF, by a template the typesetter has nothing to say of."""
    pdf, warnings = typeset(paper, at=at)
    assert warnings == ()
    return pdf


def pages_of(paper: Printout, at: datetime, tmp_path: Path) -> list[str]:
    """The text of each page, line by line."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the text layer was NOT checked")
    file = tmp_path / "paper.pdf"
    file.write_bytes(checked(paper, at))
    run = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True)
    return run.stdout.decode().removesuffix("\f").split("\f")


def text_of(paper: Printout, at: datetime, tmp_path: Path) -> str:
    """The text of the whole paper, on one line."""
    return " ".join(" ".join(pages_of(paper, at, tmp_path)).split())
