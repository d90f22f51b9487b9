"""What a declaration says: the answers of a filing laid into one of the definition's forms."""

from lienthong_tui.filing.display import shown_answer
from lienthong_tui.filing.outline import Outline, Resolved
from lienthong_tui.packets.declarations import Row, Section, Sheet
from lienthong_tui.procedures.definition import Form, expand

UNVERIFIED = "chưa xác minh"


def sheet(outlined: Outline, form: Form, agencies: tuple[Resolved, ...], *, demo: bool) -> Sheet:
    """The sheet of `form`; a question that does not show is left out, one unanswered is a line.

    It names the definition's version and law, and says when nobody compared them with the text.
    """
    definition = outlined.group.definition
    shown = {field.id: field for field in outlined.fields}
    order = tuple(outlined.group.fields)
    sections = []
    for part in form.parts:
        names = [name for name in expand(part.fields, order) if name in shown]
        rows = tuple(
            Row(shown[name].label.vi, shown_answer(shown[name], outlined.values.get(name)))
            for name in names
        )
        if rows:
            sections.append(Section(part.title.vi, rows))
    mark = "" if form.verified else f" ({UNVERIFIED})"
    return Sheet(
        title=form.title.vi,
        subtitle=f"{form.law}{mark}",
        addressed_to=next((r.name.vi for r in agencies if r.agency.id == form.agency), ""),
        sections=tuple(sections),
        notes=tuple(note.vi for note in form.notes),
        signatures=tuple(signature.vi for signature in form.signatures),
        watermark="DỮ LIỆU MẪU" if demo else "",
        footer=f"Bản in từ định nghĩa {definition.group} {definition.version} · {definition.law}",
    )
