"""What passed between the desk and the agencies, one sentence for every kind of event."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lienthong_tui.filing.agency_events import (
    Collected,
    Delivered,
    Exported,
    FollowedUp,
    Receiver,
    Resealed,
    Source,
    TakenBack,
    Told,
)
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.timeline import FEES, Entry, masked_results
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.sentences import Language
from lienthong_tui.sentences.definition_words import DefinitionWords
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import money

HEARD: Mapping[Source, str] = {
    "portal": N_("Cổng ghi lúc {at}"),
    "phone": N_("cơ quan gọi lúc {at}"),
    "letter": N_("văn bản lúc {at}"),
    "reply": N_("tệp có ký lúc {at}"),
    "desk": N_("quầy lập lúc {at}"),
}
_FOLLOWED = {
    "awaited": N_("Lập hồ sơ chuyển nối tiếp, mang kết quả đang chờ: {agencies}"),
    "supplement": N_("Lập hồ sơ chuyển bổ sung: {agencies}"),
}
RECEIVERS: Mapping[Receiver, str] = {
    "requester": N_("người yêu cầu nhận"),
    "relative": N_("người có tên trong hồ sơ nhận"),
    "authorised": N_("người được ủy quyền nhận"),
    "elsewhere": N_("đã nhận nơi khác: Cổng, bưu chính, cơ quan giải quyết"),
}
SIGNED = {"signature": N_("đã ký sổ"), "fingerprint": N_("đã điểm chỉ vào sổ")}


def told_details(told: Told, definition: Definition, language: Language) -> str:
    """What an agency said: of which procedure, when and how it was heard, what with it.

    Of a number only the end, as in every list.
    """
    return _told(None, masked_results(told), DefinitionWords(definition, language))


def _told(_: Entry | None, payload: Told, words: DefinitionWords) -> str:
    about = f"{words.procedure(payload.procedure)}: {words.outcome(payload.outcome)}"
    details = [
        *([words.say(N_("số {number}"), number=payload.number)] if payload.number else []),
        *([words.say(N_("lý do: {reason}"), reason=payload.reason)] if payload.reason else []),
        *(words.item(item) for item in payload.items),
        *(f"{words.result(name)} {value}" for name, value in payload.results.items()),
        *([money(payload.amount, words.language)] if payload.amount else []),
        *(
            [words.say(N_("hẹn lại {day}"), day=f"{payload.until:%d/%m/%Y}")]
            if payload.until
            else []
        ),
        *(_collected(payload.collected, words) if payload.collected else []),
    ]
    said = local_time(datetime.fromisoformat(payload.said_at))
    heard = words.say(HEARD[payload.source], at=said)
    return f"{about} – {heard}" + (f": {'; '.join(details)}" if details else "")


def _collected(collected: Collected, words: DefinitionWords) -> list[str]:
    told = [words.say(RECEIVERS[collected.receiver])]
    told += [text for text in (collected.name, collected.authority) if text]
    if collected.copies:
        told.append(words.say(N_("{count} bản sao"), count=collected.copies))
    if collected.originals:
        papers = words.papers(collected.originals)
        told.append(words.say(N_("thu bản chính: {papers}"), papers=papers))
    return told + ([words.say(SIGNED[collected.signed])] if collected.signed else [])


def _taken_back(entry: Entry, payload: TakenBack, words: DefinitionWords) -> str:
    text = N_("Bỏ một kết quả ghi nhầm: {told}. Lý do: {reason}")
    told = "–"
    if entry.subjects == (FEES,):
        told = words.say(N_("lần thu lệ phí"))
    elif entry.subjects:
        procedure, outcome = entry.subjects
        told = f"{words.procedure(procedure)}: {words.outcome(outcome)}"
    return words.say(text, told=told, reason=payload.reason)


def _followed_up(entry: Entry, payload: FollowedUp, words: DefinitionWords) -> str:
    return words.say(_FOLLOWED[payload.why], agencies=", ".join(entry.subjects))


def _exported(entry: Entry, _: Exported, words: DefinitionWords) -> str:
    return words.say(N_("Xuất hồ sơ chuyển: {agencies}"), agencies=", ".join(entry.subjects))


SENTENCES: Mapping[type, Callable[[Entry, Any, DefinitionWords], str]] = {
    Exported: _exported,
    Delivered: lambda entry, _, words: words.say(
        N_("Đã đọc lại ở thư mục xuất, nguyên vẹn: {agencies}"), agencies=", ".join(entry.subjects)
    ),
    Told: _told,
    TakenBack: _taken_back,
    FollowedUp: _followed_up,
    Resealed: lambda _, __, words: words.say(
        N_("Ký lại hồ sơ chuyển: định dạng hoặc khóa trước không còn dùng")
    ),
}
