"""A draft is stored from its first fact on, whatever is typed and whatever the clock says."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from lienthong_tui.desk import drafting
from lienthong_tui.desk.desk import Desk
from lienthong_tui.filing.answers import read_answer
from lienthong_tui.filing.events import Answer, Detached
from lienthong_tui.filing.reference import make_reference
from lienthong_tui.problems import Problem
from lienthong_tui.store import journal
from lienthong_tui.store.sqlcipher import one, rows

from .sample import COMMUNE, LATE, MARRIED, NOW, create, file, opened


def test_opened_by_mistake_it_leaves_nothing_behind(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        draft = drafting.start(desk, "birth")
        assert draft.position is None
        assert drafting.recent(desk) == []
        before = desk.verify().events
        assert drafting.answer(desk, draft, "child.given", "") == draft
        assert desk.verify().events == before


def test_its_first_answer_starts_it_as_of_when_it_was_opened(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        opened_at = drafting.start(desk, "birth")
        draft = drafting.answer(desk, opened_at, "child.given", "An")
        assert draft.filing.started == opened_at.filing.started
        assert draft.filing.started.received.startswith(f"{NOW.date()}")
        assert draft.filing.answers == {"child.given": "An"}
        assert [line.filing for line in drafting.recent(desk, "drafting")] == [draft.filing.id]


@pytest.mark.parametrize("typed", [" ", "hai", "-1", "1,5", "²", "9" * 5000])
def test_what_is_no_number_is_told(tmp_path: Path, typed: str) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk, pytest.raises(Problem) as refused:
        drafting.answer_all(desk, drafting.start(desk, "birth"), {"copies.count": typed})
    assert refused.value.code == "answer-number"


# What acts in SQL, in its full-text search, in a terminal's markup, in a typesetter or in a path.
ACTS = [
    *("'; DROP TABLE filing; --", '" OR 1=1 --', "') UNION SELECT 1", "%' OR '_", ":name ?1 @x $y"),
    *('"', '""', "*", "NEAR(a b)", "name_folded:mau", "a* AND NOT b", "^x", "-", "(", "{a b}: c"),
    *("[/]", "[@click=app.quit]x[/]", "[link=http://x]", "<script>", "&amp;", "{{7*7}}", "%s%n"),
    *("#eval(1)", "$x$", "\\n", "@import", "../../etc/passwd", "C:\\CON", "nul", "LPT1.pdf"),
    *("=1+1", "-1+1", "null", "true", "0x41", "1e999", "NaN", "../x", "~root", "$(id)", "`id`"),
]


@pytest.mark.parametrize("group", ["birth", "death"])
def test_whatever_is_typed_is_refused_or_kept_letter_by_letter(desk: Desk, group: str) -> None:
    """Every question that is answered with a text is given every one of them."""
    tables = rows(desk.db, "SELECT name, sql FROM sqlite_master ORDER BY name")
    other = file(desk, MARRIED)
    draft = drafting.start(desk, group)
    asked = [
        field
        for field in draft.group.fields.values()
        if not field.derived and field.type not in ("boolean", "integer")
    ]
    kept = 0
    for text in ACTS:
        taken: dict[str, Answer] = {}
        for field in asked:
            with suppress(Problem):
                taken[field.id] = read_answer(field, text, today=NOW.date())
        draft = drafting.answer_all(desk, draft, taken)
        refused = {field.id: text for field in asked if field.id not in taken}
        draft = drafting.keep_text(desk, draft, refused)
        assert set(taken.values()) <= {text}
        assert taken.items() <= draft.filing.answers.items()
        assert refused.items() <= draft.filing.half_typed.items()
        assert {line.filing for line in desk.lookup(text)} <= {draft.filing.id, other.id}
        kept += len(taken)
    assert kept > 5 * len(ACTS)
    assert drafting.reopen(desk, draft.filing.id).filing == draft.filing
    assert desk.filing(other.id)[0] == other
    assert rows(desk.db, "SELECT name, sql FROM sqlite_master ORDER BY name") == tables
    desk.verify()
    assert desk.rebuild() == 2


PAPER = LATE.parent / "papers/nguoi-lam-chung-05.pdf"


def test_the_same_scan_attached_twice_is_kept_once(desk: Desk) -> None:
    draft = drafting.start(desk, "birth")
    components = [component.id for component in draft.group.definition.component[:2]]
    for component in (components[0], components[0], components[1]):
        draft = drafting.attach_file(desk, draft, component, PAPER)
    first, second, third = draft.filing.attachments
    assert first.content == second.content == third.content
    assert (second.name, third.name) == (f"{PAPER.stem}-2.pdf", first.name)
    found = one(desk.db, "SELECT count(*) FROM content WHERE sha256 = ?", [first.content])
    assert found == (1,)
    gone = Detached(component=first.component, content=first.content)
    draft = drafting.record(desk, draft, gone)
    assert [attached.content for attached in draft.filing.attachments] == [first.content] * 2
    desk.verify()


@pytest.mark.parametrize("name", ["gone.pdf", "folder", "out.pdf", "empty.pdf", "\0.pdf"])
def test_a_paper_that_cannot_be_read_leaves_the_draft_as_it_was(
    desk: Desk, tmp_path: Path, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.pdf").touch()
    (tmp_path / "out.pdf").symlink_to("/etc/shadow")
    draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
    component = draft.group.definition.component[0].id
    before = desk.head()
    with pytest.raises(Problem):
        drafting.attach_file(desk, draft, component, tmp_path / name)
    assert desk.head() == before
    assert drafting.reopen(desk, draft.filing.id).filing == draft.filing


def test_a_clock_a_year_off_loses_nothing_and_puts_nothing_out_of_order(place: Path) -> None:
    with opened(place) as desk:
        draft = drafting.answer(desk, drafting.start(desk, "birth"), "child.given", "An")
        file(desk)
    filing_id, told = draft.filing.id, ["An"]
    for days, name in ((-365, "Bình"), (365, "Châu"), (0, "Dũng"), (-365, "Hà")):
        with opened(place, NOW + timedelta(days=days)) as desk:
            draft = drafting.reopen(desk, filing_id)
            assert draft.filing.answers["child.given"] == told[-1]
            drafting.answer(desk, draft, "child.given", name)
            told.append(name)
            assert [line.filing for line in desk.lookup(name)] == [filing_id]
            events = journal.events_of(desk.db, filing_id)
            said = [e.payload["answers"]["child.given"] for e in events[1:] if e.payload]
            assert said == told
            desk.verify()
    with opened(place) as desk:
        assert file(desk).reference == make_reference(COMMUNE, NOW.date(), 1, 2)


def test_a_definition_is_read_once_however_often_one_signs_in(tmp_path: Path) -> None:
    create(tmp_path)
    with opened(tmp_path) as desk:
        started = file(desk).started
        law = desk.group(started.definition)
    with opened(tmp_path) as desk:
        again = desk.group(started.definition)
    with opened(tmp_path) as desk:
        assert desk.group(started.definition) is again
    assert again.source == law.source
