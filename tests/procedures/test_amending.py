"""A later version says only what changes, and comes out as a whole definition."""

from datetime import date, datetime, timedelta

import pytest

from lienthong_tui.desk import demo, drafting
from lienthong_tui.filing.deadlines import VIETNAM
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.amending import in_full
from lienthong_tui.procedures.differing import Change, differences
from lienthong_tui.procedures.loading import Group, in_force

from .toys import TOY, rule, toy

HEAD = """
amends = "2026-01-01"
group = "copies"
version = "2027-03-01"
effective_from = 2027-03-01
"""
BASE = {"toy.toml": TOY.encode()}
DATES = {"definition": {"version", "effective_from"}}


def amended(more: str, head: str = HEAD) -> Group:
    """The toy as amended by `more`."""
    source = in_full((head + more).encode(), "later.toml", BASE)
    return loading.read(source, "later.toml")


def changes(group: Group) -> set[tuple[str, str, str]]:
    """What differs from the toy, but for the version and its day."""
    found = differences(toy().definition, group.definition)
    own = [c for c in found if c.part not in DATES.get(c.item, ())]
    return {(c.what, c.item, c.part) for c in own}


def mistakes(source: str) -> list[tuple[str, object, object]]:
    with pytest.raises(ExceptionGroup) as found:
        loading.read(in_full(source.encode(), "later.toml", BASE), "later.toml")
    problems = [p for p in found.value.exceptions if isinstance(p, Problem)]
    return [(p.code, p.params["file"], p.params.get("item")) for p in problems]


def test_only_what_it_gives_is_changed() -> None:
    later = amended('[[rule]]\nid = "many-copies"\nwhen = "holder.copies > 5"\n')
    assert changes(later) == {("changed", "rule many-copies", "when")}
    assert later.definition.version == "2027-03-01"
    assert differences(amended("").definition, later.definition) == (
        Change("changed", "rule many-copies", "when", "holder.copies > 10", "holder.copies > 5"),
    )


def test_a_new_name_adds_and_a_named_item_goes() -> None:
    head = HEAD + 'law = "Luật mới"\nremoved = ["rule many-copies"]\n'
    later = amended(rule("few-copies", "holder.copies < 1"), head)
    assert changes(later) == {
        ("changed", "definition", "law"),
        ("added", "rule few-copies", ""),
        ("removed", "rule many-copies", ""),
    }


def test_a_deadline_is_named_by_scheme_and_procedure() -> None:
    later = amended('[[deadline]]\nscheme = "law-2014"\nprocedure = "copy"\nworking_days = 2\n')
    assert changes(later) == {("changed", "deadline law-2014/copy", "working_days")}


def test_the_end_of_the_old_version_is_not_its_own() -> None:
    ends = TOY.replace(
        "effective_from = 2026-01-01\nlabel",
        "effective_from = 2026-01-01\neffective_to = 2027-02-28\nlabel",
    )
    source = in_full(HEAD.encode(), "later.toml", {"toy.toml": ends.encode()})
    assert loading.read(source, "later.toml").definition.effective_to is None


def test_a_whole_file_is_left_as_it_is() -> None:
    assert in_full(TOY.encode(), "toy.toml", {}) == TOY.encode()
    # A part of an item may have the name.
    inner = b'group = "x"\n[[rule]]\namends = "2026-01-01"\n'
    assert in_full(inner, "x.toml", BASE) == inner
    # So may a line of a text.
    said = b'law = """\namends = 1\n"""\n'
    assert in_full(said, "x.toml", BASE) == said


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (HEAD.replace('"2026-01-01"', '"2025-01-01"'), ("definition-amends", "amends")),
        (HEAD.replace('"copies"', '"births"'), ("definition-amends", "amends")),
        (HEAD + 'removed = ["rule no-such"]', ("definition-unknown", "removed")),
        (HEAD + 'removed = ["odd thing"]', ("definition-unknown", "removed")),
        (HEAD + "removed = [3]", ("definition-unknown", "removed")),
        (HEAD + "removed = 3", ("definition-unknown", "removed")),
        (
            HEAD + '[[rule]]\nid = "many-copies"\nlevel = "alarm"',
            ("definition-shape", "rule many-copies"),
        ),
        (HEAD + "rule = 3", ("definition-shape", "")),
        (HEAD + "[[rule]]\nid =", ("definition-toml", None)),
        (HEAD + "a." * 200_000 + "a = 1", ("definition-toml", None)),
        (HEAD + 'removed = ["field holder.copies"]', ("expression-unknown", "rule many-copies")),
    ],
)
def test_a_mistake_names_the_amending_file(source: str, told: tuple[str, str | None]) -> None:
    code, item = told
    assert (code, "later.toml", item) in mistakes(source)


@pytest.mark.parametrize("group", ["birth", "death"])
def test_the_next_civil_status_law_lies_ready(group: str) -> None:
    last = in_force(group, date(2027, 2, 28)).definition
    first = in_force(group, date(2027, 3, 1)).definition
    assert (last.version, first.version) == ("2026-09-01", "2027-03-01")
    assert not first.verified
    changed = {c.item for c in differences(last, first) if c.part == "law"}
    assert f"procedure {group}-registration" in changed


def test_a_filing_keeps_the_version_of_the_day_it_was_received() -> None:
    now = datetime(2027, 2, 26, 9, tzinfo=VIETNAM)
    with demo.demo_desk(lambda: now) as desk:
        old = drafting.answer(desk, drafting.start(desk, "birth"), "registration.kind", "domestic")
        now += timedelta(days=5)
        new = drafting.answer(desk, drafting.start(desk, "birth"), "registration.kind", "domestic")
        kept = [drafting.reopen(desk, draft.filing.id).group.definition for draft in (old, new)]
    assert [definition.version for definition in kept] == ["2026-09-01", "2027-03-01"]
