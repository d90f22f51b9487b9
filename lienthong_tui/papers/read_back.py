"""What was declared, read back to the citizen: one fact a line, sensitive ones masked on request.

It is for reading, on a screen turned round or in large letters on paper, and is no declaration.
"""

from collections.abc import Iterator

from lienthong_tui.filing import recall
from lienthong_tui.filing.events import Answer
from lienthong_tui.filing.outline import Outline
from lienthong_tui.packets.sheets import Row, Section, Sheet
from lienthong_tui.procedures.questions import Field
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import answer_label
from lienthong_tui.text.mask import mask

_NUMBERS = ("id_number", "id_document", "phone")
_HIDDEN = "•••"


class LargeSheet(Sheet, frozen=True, kw_only=True):
    """A sheet in large letters."""

    @property
    def template(self) -> str:
        """Its own layout."""
        return "read-back"


def read_back(
    outlined: Outline, subject: str, *, masked: bool, demo: bool, language: Language
) -> LargeSheet:
    """Every answer of the filing about `subject`, section by section as it was asked.

    A name is one fact, however many boxes it was typed into. What the program worked out of other
    answers was not said, and is left out.
    """
    sections = []
    for section in outlined.group.definition.section:
        rows = tuple(_rows(outlined, section.id, language, masked=masked))
        if rows:
            sections.append(Section(pick(section.title, language), rows))
    return LargeSheet(
        title=tr(N_("ĐỌC LẠI CHO NGƯỜI DÂN"), language),
        subtitle=f"{pick(outlined.group.definition.short, language)} · {subject}",
        sections=tuple(sections),
        watermark=tr(N_("DỮ LIỆU MẪU"), language) if demo else "",
        footer=tr(N_("Bản đọc lại, không phải tờ khai và không phải giấy tiếp nhận."), language),
        language=language,
    )


def _rows(outlined: Outline, section: str, language: Language, *, masked: bool) -> Iterator[Row]:
    boxes = {
        box: person
        for person in outlined.group.definition.person
        if len(person.parts) > 1
        for box in person.parts
    }
    told = set()
    for field in outlined.fields:
        value = outlined.values.get(field.id)
        if field.section != section or field.derived is not None or value is None:
            continue
        person = boxes.get(field.id)
        if person is None:
            yield Row(pick(field.label, language), _shown(field, value, language, masked=masked))
        elif person.role not in told:
            told.add(person.role)
            label = tr(N_("Họ và tên"), language)
            yield Row(
                f"{label} – {pick(person.label, language)}",
                recall.name_of(person, outlined.values),
            )


def _shown(field: Field, value: Answer, language: Language, *, masked: bool) -> str:
    text = answer_label(field, value, language)
    if not masked or not (field.sensitive or field.type in _NUMBERS):
        return text
    return mask(text) if field.type in _NUMBERS else _HIDDEN


def file_name(filing_id: str) -> str:
    """What the file is called: nobody's name in it."""
    return f"doc-lai-{filing_id[-6:]}.pdf"
