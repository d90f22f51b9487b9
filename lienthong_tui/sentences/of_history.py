"""The timeline of a filing in words: one sentence for every kind of event, and who did it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from lienthong_tui.desk.history import Holder
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.filing.events import (
    Absent,
    Answered,
    Asker,
    Attached,
    Claimed,
    Compared,
    Completed,
    Consented,
    DataGiven,
    Detached,
    FeesTaken,
    HandedBack,
    HandedOff,
    LetterTyped,
    Linked,
    Lodged,
    Moved,
    Noted,
    NoticeGiven,
    OnPaper,
    OriginalSeen,
    Parked,
    Pledged,
    Printed,
    Purged,
    Reminded,
    Reopened,
    Restored,
    Started,
    Viewed,
    Warned,
    Withdrawn,
)
from lienthong_tui.filing.kinds import KINDS
from lienthong_tui.filing.sharing_events import TakenIn, TakenOver
from lienthong_tui.filing.timeline import Entry
from lienthong_tui.procedures import alike, parking, reminders
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.sentences import Language, of_agency_events, of_kiosk_events, pick, tr
from lienthong_tui.sentences.definition_words import DefinitionWords
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import money

PLEDGES = {
    "signature": N_("Người yêu cầu đã ký cam đoan"),
    "fingerprint": N_("Người yêu cầu điểm chỉ, đã đọc lại cho nghe"),
    "portal": N_("Người yêu cầu tự cam đoan trên Cổng"),
}
ASKERS: Mapping[Asker, str] = {
    "requester": N_("Người yêu cầu"),
    "relative": N_("Người có tên trong hồ sơ"),
    "authorised": N_("Người được ủy quyền, có giấy"),
    "other": N_("Người khác"),
}
LOOKS_TOLD = {
    "found": N_("Tra cứu bằng số đầy đủ, hiện tên"),
    "work": N_("Mở xem hồ sơ"),
    "citizen": N_("Trả lời người hỏi"),
    "compared": N_("Xem đầy đủ để so với hồ sơ có thể trùng"),
}
REMINDED = {
    "file": N_("Nhắc người yêu cầu, ghi ra tệp tin nhắn: {about}"),
    "command": N_(
        "Nhắc người yêu cầu, đã giao cho chương trình gửi tin (chưa rõ đã nhận): {about}"
    ),
    "by-hand": N_("Đã gọi điện nhắc người yêu cầu: {about}"),
}
NOTICES = {
    "requester": N_("Đã thông báo xử lý dữ liệu"),
    "helper": N_("Đã thông báo xử lý dữ liệu cho người nhập giúp"),
}
_HOLDERS = {
    "unattended": N_("tệp khóa của quầy"),
    "recovery": N_("phiếu khôi phục"),
    "desk-intake": N_("nơi nhận của quầy"),
}


def what_happened(entry: Entry, definition: Definition, language: Language) -> str:
    """One entry as a sentence: names of questions and papers, never an answer."""
    words = DefinitionWords(definition, language)
    if entry.payload is None:
        if entry.kind in KINDS:
            return words.say(N_("Một việc mà nội dung đã được xóa"))
        return words.say(N_("Một việc do phiên bản mới hơn ghi ({kind})"), kind=entry.kind)
    return SENTENCES[type(entry.payload)](entry, entry.payload, words)


def who_did(officer: str, holders: Mapping[str, Holder], language: Language) -> str:
    """The officer's display name, or what was used instead of an officer's password."""
    holder = holders.get(officer)
    if holder is None:
        return tr(N_("không rõ ai"), language)
    if holder.kind == "officer":
        return holder.name
    if holder.kind == "kiosk":
        return tr(N_("máy tự kê khai “{name}”"), language).format(name=holder.name)
    if holder.kind == "desk":
        return tr(N_("người tiếp nhận ở quầy {name}"), language).format(name=holder.name)
    return tr(_HOLDERS[holder.kind], language)


def _answered(entry: Entry, payload: Answered, words: DefinitionWords) -> str:
    told = []
    if entry.subjects:
        many = len(entry.subjects) > 1
        if payload.origin == "case-file":
            text = N_("Nhận {count} câu trả lời từ tệp hồ sơ: {questions}")
        elif payload.origin == "again":
            text = N_("Lấy {count} câu trả lời từ hồ sơ trước: {questions}")
        elif payload.origin == "scanned":
            text = N_("Quét thẻ, được {count} câu trả lời: {questions}")
        else:
            text = N_("Trả lời {count} câu: {questions}") if many else N_("Trả lời: {questions}")
        questions = words.questions(entry.subjects)
        told.append(words.say(text, count=len(entry.subjects), questions=questions))
    if entry.gone:
        text = N_("Bỏ câu trả lời: {questions}")
        told.append(words.say(text, questions=words.questions(entry.gone)))
    return ". ".join(told)


def _parked(_: Entry, payload: Parked, words: DefinitionWords) -> str:
    reasons = {each.id: pick(each.text, words.language) for each in parking.shipped()}
    told = [words.say(N_("Tạm gác: {reason}"), reason=reasons.get(payload.reason, payload.reason))]
    if payload.note:
        told.append(payload.note)
    if payload.queue_number:
        told.append(words.say(N_("số thứ tự {number}"), number=payload.queue_number))
    if payload.to:
        told.append(words.say(N_("bàn giao cho người tiếp nhận khác")))
    return "; ".join(told)


def _noted(_: Entry, payload: Noted, words: DefinitionWords) -> str:
    if payload.about == "filing":
        return words.say(N_("Ghi chú: {note}"), note=payload.text)
    text = N_("Báo cơ quan đang giải quyết về chỗ sai ({procedure}): {note}")
    if payload.about == "refusal":
        text = N_("Báo người dân thủ tục bị từ chối, dừng ({procedure}): {note}")
    return words.say(
        text,
        procedure=words.procedure(payload.procedure or ""),
        note=payload.text,
    )


def _reopened(_: Entry, payload: Reopened, words: DefinitionWords) -> str:
    told = words.say(N_("Mở lại để sửa trước khi nộp: {reason}"), reason=payload.reason)
    if payload.called_back:
        told += words.say(
            N_("; đã thu lại {count} hồ sơ chuyển đã xuất"), count=len(payload.called_back)
        )
    return told


def _fees_taken(_: Entry, payload: FeesTaken, words: DefinitionWords) -> str:
    if payload.exempt:
        return words.say(N_("Không thu lệ phí: {reason}"), reason=payload.exempt)
    return words.say(
        N_("Đã thu {amount}, biên lai số {receipt}"),
        amount=money(sum(payload.amounts.values()), words.language),
        receipt=payload.receipt,
    )


def _linked(_: Entry, payload: Linked, words: DefinitionWords) -> str:
    person = words.person(payload.role)
    if payload.to is None:
        return words.say(N_("Khai riêng: {person}"), person=person.lower())
    text = N_("{person} là {other}: dùng chung lời khai")
    return words.say(text, person=person, other=words.person(payload.to).lower())


def _printed(_: Entry, payload: Printed, words: DefinitionWords) -> str:
    if payload.what == "slip":
        return words.say(N_("In phiếu hướng dẫn"))
    if payload.what == "read-back":
        return words.say(N_("In bản đọc lại cho người dân"))
    if payload.what == "letter":
        return words.say(N_("In giấy của quầy: {letters}"), letters=words.letters(payload.forms))
    forms = {form.id: pick(form.title, words.language) for form in words.definition.form}
    named = ", ".join(forms.get(form, form) for form in payload.forms)
    return words.say(N_("In tờ khai để ký: {forms}"), forms=named)


def _started(_: Entry, payload: Started, words: DefinitionWords) -> str:
    received = local_time(datetime.fromisoformat(payload.received))
    return words.say(N_("Mở hồ sơ, nhận lúc {time}"), time=received)


def _attached(entry: Entry, payload: Attached, words: DefinitionWords) -> str:
    paper = words.component(payload.component)
    told = words.say(N_("Đính kèm {paper}: tệp {file}"), paper=paper, file=entry.file)
    if payload.reason:
        told += words.say(N_(", vì: {reason}"), reason=payload.reason)
    return told


def _detached(entry: Entry, payload: Detached, words: DefinitionWords) -> str:
    paper = words.component(payload.component)
    return words.say(N_("Bỏ tệp {file} khỏi {paper}"), paper=paper, file=entry.file or "…")


def _absent(_: Entry, payload: Absent, words: DefinitionWords) -> str:
    paper = words.component(payload.component)
    return words.say(N_("Không có {paper}, vì: {reason}"), paper=paper, reason=payload.reason)


def _original_seen(_: Entry, payload: OriginalSeen, words: DefinitionWords) -> str:
    paper = words.component(payload.component)
    if payload.seen:
        return words.say(N_("Đã đối chiếu {paper} với bản chính"), paper=paper)
    return words.say(N_("Bỏ dấu đã đối chiếu của {paper}"), paper=paper)


def _letter_typed(_: Entry, payload: LetterTyped, words: DefinitionWords) -> str:
    return words.say(N_("Soạn giấy của quầy, mẫu {letter}"), letter=payload.letter)


def _on_paper(_: Entry, payload: OnPaper, words: DefinitionWords) -> str:
    return words.say(
        N_("Kê khai trên giấy trước: số phiếu {reference}, nhận lúc {received}"),
        reference=payload.reference,
        received=local_time(datetime.fromisoformat(payload.received)),
    )


def _moved(entry: Entry, _: Moved, words: DefinitionWords) -> str:
    told = [words.say(N_("Chuyển sang bản thủ tục đang có hiệu lực"))]
    if entry.subjects:
        text = N_("cần khai lại: {fields}")
        told.append(words.say(text, fields=words.questions(entry.subjects)))
    if entry.gone:
        told.append(words.say(N_("không còn hỏi: {count} ô"), count=len(entry.gone)))
    return "; ".join(told)


def _warned(_: Entry, payload: Warned, words: DefinitionWords) -> str:
    rule = next((r for r in words.definition.rule if r.id == payload.rule), None)
    if rule is None:
        return words.say(N_("Ghi lý do cho một cảnh báo: {reason}"), reason=payload.reason)
    offered = {reason.vi: pick(reason, words.language) for reason in rule.reasons}
    return words.say(
        N_("Cảnh báo “{warning}” Lý do đi tiếp: {reason}"),
        warning=pick(rule.message, words.language),
        reason=offered.get(payload.reason, payload.reason),
    )


def _compared(_: Entry, payload: Compared, words: DefinitionWords) -> str:
    text = N_("So với một hồ sơ có thể trùng: người khác. Lý do: {reason}")
    if payload.verdict == "same":
        text = N_("So với một hồ sơ có thể trùng: cùng một người, cùng một việc. Lý do: {reason}")
    rules = alike.rules_of(words.definition)
    offered = {each.vi: pick(each, words.language) for each in (*rules.different, *rules.same)}
    return words.say(text, reason=offered.get(payload.reason, payload.reason))


def _viewed(_: Entry, payload: Viewed, words: DefinitionWords) -> str:
    if payload.why != "citizen" or payload.asker is None:
        return words.say(LOOKS_TOLD[payload.why])
    seen = N_("đã xem giấy tờ") if payload.papers_seen else N_("chưa xem giấy tờ")
    asker = words.say(ASKERS[payload.asker]).lower()
    return words.say(N_("Trả lời người hỏi: {asker}, {seen}"), asker=asker, seen=words.say(seen))


def _purged(_: Entry, payload: Purged, words: DefinitionWords) -> str:
    if payload.why == "term":
        return words.say(N_("Xóa nội dung vì hết hạn lưu"))
    if payload.why == "lost":
        return words.say(N_("Nội dung mất khi tệp kho hỏng; phần đọc được thành bản nháp mới"))
    if payload.reason is None:
        return words.say(N_("Xóa lại nội dung sau khi khôi phục từ bản sao lưu"))
    return words.say(N_("Xóa nội dung theo yêu cầu: {reason}"), reason=payload.reason)


def _reminded(_: Entry, payload: Reminded, words: DefinitionWords) -> str:
    about = pick(reminders.about_words(payload.occasion.partition(" ")[0]), words.language)
    return words.say(REMINDED[payload.via], about=about[0].lower() + about[1:])


def _completed(_: Entry, payload: Completed, words: DefinitionWords) -> str:
    text = N_("Hoàn thành kê khai: số phiếu {reference} (không phải mã hồ sơ)")
    return words.say(text, reference=payload.reference)


def _handed_off(_: Entry, payload: HandedOff, words: DefinitionWords) -> str:
    text = N_("Chuyển sang Cổng: bắt đầu chép {count} ô")
    if payload.to == "file":
        text = N_("Chuyển sang Cổng: ghi {count} ô ra tệp")
    return words.say(text, count=len(payload.fields))


def _lodged(_: Entry, payload: Lodged, words: DefinitionWords) -> str:
    told = []
    if payload.portal_number:
        told.append(words.say(N_("số hồ sơ {number}"), number=payload.portal_number))
    if payload.one_stop_number:
        told.append(words.say(N_("mã một cửa {number}"), number=payload.one_stop_number))
    if not told:
        return words.say(N_("Ghi là đã nộp lên Cổng, chưa có số"))
    return words.say(N_("Ghi là đã nộp lên Cổng: {numbers}"), numbers=", ".join(told))


def _handed_back(entry: Entry, _: HandedBack, words: DefinitionWords) -> str:
    told = []
    if entry.subjects:
        text = N_("Trả lại giấy tờ: {papers}")
        told.append(words.say(text, papers=words.papers(entry.subjects)))
    if entry.gone or not told:
        text = N_("Bỏ dấu đã trả lại: {papers}")
        told.append(words.say(text, papers=words.papers(entry.gone) or "…"))
    return ". ".join(told)


SENTENCES: Mapping[type, Callable[[Entry, Any, DefinitionWords], str]] = {
    **of_agency_events.SENTENCES,
    **of_kiosk_events.SENTENCES,
    Started: _started,
    Answered: _answered,
    Linked: _linked,
    Moved: _moved,
    Attached: _attached,
    Detached: _detached,
    Absent: _absent,
    OriginalSeen: _original_seen,
    Warned: _warned,
    Compared: _compared,
    NoticeGiven: lambda _, payload, words: words.say(NOTICES[payload.to]),
    Pledged: lambda _, payload, words: words.say(PLEDGES[payload.how]),
    Viewed: _viewed,
    DataGiven: lambda _, payload, words: words.say(
        N_("Giao cho người dân dữ liệu của chính họ: {people}"),
        people=", ".join(words.person(role).lower() for role in payload.roles),
    ),
    Consented: lambda _, payload, words: words.say(
        N_("Đồng ý: {extra}") if payload.given else N_("Không đồng ý: {extra}"),
        extra=words.beyond(payload.extra),
    ),
    Reminded: _reminded,
    Purged: _purged,
    Completed: _completed,
    OnPaper: _on_paper,
    LetterTyped: _letter_typed,
    Printed: _printed,
    HandedOff: _handed_off,
    Lodged: _lodged,
    Parked: _parked,
    Claimed: lambda _, __, words: words.say(N_("Nhận hồ sơ để làm tiếp")),
    Withdrawn: lambda _, payload, words: words.say(
        N_("Rút hồ sơ trước khi nộp: {reason}"), reason=payload.reason
    ),
    Restored: lambda _, __, words: words.say(N_("Làm tiếp hồ sơ đã rút")),
    Reopened: _reopened,
    Noted: _noted,
    FeesTaken: _fees_taken,
    HandedBack: _handed_back,
    TakenIn: lambda _, __, words: words.say(N_("Nhận từ máy tự kê khai về quầy")),
    TakenOver: lambda _, __, words: words.say(N_("Nhận hồ sơ từ quầy khác về quầy này")),
}
"""A kind that is added to `filing.events` gets its sentence here; a test enumerates them."""
