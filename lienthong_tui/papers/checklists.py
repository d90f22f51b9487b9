"""What to bring: the papers a filing needs as far as step 1 is answered, to be taken home and read.

It names nobody and is kept nowhere: made before anything about a person is typed.
"""

from collections.abc import Iterable

from lienthong_tui.filing.outline import Need, Outline, Resolved, papers_to_bring
from lienthong_tui.packets.sheets import Row, Section, Sheet
from lienthong_tui.papers.slips import Place
from lienthong_tui.procedures.definition import Component, Definition
from lienthong_tui.procedures.overlay import Overlay, amount
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import marked, money

NEEDS: dict[Need, str] = {
    "required": N_("bắt buộc"),
    "depends": N_("tùy trường hợp"),
    "optional": N_("nếu có"),
    "database": N_("không yêu cầu nộp"),
}


def sheet(
    outlined: Outline,
    agencies: Iterable[Resolved],
    office: Overlay,
    place: Place,
    language: Language,
) -> Sheet:
    """Who decides, whose data to have at hand, which papers to bring and which not to, the fees."""
    definition = outlined.group.definition
    sample = tr(N_("DỮ LIỆU MẪU"), language) if place.demo else ""
    papers = papers_to_bring(outlined)
    unasked = [component for component, need in papers if need == "database"]
    in_hand = (Row(paper, kind="tick") for paper in at_hand(outlined, language))
    told = (
        Row(tr(N_("Quầy hướng dẫn"), language), place.named(language)),
        Row(tr(N_("Căn cứ"), language), marked(definition.law, definition.verified, language)),
    )
    parts = (
        (N_("Ai giải quyết"), tuple(_deciding(agencies, language))),
        (N_("Cầm theo để đọc số, ngày, tên"), tuple(in_hand)),
        (N_("Giấy tờ cần mang"), tuple(_needed(papers, language))),
        (N_("Không yêu cầu nộp"), tuple(_unasked(unasked, language))),
        (N_("Lệ phí, nếu thuộc trường hợp phải nộp"), tuple(_fees(definition, office, language))),
        (N_("Nơi hướng dẫn"), told),
    )
    return Sheet(
        title=pick(definition.name, language),
        subtitle=tr(N_("giấy tờ cần mang; không phải Giấy tiếp nhận hồ sơ"), language),
        intro=sample,
        sections=tuple(Section(tr(title, language), rows) for title, rows in parts if rows),
        watermark=sample,
        language=language,
    )


def file_names(definition: Definition) -> tuple[str, str]:
    """What the text and the PDF are called."""
    name = f"giay-to-can-mang-{definition.group}"
    return f"{name}.txt", f"{name}.pdf"


def _deciding(agencies: Iterable[Resolved], language: Language) -> Iterable[Row]:
    for resolved in agencies:
        decided = ", ".join(pick(p.name, language) for p in resolved.procedures)
        name = marked(pick(resolved.name, language), resolved.agency.verified, language)
        yield Row(name, decided)


def at_hand(outlined: Outline, language: Language) -> list[str]:
    """The papers that the questions are answered from, once each."""
    asked = {field.section for field in outlined.fields}
    shown = [s.paper for s in outlined.group.definition.section if s.id in asked and s.paper]
    return list(dict.fromkeys(pick(words, language) for words in shown))


def to_bring(outlined: Outline, language: Language) -> list[str]:
    """The papers that are needed whatever is answered, in a word each."""
    return [
        pick(component.original or component.name, language)
        for component, need in papers_to_bring(outlined)
        if need == "required"
    ]


def _needed(papers: Iterable[tuple[Component, Need]], language: Language) -> Iterable[Row]:
    for component, need in papers:
        if need != "database":
            name = pick(component.original or component.name, language)
            note = tr(NEEDS[need], language)
            said = marked(f"{name} – {note}", component.verified, language)
            help_ = f". {pick(component.help, language)}" if component.help else ""
            yield Row(said + help_, kind="tick")


def _fees(definition: Definition, office: Overlay, language: Language) -> Iterable[Row]:
    """What each fee costs: how many copies and how late is not known yet."""
    for fee in definition.fee:
        unit = amount(fee, office)
        told = [tr(N_("tỉnh quy định mức"), language) if unit is None else money(unit, language)]
        if fee.exemption is not None:
            told.append(pick(fee.exemption, language))
        yield Row(pick(fee.name, language), marked(". ".join(told), fee.verified, language))


def _unasked(components: Iterable[Component], language: Language) -> Iterable[Row]:
    text = tr(N_("cơ quan tự lấy từ {database}"), language)
    for component in components:
        if component.database is not None:
            name, where = pick(component.name, language), pick(component.database, language)
            yield Row(name, marked(text.format(database=where), component.verified, language))
