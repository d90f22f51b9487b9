"""A sheet of directions for what is not filed here: where to go instead, and with which papers.

It names nobody and is kept nowhere: the same sheet for every family in that case.
"""

from lienthong_tui.packets.sheets import Row, Section, Sheet
from lienthong_tui.papers.slips import Place
from lienthong_tui.procedures.definition import Referral
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import marked


def sheet(referral: Referral, place: Place, language: Language) -> Sheet:
    """What the sheet says, with the mark of law that nobody has compared with its source."""
    sample = tr(N_("DỮ LIỆU MẪU"), language) if place.demo else ""
    law = marked(referral.law, referral.verified, language)
    sections = [
        Section(
            tr(N_("Việc này"), language),
            (
                Row(tr(N_("Cách làm"), language), pick(referral.text, language)),
                Row(tr(N_("Đến đâu"), language), pick(referral.where, language)),
            ),
        )
    ]
    if referral.bring:
        papers = tuple(Row(pick(paper, language), kind="tick") for paper in referral.bring)
        sections.append(Section(tr(N_("Mang theo"), language), papers))
    told = (
        Row(tr(N_("Quầy hướng dẫn"), language), place.named(language)),
        Row(tr(N_("Căn cứ"), language), law),
    )
    sections.append(Section(tr(N_("Nơi hướng dẫn"), language), told))
    return Sheet(
        title=pick(referral.title, language),
        subtitle=tr(N_("giấy hướng dẫn, không phải Giấy tiếp nhận hồ sơ"), language),
        intro=sample,
        sections=tuple(sections),
        watermark=sample,
        language=language,
    )


def file_names(referral: Referral) -> tuple[str, str]:
    """What the text and the PDF are called."""
    return f"huong-dan-{referral.id}.txt", f"huong-dan-{referral.id}.pdf"
