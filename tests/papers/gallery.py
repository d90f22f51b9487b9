"""Every paper the desk makes, from the sample cases: for the expected texts and for docs/papers.md.

`make papers` draws the pictures of docs/papers.md from them (needs pdftoppm).
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from PIL import Image

from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.desk import (
    allotting,
    completion,
    demo,
    drafting,
    founding,
    letters,
    printing,
    vault,
)
from lienthong_tui.desk import register as registers
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.reading import read_case
from lienthong_tui.desk.session import session
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.filing.fees import charges
from lienthong_tui.packets import packet
from lienthong_tui.packets.letters import Text
from lienthong_tui.packets.names import TRANSFER
from lienthong_tui.packets.typesetting import render
from lienthong_tui.papers import blank_forms
from lienthong_tui.papers.read_back import read_back
from lienthong_tui.papers.slips import Place, slip
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.letters import shipped

NOW = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)  # the samples were received before this
ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "papers"
Papers = dict[str, bytes]

# What an officer has to type for a letter, where it is required.
TYPED: dict[str, Text] = {
    "items": ("Bản chụp rõ hơn, đủ các trang của giấy tờ đã nộp", "Chữ ký của chủ hộ trên CT01"),
    "reasons": ("Bản chụp mờ, không đọc được số",),
    "reason": "Chờ xác minh nơi cư trú",
}


@contextmanager
def _desk(*, sample: bool) -> Iterator[Desk]:
    """A desk of the samples' commune; only one that is a `sample` says so on every page."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        founding.create(
            root / "desk",
            commune=demo.COMMUNE,
            number=1,
            officer_id=demo.OFFICER_ID,
            officer_name=demo.OFFICER_NAME,
            password="bốn từ dễ nhớ",
            recovery_file=root / "recovery.txt",
            key_file=root / "desk.key",
            demo=sample,
            cost=FLOOR,
            now=NOW,
        )
        unlocked = vault.open_with_key_file(root / "desk", root / "desk.key", NOW)
        with session(unlocked, lambda: NOW) as desk:
            yield desk


@cache
def made(*, sample: bool) -> dict[str, Papers]:
    """PDF by name, by where it comes from: each case by its number, `letters`, `register`, blanks.

    What bears no mark of a sample has no letters of it between its lines.
    """
    found: dict[str, Papers] = {}
    with _desk(sample=sample) as desk:
        last: drafting.Draft | None = None
        for path in demo.samples():
            reading = read_case(path, now=NOW, commune=desk.commune)
            filing = completion.file_case(desk, reading)
            last = drafting.reopen(desk, filing.id)
            found[path.name[:2]] = dict(_of_filing(desk, last))
        assert last is not None
        found["letters"] = dict(_letters(desk, drafting.reopen(desk, last.filing.id)))
        day = local_day(NOW)
        found["register"] = {"so-theo-doi": _register(desk)}
        for group in loading.shipped():
            if group.definition.in_force(day):
                allotted = allotting.allot(desk, group.definition.group, 1)
                name = f"blank-{group.definition.group}"
                blanks = blank_forms.files(desk, group, allotted, "vi")
                found[name] = {
                    key.removesuffix(".pdf").replace(f"{allotted[0].reference}-", ""): pdf
                    for key, pdf in blanks.items()
                }
    return found


def _of_filing(desk: Desk, draft: drafting.Draft) -> Iterator[tuple[str, bytes]]:
    forms = [form.id for form in draft.outlined.forms]
    yield from zip(forms, printing.declarations_of(desk, draft, forms).values(), strict=True)
    for sealed, data in desk.packets(draft.filing):
        yield f"chuyen-{sealed.agency}", packet.read(data).bag.files[TRANSFER]
    place = Place(desk.commune, desk.number, desk.demo)
    fees = charges(draft.outlined, draft.office)
    paper = slip(draft.filing, draft.group, "Nguyễn Văn Mẫu", place, fees, "vi")
    yield "phieu-huong-dan", render(paper, at=NOW)
    large = read_back(draft.outlined, "Nguyễn Văn Mẫu", masked=True, demo=desk.demo, language="vi")
    yield "doc-lai", render(large, at=NOW)


def _letters(desk: Desk, draft: drafting.Draft) -> Iterator[tuple[str, bytes]]:
    for form in shipped().letter:
        typed = {ask.id: TYPED.get(ask.id, _typed(ask.kind)) for ask in form.ask if ask.required}
        yield f"mau-{form.id}", render(letters.letter_of(desk, draft, form.id, typed), at=NOW)


def _typed(kind: str) -> Text:
    answers: dict[str, Text] = {"date": "30/11/2026", "lines": ("Ghi thử",)}
    return answers.get(kind, "Ghi thử")


def _register(desk: Desk) -> bytes:
    """Today's register: any other would ask for the password of who looks after the desk."""
    day = local_day(NOW)
    files = registers.files_of(registers.register(desk, day, day))
    return next(pdf for name, pdf in files.items() if name.endswith(".pdf"))


def text_of(pdf: bytes) -> str:
    """The text layer line by line, each with single spaces; the journal's head is nobody's text."""
    run = subprocess.run(
        ["pdftotext", "-layout", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    lines = (" ".join(line.split()) for line in run.stdout.decode().split("\n"))
    text = "\n".join(line for line in lines if line)
    return re.sub(r"d_[0-9]{5}_[0-9]_[0-9a-f]{8} [0-9]+:[0-9a-f\s]{64,72}", "(nhật ký)\n", text)


def _pages(pdf: bytes, dots: int) -> Iterator[Image.Image]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "paper.pdf"
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dots), "-png", file, f"{folder}/p"], check=True)
        for page in sorted(Path(folder).glob("p*.png")):
            yield Image.open(page).convert("L").copy()


SHOWN = {
    "birth-declaration": ("01", "birth-declaration"),
    "ct01": ("04", "ct01"),
    "tk1-ts": ("05", "tk1-ts"),
    "death-declaration": ("09", "death-declaration"),
    "funeral-insurance": ("09", "funeral-insurance"),
    "hsb-09": ("09", "hsb-09"),
    "funeral-protection": ("08", "funeral-protection"),
    "funeral-merit": ("10", "funeral-merit"),
    "mau-01": ("01", "mau-01"),
    "blank-ct01": ("blank-birth", "ct01"),
    "phieu-huong-dan": ("02", "phieu-huong-dan"),
    "doc-lai": ("01", "doc-lai"),
    "chuyen": ("01", "chuyen-residence-police"),
    "mau-02-draft": ("letters", "mau-02"),
    "register": ("register", "so-theo-doi"),
}
"""The pictures of docs/papers.md: where each comes from."""


def draw() -> None:
    """The first page of each as a small picture."""
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for name, (source, paper) in SHOWN.items():
        page = next(_pages(made(sample=True)[source][paper], 60))
        page.quantize(8).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    draw()
