"""What is told of agencies: what they answered, what follows from it, the keys they answer with.

Plain JSON values, and the same as text for a person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from lienthong_tui.desk.agency_keys import AgencyKey, agencies
from lienthong_tui.desk.drafting import Draft
from lienthong_tui.desk.replies import Heard, Incoming
from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.delivery import delivery, outdated
from lienthong_tui.filing.filing import Filing
from lienthong_tui.filing.telling import still_awaited
from lienthong_tui.people.places import unit_name
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.definition import Agency
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence, status_label
from lienthong_tui.text.clean import visible

Plain = dict[str, Any]


def incoming(came: Sequence[Incoming], language: Language) -> list[Plain]:
    """The answer of `receive`: one entry for each file."""
    return [_incoming(each, language) for each in came]


def _incoming(each: Incoming, language: Language) -> Plain:
    told: Plain = {"file": each.name}
    if each.problem is not None:
        return told | {"error": each.problem.code, "message": sentence(each.problem, language)}
    assert each.received is not None, "one of the two is there"
    return told | {
        "reference": each.received.reference,
        "again": each.received.again,
        "sealed": [packet.file_name for packet in each.received.sealed],
        "recalled": [packet.file_name for packet in _recalled(each.received.draft.filing)],
        "procedures": [
            {"id": h.procedure, "outcome": h.outcome, "status": h.status, "changed": h.changed}
            for h in each.received.heard
        ],
    }


def incoming_text(came: Sequence[Incoming], language: Language) -> list[str]:
    """The same for an officer: of each file what it said, or why it was not taken."""
    return [line for each in came for line in _incoming_text(each, language)]


def _incoming_text(each: Incoming, language: Language) -> Iterator[str]:
    if each.received is None:
        refused = tr(N_("KHÔNG NHẬN"), language)
        yield f"{refused} – {visible(each.name)}"
        if each.problem is not None:
            yield f"    {sentence(each.problem, language)}"
        return
    standing = N_("ĐÃ NHẬN TỪ TRƯỚC") if each.received.again else N_("ĐÃ NHẬN")
    yield f"{tr(standing, language)} – {visible(each.name)}"
    yield f"    {each.received.reference} · {each.received.agency_name}"
    received = each.received
    yield from (f"    {_heard_text(heard, language)}" for heard in received.heard)
    procedures = [heard.procedure for heard in received.heard]
    after = after_text(received.before, received.draft, procedures, language)
    yield from (f"    {line}" for line in after)


def _heard_text(heard: Heard, language: Language) -> str:
    """What was said of one procedure, and whether its status is another now."""
    told = f"{procedure_name(heard.procedure, language)}: {status_label(heard.outcome, language)}"
    if heard.changed or heard.status == heard.outcome:
        return told
    text = N_("{told} (đến muộn: vẫn là {status})")
    if not heard.late:
        text = N_("{told} (không nối tiếp được “{status}”: giữ lại, chưa đổi gì; hỏi cơ quan)")
    return tr(text, language).format(told=told, status=status_label(heard.status, language))


def told_text(before: Filing, draft: Draft, procedure: str, language: Language) -> list[str]:
    """Where a procedure stands after something was recorded, and what is to be done now."""
    status = status_label(draft.filing.status(procedure) or "", language)
    line = f"{procedure_name(procedure, language)}: {status}"
    return [line, *after_text(before, draft, [procedure], language)]


def after_text(
    before: Filing, draft: Draft, procedures: Iterable[str], language: Language
) -> list[str]:
    """What came of something said of `procedures`, and is to be done: a line each, none mostly."""
    lines = []
    if sealed := len(draft.filing.packets) - len(before.packets):
        text = N_("Đã lập {count} hồ sơ chuyển mới: xuất ở phím 4 của hồ sơ.")
        lines.append(tr(text, language).format(count=sealed))
    kept = (before.answers, before.attachments)
    if kept != (draft.filing.answers, draft.filing.attachments):
        text = N_("Không ai còn yêu cầu bổ sung ấy: chỗ đang sửa trở lại như đã gửi.")
        lines.append(tr(text, language))
    for procedure in procedures:
        for result in still_awaited(draft.group.definition, draft.filing, procedure):
            text = N_(
                "Chưa có {result}: thủ tục sau vẫn chờ. Có thì ghi thêm; không có thì báo gia đình."
            )
            label = pick(result.label, language)
            lines.append(tr(text, language).format(result=label[0].lower() + label[1:]))
    if recalled := _recalled(draft.filing):
        text = N_("KẾT QUẢ SAI ĐÃ RA KHỎI QUẦY, báo ngay: {packets}.")
        names = ", ".join(f"{packet.agency_name} ({packet.file_name})" for packet in recalled)
        lines.append(tr(text, language).format(packets=names))
    return lines


def _recalled(filing: Filing) -> list[SealedPacket]:
    """The packets that left with what is no result any more."""
    return [packet for packet in outdated(filing) if delivery(filing, packet) == "recalled"]


def procedure_name(procedure: str, language: Language) -> str:
    """The name of a procedure of any group that is shipped."""
    for group in loading.shipped():
        for each in group.definition.procedure:
            if each.id == procedure:
                return pick(each.name, language)
    return procedure


def agency_title(agency: Agency, commune: str, language: Language) -> str:
    """An agency by its name; of one that every commune has, that of `commune`."""
    return pick(agency.name, language).replace("{commune}", unit_name(commune))


def agency_keys_text(
    keys: Iterable[AgencyKey],
    encrypted: Mapping[tuple[str, str | None], str],
    commune: str,
    language: Language,
) -> list[str]:
    """The keys that are trusted and those packets are encrypted to, a line each.

    An agency without a place of its own is named as that of `commune`.
    """
    titles = {name: agency_title(each, commune, language) for name, each in agencies().items()}
    lines = []
    for key in keys:
        told = [key.agency, titles.get(key.agency), key.place, key.signer.principal]
        told.append(key.signer.fingerprint)
        if key.signer.last:
            text = tr(N_("đến hết {day}"), language)
            told.append(text.format(day=f"{key.signer.last:%d/%m/%Y}"))
        lines.append(" · ".join(filter(None, told)))
    for (agency, place), recipient in encrypted.items():
        text = tr(N_("mã hóa hồ sơ chuyển cho khóa {key}"), language).format(key=recipient)
        lines.append(" · ".join(filter(None, (agency, titles.get(agency), place, text))))
    return lines
