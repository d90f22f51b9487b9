"""A question of the interview in plain words, its choices, and what was said to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing import interview, recall
from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.interview import Question, ReadBack, Step
from lienthong_tui.filing.outline import Outline
from lienthong_tui.people.places import commune_label
from lienthong_tui.problems import Problem
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.elements import Words
from lienthong_tui.procedures.questions import Field, FieldType, Section
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.choices import Choice, Find, among, finder
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import answer_label, sentence

EXAMPLES: dict[FieldType, str] = {
    "name": "Nguyễn Thị Mẫu",
    "id_number": "099190000017",
    "id_document": "099190000017",
    "date": N_("05/03/1990, hoặc ngày âm: 3/10 âl"),
    "partial_date": N_("05/03/1990, hoặc chỉ năm: 1925"),
    "moment": N_("11/11/2026 02:15, hoặc ngày âm: 3/10 âl"),
    "phone": "0912 345 678",
    "integer": "3",
    "commune": N_("gõ vài chữ của tên xã, tên cũ cũng được"),
    "province": N_("gõ vài chữ của tên tỉnh"),
    "text": "Thôn An Lợi, số 12",
}


@dataclass(frozen=True)
class Asked:
    """A question as it is asked. `find` gives its choices for what was typed, None for free text;
    `few` are all of them where no typing is needed. `said` is what was said to it, `unsure`
    whether it was that one does not know."""

    text: str
    why: str
    example: str
    find: Find | None
    few: tuple[Choice, ...]
    said: str
    unsure: bool


def asked(question: Question, draft: Draft, language: Language) -> Asked:
    """The question in words, as the draft stands."""
    field = draft.group.fields[question.field]
    find = _finder(field, draft, language)
    few = tuple(find("")) if find is not None and _is_short(field) else ()
    return Asked(
        text=pick(_asked_of(draft, question), language),
        why=pick(field.why, language) if field.why else "",
        example="" if few else _example(field, language),
        find=find,
        few=few,
        said=said(question, draft, language),
        unsure=question.field in draft.filing.unsure,
    )


def _finder(field: Field, draft: Draft, language: Language) -> Find | None:
    if field.options:
        return among([Choice(o.value, pick(o.plain or o.label, language)) for o in field.options])
    return finder(field, language, home=draft.filing.started.commune)


def _is_short(field: Field) -> bool:
    """Whether the choices are few enough to be read one after another."""
    return field.type == "boolean" or bool(field.options)


def _example(field: Field, language: Language) -> str:
    if field.example and field.type == "text":
        return field.example
    return tr(EXAMPLES[field.type], language) if field.type in EXAMPLES else ""


def said(question: Question, draft: Draft, language: Language) -> str:
    """What was said to a question, "" where nothing was or one does not know."""
    values = draft.outlined.values
    if len(question.boxes) > 1:
        return recall.name_of(interview.whose_name(draft.outlined, question), values)
    field, value = draft.group.fields[question.field], draft.filing.answers.get(question.field)
    if value is None:
        return ""
    if field.type == "commune":
        return commune_label(str(value))
    told = next(
        (pick(o.plain, language) for o in field.options if o.value == value and o.plain), ""
    )
    return told or answer_label(field, value, language)


def doubt(finding: Finding, definition: Definition, language: Language) -> str:
    """What cannot be right with an answer, without the law it rests on."""
    rule = next(rule for rule in definition.rule if rule.id == finding.rule)
    return pick(rule.message, language)


def refusal(problem: Problem, language: Language) -> str:
    """Why something was not taken, in the words of the kiosk: an ID number is on a card."""
    text = sentence(problem, language)
    return text.replace("Số định danh", "Số căn cước").replace("số định danh", "số căn cước")


def title(section: Section, language: Language) -> str:
    """What a section is called at the kiosk."""
    return pick(section.plain or section.title, language)


def progress(found: Sequence[Step], at: str, outlined: Outline, language: Language) -> str:
    """Which part of how many one is in."""
    part = interview.part(found, at)
    section = next(s for s in outlined.group.definition.section if s.id == part.section)
    text = tr(N_("Phần {number} trong {count}: {title}"), language)
    return text.format(number=part.number, count=part.of, title=title(section, language))


def read_back(step: ReadBack, draft: Draft, language: Language) -> list[tuple[str, str]]:
    """What was said of a person: each question, and the answer."""
    unknown = tr(N_("chưa biết"), language)
    return [
        (
            pick(_asked_of(draft, question), language).rstrip("?"),
            said(question, draft, language) or unknown,
        )
        for question in interview.questions_of(draft.outlined, step.section)
    ]


def _asked_of(draft: Draft, question: Question) -> Words:
    field = draft.group.fields[question.field]
    return field.ask or field.label


GLYPHS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "•": "*",
        "→": "->",
        "←": "<-",
    }
)
"""For a console whose font has the Vietnamese letters and little else."""
