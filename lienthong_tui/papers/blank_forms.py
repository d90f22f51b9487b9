"""Blank forms for a power cut: for each number given out, what is asked, and a slip.

What is written on them is typed in afterwards, under the same number (`desk.allotting`).
"""

from lienthong_tui.desk.allotting import Allotted, record_printed
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.exporting import Put
from lienthong_tui.packets.declarations import blank
from lienthong_tui.packets.typesetting import render
from lienthong_tui.papers.slips import Place, blank_slip, file_names
from lienthong_tui.procedures.loading import Group
from lienthong_tui.sentences import Language


def bring_out(
    desk: Desk, group: Group, allotted: tuple[Allotted, ...], language: Language, put: Put
) -> tuple[str, ...]:
    """Bring blank forms and slips under these numbers out by `put`; the names of the files.

    Errors: those of `put` and of `allotting.record_printed`.
    """
    made = files(desk, group, allotted, language)
    references = tuple(each.reference for each in allotted)
    put(made, lambda: record_printed(desk, group.definition.group, references))
    return tuple(made)


def files(
    desk: Desk, group: Group, allotted: tuple[Allotted, ...], language: Language
) -> dict[str, bytes]:
    """The forms of `group` that every filing has, blank, and a slip: PDF by file name.

    Of those, the preview asks everything that is typed in later; the others are signed. A slip that
    was printed before says so.
    """
    now = desk.clock()
    place = Place(desk.commune, desk.number, desk.demo, desk.office.contact or "")
    always = [form for form in group.definition.form if form.shown is None]
    found: dict[str, bytes] = {}
    for each in allotted:
        reference = each.reference
        for form in always:
            paper = blank(group, form, reference=reference, demo=desk.demo)
            found[f"{reference}-{form.id}.pdf"] = render(paper, at=now)
        slip = blank_slip(reference, group, place, language, again=each.printed)
        found[file_names(reference, before=int(each.printed))[1]] = render(slip, at=now)
    return found
