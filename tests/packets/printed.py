"""What a paper says once it is printed: its text layer, by the tools of whoever receives it."""

import shutil
import subprocess
from datetime import datetime

import pytest

from lienthong_tui.packets.typesetting import Printout, typeset


def checked(paper: Printout, at: datetime) -> bytes:
    """The paper as PDF, by a template the typesetter has nothing to say of."""
    pdf, warnings = typeset(paper, at=at)
    assert warnings == ()
    return pdf


def pages_of(paper: Printout, at: datetime) -> list[str]:
    """The text of each page, line by line."""
    return pages_in(checked(paper, at))


def pages_in(pdf: bytes) -> list[str]:
    """The same of a PDF that is made."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed: the text layer was NOT checked")
    command = ["pdftotext", "-raw", "-", "-"]
    run = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return run.stdout.decode().removesuffix("\f").split("\f")


def text_of(paper: Printout, at: datetime) -> str:
    """The text of the whole paper, on one line."""
    return " ".join(" ".join(pages_of(paper, at)).split())
