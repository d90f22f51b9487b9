"""A declaration: what one of the definition's forms says of a filing, and by which layout.

A form with a `template` is laid out as its statute has it; another one, and a preview of a form
whose text nobody has seen, as a sheet of its parts.
"""

from collections.abc import Iterator
from typing import Any, Literal

from msgspec import Struct

from lienthong_tui.filing import recall
from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline, Resolved
from lienthong_tui.packets.sheets import Row, Section, Sheet
from lienthong_tui.packets.typesetting import Printout
from lienthong_tui.procedures.definition import Definition, Form, FormPart
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.questions import Field, expand
from lienthong_tui.resources import data_path

UNVERIFIED = "chưa xác minh"
SAMPLE = "DỮ LIỆU MẪU"
PREVIEW = "BẢN XEM TRƯỚC"
_FEW = 3
# One layout serves every form that has none of its own: nobody shall mistake it.
NOT_THE_FORM = "Bản in nội dung kê khai, chưa trình bày theo mẫu ban hành."


class Given(Struct, frozen=True):
    """An answer as a template sees it: the text a person reads, and the value that is kept."""

    label: str
    text: str = ""
    value: Answer | None = None


class Declaration(Printout, frozen=True, kw_only=True):
    """Everything a statutory form says.

    `answers` has every field the form may print: None for one that is not asked in this filing, an
    empty text for one that nobody answered yet. `law` is what the form follows, `subject` who the
    filing is about: its name stands on every page after the first.
    """

    form: str
    law: str
    subject: str = ""
    addressed_to: str
    answers: dict[str, Given | None]
    notes: tuple[str, ...]
    signatures: tuple[str, ...]

    @property
    def template(self) -> str:
        """The form's own."""
        return self.form

    def texts(self) -> Iterator[tuple[str, str]]:
        """Answers by their label, everything else by the part it is."""
        for given in self.answers.values():
            if given is not None:
                yield given.label, given.text
        for field in ("title", "law", "subject", "addressed_to", "watermark", "footer"):
            yield field, getattr(self, field)
        for field in ("notes", "signatures"):
            yield field, "".join(getattr(self, field))


def declaration(
    outlined: Outline, form: Form, agencies: tuple[Resolved, ...], *, demo: bool
) -> Declaration | Sheet:
    """What `form` says; its head names its law, its foot the definition's version, code and law,
    each with the mark of what nobody has compared with its source.
    """
    to = next((r.name.vi for r in agencies if r.agency.id == form.agency and r.placed), "")
    notes, signatures = _foot(outlined, form, "notes"), _foot(outlined, form, "signatures")
    definition = outlined.group.definition
    common = _common(form, definition, to, notes, signatures, demo=demo)
    layout = _layout(form)
    if layout is None:
        return _without_layout(form, _sections(outlined, form), common)
    shown = {field.id for field in outlined.fields}
    person = recall.person_in(definition, definition.label_person)
    return Declaration(
        form=layout,
        law=marked(form.law, form.verified),
        subject=recall.name_of(person, outlined.values).upper(),
        answers={
            name: _given(outlined.group.fields[name], outlined.values.get(name))
            if name in shown
            else None
            for name in _printed_fields(outlined.group, form)
        },
        **common,
    )


def blank(
    group: Group, form: Form, *, reference: str = "", demo: bool = False
) -> Declaration | Sheet:
    """The form with nothing answered: every field it may print is a line to write on.

    `reference` is the number given out for it, and stands in its foot.
    """
    # Whether a condition will hold is not known: said is only what always is, but room to sign is
    # left for everybody.
    notes = tuple(line.vi for line in form.notes if line.shown is None)
    signatures = tuple(line.vi for line in form.signatures)
    common = _common(form, group.definition, "", notes, signatures, demo=demo)
    if reference:
        number = f"Số phiếu tại quầy {reference} (không phải mã hồ sơ)"
        common["footer"] = f"{number} · {common['footer']}"
    layout = _layout(form)
    if layout is None:
        parts = tuple(
            Section(part.title.vi, rows)
            for part in form.parts
            if (rows := tuple(_blank_rows(group, part)))
        )
        return _without_layout(form, parts, common)
    fields = group.fields
    return Declaration(
        form=layout,
        law=marked(form.law, form.verified),
        answers={name: Given(fields[name].label.vi) for name in _printed_fields(group, form)},
        **common,
    )


def _common(
    form: Form,
    definition: Definition,
    to: str,
    notes: tuple[str, ...],
    signatures: tuple[str, ...],
    *,
    demo: bool,
) -> dict[str, Any]:
    """What a form says with or without a layout, filled in or blank."""
    return {
        "title": form.title.vi,
        "addressed_to": to,
        "notes": notes,
        "signatures": signatures,
        "watermark": _watermark(form, demo=demo),
        "footer": footer(definition),
    }


def _without_layout(form: Form, parts: tuple[Section, ...], common: dict[str, Any]) -> Sheet:
    law = marked(form.law, form.verified)
    return Sheet(subtitle=law, intro=NOT_THE_FORM, sections=parts, **common)


def _layout(form: Form) -> str | None:
    """The form's template, if this version of the program has it: an old filing may name none."""
    there = form.template and data_path("forms", f"{form.template}.typ").is_file()
    return form.template if there else None


def _blank_rows(group: Group, part: FormPart) -> Iterator[Row]:
    """The lines of a part; of what is asked as often as there are people, only the first few."""
    numbers = {section.id: section.number or 1 for section in group.definition.section}
    for name in expand(part.fields, tuple(group.fields)):
        field = group.fields[name]
        if numbers[field.section] <= _FEW:
            yield Row(field.label.vi)


def _printed_fields(group: Group, form: Form) -> tuple[str, ...]:
    """The ids of every field the form may print."""
    patterns = tuple(pattern for part in form.parts for pattern in part.fields)
    return expand(patterns, tuple(group.fields))


def _given(field: Field, answer: Answer | None) -> Given:
    return Given(field.label.vi, _printed(field, answer), answer)


def _sections(outlined: Outline, form: Form) -> tuple[Section, ...]:
    """What does not show is left out, a question unanswered is a line."""
    shown = {field.id: field for field in outlined.fields}
    order = tuple(outlined.group.fields)
    sections = []
    for part in form.parts:
        names = [
            name
            for name in expand(part.fields, order)
            if name in shown and (name in outlined.values or not part.only_answered)
        ]
        rows = tuple(
            Row(shown[name].label.vi, _printed(shown[name], outlined.values.get(name)), field=name)
            for name in names
        )
        if rows:
            sections.append(Section(part.title.vi, rows))
    return tuple(sections)


def _printed(field: Field, answer: Answer | None) -> str:
    """An answer on a declaration: names are printed in capitals, however they were typed."""
    text = shown_answer(field, answer)
    return text.upper() if field.type == "name" else text


def _foot(outlined: Outline, form: Form, part: Literal["notes", "signatures"]) -> tuple[str, ...]:
    return tuple(
        line.vi
        for number, line in enumerate(getattr(form, part), start=1)
        if outlined.holds("form", form.id, f"{part} {number}")
    )


def _watermark(form: Form, *, demo: bool) -> str:
    marks = [PREVIEW] if form.preview else []
    return " · ".join([*marks, SAMPLE] if demo else marks)


def footer(definition: Definition) -> str:
    """The version, code and law that a paper follows, with the mark of what nobody compared."""
    code = next((c for c in definition.code if c.kind == "legal"), None)
    foot = [f"Định nghĩa {definition.group} {definition.version}"]
    if code is not None:
        foot.append(marked(f"mã thủ tục {code.value}", code.verified))
    foot.append(marked(definition.law, definition.verified))
    return " · ".join(foot)


def marked(text: str, verified: bool) -> str:
    """`text`, with the mark of what nobody compared with its source."""
    return text if verified else f"{text} ({UNVERIFIED})"
