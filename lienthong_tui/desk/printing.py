"""Papers of a filing as files: made, recorded in the journal, then brought out."""

import re
from collections.abc import Collection, Mapping
from typing import Literal

from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.drafting import Draft, record, reopen
from lienthong_tui.desk.exporting import Put
from lienthong_tui.filing.events import Printed
from lienthong_tui.packets.declarations import declaration
from lienthong_tui.packets.typesetting import Said, render, said
from lienthong_tui.procedures.definition import Form
from lienthong_tui.store import content
from lienthong_tui.text.fold import fold

_LONGEST_TITLE = 60  # characters: a stick of anybody takes such a name


def declaration_name(draft: Draft, form: Form) -> str:
    """What the file of a declaration is called: what it is, of which filing, and nobody's name."""
    title = "-".join(re.findall(r"[a-z0-9]+", fold(form.title.vi)))
    return f"{draft.filing.reference or draft.filing.id[-6:]}-{title[:_LONGEST_TITLE]}.pdf"


def declarations_of(desk: Desk, draft: Draft, forms: Collection[str]) -> dict[str, bytes]:
    """The declarations `forms` as PDF, by file name: as the answers stand now, and of a completed
    filing as they were then, but for previews, which nobody keeps.

    Errors: Problem("letter-missing"); those of `content.get`.
    """
    now, done = desk.clock(), draft.filing.completed
    kept = {d.form: d.content for d in done.declarations} if done else {}
    return {
        declaration_name(draft, form): content.get(desk.db, kept[form.id])
        if form.id in kept
        else render(declaration(draft.outlined, form, draft.agencies, demo=desk.demo), at=now)
        for form in draft.outlined.forms
        if form.id in forms
    }


def lines_of(desk: Desk, draft: Draft) -> tuple[tuple[Form, tuple[Said, ...]], ...]:
    """Each declaration with its lines as it prints them; a form without a layout has none."""
    return tuple(
        (form, said(declaration(draft.outlined, form, draft.agencies, demo=desk.demo)))
        for form in draft.outlined.forms
    )


def print_declarations(desk: Desk, draft: Draft, forms: Collection[str], put: Put) -> Draft:
    """Bring the declarations `forms` out by `put`, to be read and signed.

    What is completed later is rendered again and kept. Errors: those of `declarations_of`, of `put`
    and of `drafting.record`.
    """
    files = declarations_of(desk, draft, forms)
    known = {form.id for form in draft.outlined.forms}
    fact = Printed(what="declaration", forms=tuple(form for form in forms if form in known))
    put(files, lambda: record(desk, draft, fact))
    return reopen(desk, draft.filing.id)


def print_files(
    desk: Desk,
    draft: Draft,
    what: Literal["slip", "read-back"],
    files: Mapping[str, bytes],
    put: Put,
) -> Draft:
    """Bring `files`, a paper for the citizen by file name, out by `put`.

    Errors: those of `put` and of `drafting.record`.
    """
    put(files, lambda: record(desk, draft, Printed(what=what)))
    return reopen(desk, draft.filing.id)
