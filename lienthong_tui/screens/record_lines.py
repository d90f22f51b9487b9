"""What the page of a filing tells, part by part; what of it is covered is for the page to say."""

from collections.abc import Iterable, Iterator

from lienthong_tui.desk.drafting import Draft
from lienthong_tui.filing.filing import Filing
from lienthong_tui.reports import due_lines, numbers_text, packet_text
from lienthong_tui.screens.handed_back import papers_of
from lienthong_tui.screens.keeper import Keeper
from lienthong_tui.sentences import Language, pick
from lienthong_tui.sentences.definition_words import DefinitionWords
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import money, status_label
from lienthong_tui.text.mask import mask


def open_parts(keeper: Keeper, language: Language, *, revealed: bool) -> list[str]:
    """What tells nobody's name: numbers, procedures, packets. Results are masked until revealed."""
    draft = keeper.draft
    filing, words = draft.filing, DefinitionWords(draft.group.definition, language)
    packets = (packet_text(filing, packet, language) for packet in filing.packets)
    return [
        *numbers_text(filing, language),
        *_part(words, N_("THỦ TỤC"), _procedures(draft, words, revealed=revealed)),
        *_part(words, N_("HỒ SƠ CHUYỂN"), packets),
    ]


def covered_parts(keeper: Keeper, language: Language) -> list[str]:
    """What may tell a name or a cause, and what was paid: papers, notes, fees."""
    filing = keeper.draft.filing
    words = DefinitionWords(keeper.draft.group.definition, language)
    return [
        *_part(words, N_("GIẤY TỜ"), _papers(keeper, words)),
        *_part(words, N_("GHI CHÚ"), _notes(filing, words)),
        *_part(words, N_("LỆ PHÍ ĐÃ THU"), _fees(filing, words)),
    ]


def _part(words: DefinitionWords, heading: str, lines: Iterable[str]) -> list[str]:
    """The lines below their heading; nothing where there are none."""
    told = list(lines)
    return ["", words.say(heading), *told] if told else []


def _procedures(draft: Draft, words: DefinitionWords, *, revealed: bool) -> Iterator[str]:
    """Each procedure with who decides it, where it stands, when it is expected, what it yielded."""
    filing = draft.filing
    for name, agency in _agencies(draft, words).items():
        status = filing.status(name)
        told = status_label(status, words.language) if status else words.say(N_("đang kê khai"))
        yield f"  {words.procedure(name)} – {told}"
        yield f"    {agency}"
        for line in due_lines(filing, name, words.language):
            yield f"    {line}"
        for result, value in filing.standing(name).results.items():
            yield f"    {words.result(result)}: {value if revealed else mask(value)}"


def _agencies(draft: Draft, words: DefinitionWords) -> dict[str, str]:
    """Who decides each procedure; while it is being declared, as the answers stand."""
    if draft.filing.completed is not None:
        packets = draft.filing.completed.packets
        return {name: packet.agency_name for packet in packets for name in packet.procedures}
    return {
        procedure.id: pick(resolved.name, words.language)
        for resolved in draft.agencies
        for procedure in resolved.procedures
    }


def _papers(keeper: Keeper, words: DefinitionWords) -> Iterator[str]:
    """Each paper with its files, whether its original was seen, whether it was given back."""
    filing = keeper.draft.filing
    files = [attached.component for attached in filing.attachments]
    names = papers_of(keeper, words.language)
    others = (paper for paper in (*files, *filing.handed_back) if paper not in names)
    for paper, name in (names | {paper: words.paper(paper) for paper in others}).items():
        told = []
        if count := files.count(paper):
            seen = paper in filing.originals_seen
            told.append(words.say(N_("{count} tệp"), count=count))
            told.append(words.say(N_("đã đối chiếu bản chính") if seen else N_("chưa đối chiếu")))
        back = paper in filing.handed_back
        told.append(words.say(N_("đã trả lại") if back else N_("chưa trả lại")))
        yield f"  {name}: {', '.join(told)}"
    for component, reason in filing.absences.items():
        text = N_("  {paper}: không có, vì: {reason}")
        yield words.say(text, paper=words.component(component), reason=reason)


def _notes(filing: Filing, words: DefinitionWords) -> Iterator[str]:
    """What was noted; of which procedure, where it was about one."""
    for note in filing.notes:
        about = f"{words.procedure(note.procedure)}: " if note.procedure else ""
        yield f"  {about}{note.text}"


def _fees(filing: Filing, words: DefinitionWords) -> Iterator[str]:
    """What was paid, by fee and receipt, or why nothing was."""
    names = {fee.id: pick(fee.name, words.language) for fee in words.definition.fee}
    for taken in filing.fees:
        if taken.exempt:
            yield words.say(N_("  Không thu: {reason}"), reason=taken.exempt)
        for fee, amount in taken.amounts.items():
            yield words.say(
                N_("  {fee}: {amount}, biên lai số {receipt}"),
                fee=names.get(fee, fee),
                amount=money(amount, words.language),
                receipt=taken.receipt,
            )
