"""What every paper says, compared with the text that was read and kept.

`pytest tests --regolden` writes the expected texts anew: read the difference before keeping it.
"""

import shutil
import unicodedata
from pathlib import Path

import pytest

from lienthong_tui.procedures.loading import shipped

from .gallery import made, text_of

EXPECTED = Path(__file__).parent / "expected"
BLANK = sorted({f"blank-{group.definition.group}" for group in shipped()})
SOURCES = (*(f"{n:02}" for n in range(1, 13)), "letters", "register", *BLANK)

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is missing: the texts were NOT compared"
)


@pytest.mark.parametrize("source", SOURCES)
def test_every_paper_says_what_was_read(source: str, request: pytest.FixtureRequest) -> None:
    papers = made(sample=False)[source]
    said = "".join(f"=== {name}\n{text_of(pdf)}\n" for name, pdf in papers.items())
    assert said == unicodedata.normalize("NFC", said)
    file = EXPECTED / f"{source}.txt"
    if request.config.getoption("--regolden", default=False):
        EXPECTED.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
    assert said == file.read_text(encoding="utf-8")


def test_no_sample_is_left_out() -> None:
    assert set(made(sample=False)) == set(SOURCES)


def test_every_paper_is_an_archive_file_that_a_screen_reader_reads() -> None:
    for papers in made(sample=False).values():
        for name, pdf in papers.items():
            assert b"/StructTreeRoot" in pdf, name
            assert b"pdfuaid:part" in pdf, name
            assert b"pdfaid:conformance>A<" in pdf, name
