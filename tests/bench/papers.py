"""What a paper costs: every form and slip against an empty page, set by the same typesetter.

`make bench ONLY=papers`. One JSON line for each comparison:
{"name", "ours", "baseline", "unit", "ratio", "goal"}. The rules:

* an empty page is one A4 page with a title and no other text, in the same font, by the same
  standards (PDF/A-2a, PDF/UA-1); each page of a round is another one, so that nothing is taken from
  what the typesetter remembers of the one before;
* forms are those of the sample cases, with answers changed a little for every round;
* a round sets each once, the one that begins changes every round; the figures are the median and
  the p95 of the rounds in milliseconds;
* `forms-per-second`: all declarations of 100 filings one after another, as completion makes them,
  against as many empty pages. Here more is better: the ratio is below 1. An empty page after
  another is quicker than one after a form: nothing pushes out what the typesetter remembers.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import count
from pathlib import Path

import typst
from msgspec.structs import replace
from papers.gallery import NOW as READ

from bench.line import tell
from bench.timing import Series, compare
from lienthong_tui.desk import demo
from lienthong_tui.desk.reading import read_case
from lienthong_tui.filing.outline import Outline, resolve_agencies
from lienthong_tui.packets import typesetting
from lienthong_tui.packets.declarations import Declaration, declaration
from lienthong_tui.packets.sheets import Sheet
from lienthong_tui.packets.typesetting import Printout, render
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.definition import Form

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
ROUNDS = 25
FILINGS = 100
# Each form from the case that fills the most of it.
FORMS = (
    *(("birth-declaration", 0), ("ct01", 3), ("tk1-ts", 4), ("mau-01", 0)),
    *(("death-declaration", 8), ("funeral-insurance", 8), ("hsb-09", 8)),
    *(("funeral-protection", 7), ("funeral-merit", 9)),
)

_NUMBERS = count(1)  # no empty page is set twice
_OFFICE = overlay.read(overlay.shipped(), loading.shipped())


_EMPTY = """#set document(title: sys.inputs.data)
#set text(font: "Liberation Serif", lang: "vi")
#set page(paper: "a4")
"""


def main() -> None:
    """Compare each form, then a hundred filings."""
    cases = [read_case(path, now=READ, commune=demo.COMMUNE).outlined for path in demo.samples()]
    with tempfile.TemporaryDirectory() as folder:
        empty = empty_page(Path(folder))
        empty(0)  # the typesetter is loaded once
        for name, number in FORMS:
            outlined = cases[number]
            form = next(form for form in outlined.forms if form.id == name)
            ours, baseline = _rounds(partial(_paper, outlined, form), empty)
            compare(f"papers/{name}", ours, baseline, "ms", digits=2)
        _a_hundred(cases, empty)


def empty_page(folder: Path) -> Callable[[int], object]:
    """What sets an empty page titled by a number."""
    template = folder / "empty.typ"
    template.write_text(_EMPTY, encoding="utf-8")

    def empty(number: int) -> object:
        return typst.compile(
            template,
            font_paths=typesetting._fonts(),
            sys_inputs={"data": f"{number}"},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=int(AT.timestamp()),
        )

    return empty


def _a_hundred(cases: list[Outline], empty: Callable[[int], object]) -> None:
    papers = list(_declarations(cases))
    began = time.perf_counter()
    for paper in papers:
        render(paper, at=AT)
    ours = time.perf_counter() - began
    began = time.perf_counter()
    for number in range(len(papers)):
        empty(-number - 1)
    baseline = time.perf_counter() - began
    tell(
        "papers/forms-per-second-over-100-filings",
        round(len(papers) / ours, 1),
        round(len(papers) / baseline, 1),
        None,
        "forms/s",
    )


def _declarations(cases: list[Outline]) -> Iterator[Printout]:
    """What completion prints of a hundred filings, no two of them alike."""
    for n in range(FILINGS):
        outlined = cases[n % len(cases)]
        for form in outlined.forms:
            if not form.preview:
                yield _paper(outlined, form, n + ROUNDS)


def _paper(outlined: Outline, form: Form, number: int) -> Declaration | Sheet:
    agencies = resolve_agencies(outlined, _OFFICE, demo.COMMUNE)
    paper = declaration(outlined, form, agencies, demo=False)
    return replace(paper, footer=f"{paper.footer} · {number}")


def _rounds(
    ours: Callable[[int], Printout], empty: Callable[[int], object]
) -> tuple[Series, Series]:
    """Milliseconds of each, interleaved."""
    took: dict[str, list[float]] = {"ours": [], "empty": []}
    for number in range(ROUNDS):
        paper = ours(number)
        acts: list[tuple[str, Callable[[], object]]] = [
            ("ours", partial(render, paper, at=AT)),
            ("empty", partial(empty, next(_NUMBERS))),
        ]
        for name, act in acts if number % 2 else reversed(acts):
            began = time.perf_counter()
            act()
            took[name].append((time.perf_counter() - began) * 1000)
    return took["ours"], took["empty"]


if __name__ == "__main__":
    main()
