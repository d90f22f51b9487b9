"""What a declaration says: the answers of a filing laid into one of the definition's forms."""

from typing import Literal

from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline, Resolved
from lienthong_tui.packets.declarations import Row, Section, Sheet
from lienthong_tui.procedures.definition import Field, Form, expand

UNVERIFIED = "chưa xác minh"
# One layout serves every declaration until each has its statutory one: nobody shall mistake it.
NOT_THE_FORM = "Bản in nội dung kê khai, chưa trình bày theo mẫu ban hành."


def sheet(outlined: Outline, form: Form, agencies: tuple[Resolved, ...], *, demo: bool) -> Sheet:
    """The sheet of `form`; what does not show is left out, a question unanswered is a line.

    Its head names the form's law, its foot the definition's version, code and law, each with the
    mark of what nobody has compared with its source.
    """
    definition = outlined.group.definition
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
            Row(shown[name].label.vi, _printed(shown[name], outlined.values.get(name)))
            for name in names
        )
        if rows:
            sections.append(Section(part.title.vi, rows))
    code = next((c for c in definition.code if c.kind == "legal"), None)
    foot = [f"Định nghĩa {definition.group} {definition.version}"]
    if code is not None:
        foot.append(_marked(f"mã thủ tục {code.value}", code.verified))
    foot.append(_marked(definition.law, definition.verified))
    return Sheet(
        title=form.title.vi,
        subtitle=_marked(form.law, form.verified),
        addressed_to=next((r.name.vi for r in agencies if r.agency.id == form.agency), ""),
        intro=NOT_THE_FORM,
        sections=tuple(sections),
        notes=_foot(outlined, form, "notes"),
        signatures=_foot(outlined, form, "signatures"),
        watermark="DỮ LIỆU MẪU" if demo else "",
        footer=" · ".join(foot),
    )


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


def _marked(text: str, verified: bool) -> str:
    return text if verified else f"{text} ({UNVERIFIED})"
