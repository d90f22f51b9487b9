"""From page to page of the fullest death filing, against a bare screen of as many widgets.

`make bench ONLY=steps`. The rules:

* both programs run in terminals of 80 x 24 and take turns. The time is that from Page Down until
  the screen is as it then stays: heading, rows, panel and keys. All pages of step 2 are turned;
* the baseline (`probes/pages.py`) exchanges two screens which have as many fields as the pages of
  ours have on the average, and as many widgets in all, counted in the application;
* `latest-beat`: in another run of the application a heart beats in its event loop every 2 ms. While
  a field is typed into, its answer confirmed with Enter and stored, the latest beat is told against
  the 16 ms that a frame has; one that is less than 4 ms late counts as 4. Each answer is one of
  another filing, and that the journal has them is looked up afterwards. Beside it stands the
  minimal application, while its field is typed into.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from statistics import mean

import pyotp
from desk.sample import SAMPLES
from screens.walk import Officer
from textual.widgets import Input

from bench.line import tell
from bench.office import DEATH, LEAVE, Office
from bench.start import environment
from bench.timing import Series, compare
from bench.watched import Watched
from lienthong_tui.app import LienthongApp
from lienthong_tui.store import journal

PROBES = Path(__file__).parent / "probes"
PAGE_DOWN = "\x1b[6~"
GOAL, FRAME = 1.5, 16.0  # ms
ROUNDS = 4
TYPED = ["quanh khu chợ", "gần cầu", "sau nhà văn hóa", "đầu ngõ hai"]


async def widgets(office: Office) -> list[tuple[int, int]]:
    """How many fields, and how many widgets, each page of step 2 has."""
    office.opened += 1
    app = LienthongApp(office.place / "desk", clock=lambda: office.now)
    async with app.run_test(size=(80, 24)) as pilot:
        someone = Officer(app, pilot)
        await someone.settle()
        code = pyotp.TOTP(office.account.secret).at(office.now)
        for text in (office.account.officer_id, office.account.password, code):
            await someone.type(text)
            await someone.press("enter")
        await someone.press("a", "2")
        counts = []
        while "Bước 2/6" in someone.screen_text():
            here = app.screen.walk_children()
            counts.append((len(app.screen.query(Input)), len(list(here))))
            await someone.press("pagedown")
            if len(counts) > 1 and f"trang {len(counts)}/" in someone.screen_text():
                break
        await app.save_before_leaving()
    return counts


def page_by_page(office: Office, counts: list[tuple[int, int]]) -> None:
    """Turn the pages of both."""
    ours: Series = []
    bare: Series = []
    fields, all_of_them = (round(mean(each)) for each in zip(*counts, strict=True))
    command = [sys.executable, str(PROBES / "pages.py"), str(fields), str(all_of_them)]
    with office.open() as program, Watched(command, environment(office.place)) as least:
        least.wait("Trang 1")
        program.send("a")
        program.wait("1-6 mở bước")
        for number in range(ROUNDS + 1):
            program.send("2")
            program.wait("trang 1/")
            for page in range(len(counts) - 1):
                pair = [(program, ours), (least, bare)]
                for each, series in pair if page % 2 else reversed(pair):
                    took = each.last_change(PAGE_DOWN)
                    if number:  # the first round warms up
                        series.append(took)
            program.send("\x1b")
            program.wait("1-6 mở bước")
    compare("steps/page-to-page", ours, bare, "ms", goal=GOAL)


def beats(office: Office) -> None:
    """Listen to both hearts while fields are typed into."""
    out = office.place / "beats.json"
    probe = [sys.executable, str(PROBES / "beating.py"), str(out)]
    where = environment(office.place) | {"PYTHONPATH": ":".join(sys.path)}
    with office.open(command=probe) as program:
        spans = []
        for key, text in zip("abcd", TYPED, strict=True):
            program.send(key)
            program.wait("1-6 mở bước")
            program.send("2")
            program.wait("trang 1/")
            program.send(PAGE_DOWN)
            program.wait("trang 2/")
            spans.append(typing(program, f"{text}\r"))
            program.send("\x1b")
            program.wait("1-6 mở bước")
            program.send("\x1b")
            program.wait("Hồ sơ khai sinh mới")
    ours = latest(out, spans)
    with office.desk() as desk:
        told = [
            event.payload["answers"].get("requester.detail")
            for event in journal.of_kind(desk.db, "filing.answered")
            if event.payload
        ]
    assert [text for text in told if text in TYPED] == TYPED, told
    with Watched(probe, where) as least:
        least.wait("Số định danh hoặc tên")
        spans = [typing(least, text) for text in TYPED]
        least.send(LEAVE)
        least.end()
    bare = latest(out, spans)
    tell("steps/latest-beat", round(ours, 2), FRAME, 1.0, "ms")
    tell("steps/latest-beat/minimal", round(ours, 2), round(bare, 2), None, "ms")


def typing(program: Watched, text: str) -> tuple[float, float]:
    """Type at the pace of quick fingers; when it began and when all was painted."""
    began = program.began + program.now()
    for letter in text:
        program.send(letter)
        program.settle()
    return began, program.began + program.now()


def latest(out: Path, spans: list[tuple[float, float]]) -> float:
    """How late the latest beat of these times was, in ms; beats below 4 ms are not written down."""
    late = json.loads(out.read_text())
    return max(
        (after * 1000 for due, after in late for first, last in spans if first <= due <= last),
        default=4.0,
    )


def main() -> None:
    """The pages, then the hearts."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for number in range(len(TYPED)):
            office.draft(DEATH + number * len(SAMPLES), "requester.detail")
        counts = asyncio.run(widgets(office))
        page_by_page(office, counts)
        beats(office)


if __name__ == "__main__":
    main()
