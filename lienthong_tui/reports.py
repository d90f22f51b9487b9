"""What the commands answer: plain JSON values, and the same as text for a person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from lienthong_tui.desk.reading import Reading
from lienthong_tui.filing.agency_events import SealedPacket
from lienthong_tui.filing.checks import Finding
from lienthong_tui.filing.deadlines import VIETNAM, Expected, Since
from lienthong_tui.filing.delivery import Delivery, delivery
from lienthong_tui.filing.fees import Charge
from lienthong_tui.filing.filing import AWAITING, Filing
from lienthong_tui.packets import packet, qr
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.definition import Definition
from lienthong_tui.procedures.differing import Change
from lienthong_tui.procedures.loading import Group
from lienthong_tui.procedures.outcomes import is_accepted, is_decided
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_search import whereabouts
from lienthong_tui.sentences.wording import (
    UNVERIFIED,
    because,
    day,
    filing_label,
    finding_sentence,
    marked,
    money,
    sentence,
    state_label,
    status_label,
)
from lienthong_tui.store.projections import Line
from lienthong_tui.text.clean import visible

Plain = dict[str, Any]

_DELIVERIES: Mapping[Delivery, str] = {
    "kept": N_("hồ sơ chuyển chưa xuất"),
    "leaving": N_("đang xuất dở, xuất lại"),
    "delivered": N_("đã xuất, đã đọc lại"),
    "answered": N_("cơ quan đã trả lời bằng tệp"),
    "withheld": N_("mang kết quả không còn đúng: giữ lại, không xuất"),
    "replaced": N_("kết quả ở đây sai, đã xuất đợt sau thay vào"),
    "recalled": N_("ĐÃ XUẤT KẾT QUẢ KHÔNG CÒN ĐÚNG: báo ngay cơ quan này"),
}


def findings(said: Iterable[Finding], definition: Definition, language: Language) -> Plain:
    """`{"errors", "warnings", "infos"}`, each a list of `{"step", "field", "rule", "message"}`."""
    listed: Plain = {"errors": [], "warnings": [], "infos": []}
    for finding in said:
        line = {
            "step": finding.step,
            "field": visible(finding.field),
            "rule": visible(finding.rule),
            "message": finding_sentence(finding, definition, language),
        }
        if finding.level == "warning" and finding.reason:
            line["reason"] = finding.reason
        listed[f"{finding.level}s"].append(line)
    return listed


def checked(reading: Reading, language: Language) -> Plain:
    """The verdict on a case that was only checked."""
    definition = reading.case.group.definition
    return {
        "group": definition.group,
        "procedures": [procedure.id for procedure in reading.outlined.procedures],
        **findings(reading.findings, definition, language),
    }


def filed(
    reading: Reading, filing: Filing | None, paths: Mapping[str, Path], language: Language
) -> Plain:
    """The answer of `file`; without a filing nothing was stored. `paths` is agency id → file."""
    done = filing.completed if filing else None
    return {
        "reference": done.reference if done else None,
        "state": filing.state if filing else None,
        "packets": [
            {
                "agency": sealed.agency,
                "agency_name": sealed.agency_name,
                "procedures": list(sealed.procedures),
                "path": str(paths[sealed.agency]) if sealed.agency in paths else None,
                "sha256": sealed.content,
                "awaits": list(sealed.awaited),
            }
            for sealed in (done.packets if done else ())
        ],
        "expected": [expected_date(e, language) for e in (done.expected if done else ())],
        **findings(reading.findings, reading.case.group.definition, language),
    }


def expected_date(expected: Expected, language: Language) -> Plain:
    """`{"procedure", "date", "because", "verified"}`; the date is None when no term is known."""
    return {
        "procedure": expected.procedure,
        "date": expected.due.isoformat() if expected.due else None,
        "because": because(expected, language),
        "verified": expected.settled,
    }


def found(lines: Iterable[Line]) -> list[Plain]:
    """The answer of `lookup`: no name and no number of a person."""
    return [
        {
            "reference": line.reference,
            "state": line.state,
            "elsewhere": line.elsewhere,
            "procedures": [
                {
                    "id": procedure.id,
                    "agency": procedure.agency,
                    "status": procedure.status,
                    "expected": procedure.expected,
                    "verified": procedure.verified,
                }
                for procedure in line.procedures
            ],
        }
        for line in lines
    ]


def findings_text(said: Plain, language: Language) -> list[str]:
    """Findings as lines, the worst first; a warning that still asks for a reason is one error."""
    marks = {
        "errors": tr(N_("LỖI"), language),
        "warnings": tr(N_("Cảnh báo"), language),
        "infos": tr(N_("Cho biết"), language),
    }
    asking = {_place(error) for error in said["errors"]}
    warned = {_place(warning): warning["message"] for warning in said["warnings"]}
    lines = []
    for level, mark in marks.items():
        for entry in said[level]:
            message = entry["message"]
            if level == "warnings" and _place(entry) in asking:
                continue
            if level == "errors" and _place(entry) in warned:
                message = f"{warned[_place(entry)]} {message}"
            where = f" {entry['field']}" if entry["field"] else ""
            step = tr(N_("bước {step}"), language).format(step=entry["step"])
            lines.append(f"{mark} · {step}{where}: {message}")
            if "reason" in entry:
                lines.append("    " + tr(N_("Lý do:"), language) + f" {entry['reason']}")
    return lines


def _place(entry: Plain) -> tuple[Any, ...]:
    return entry["step"], entry["field"], entry["rule"]


def filed_text(filing: Filing, group: Group, language: Language) -> list[str]:
    """A completed filing for a person: number, state, who gets what, expected when and why."""
    done = filing.completed
    if done is None:
        return []
    names = {p.id: pick(p.name, language) for p in group.definition.procedure}
    lines = [reference_text(done.reference, language), filing_label(filing, language)]
    for sealed in filing.packets:
        lines.append(packet_text(filing, sealed, language))
        for procedure in sealed.procedures if sealed.round == 1 else ():
            status = filing.status(procedure) or ""
            lines.append(f"      {names[procedure]} – {status_label(status, language)}")
            when = due_lines(filing, procedure, language, why=True)
            lines += [f"        {line}" for line in when]
    return lines


def reference_text(reference: str, language: Language) -> str:
    """Our own number, and that it is no official one."""
    text = N_("Số phiếu tại quầy: {number} (không phải mã hồ sơ)")
    return tr(text, language).format(number=reference)


def due_lines(
    filing: Filing, procedure: str, language: Language, *, why: bool = False
) -> list[str]:
    """When a procedure is expected, marked where that rests on what is not verified; `why` says so
    in a sentence. Nothing of one that is decided."""
    standing = filing.standing(procedure)
    if standing.decided or (standing.counted is None and standing.until is None):
        return []
    if filing.status(procedure) == AWAITING and filing.accepted:
        return [tr(N_("Tính ngày dự kiến khi thủ tục trước có kết quả"), language)]
    if filing.due(procedure) is None and standing.counted and standing.counted.due:
        return [tr(N_("Đang chờ phía người dân: thời hạn tạm dừng"), language)]
    if standing.until is not None:
        text = tr(N_("Cơ quan hẹn lại"), language)
        return [f"{text}: {day(standing.until, language)}"]
    counted = standing.counted
    assert counted is not None, "one of the two is there"
    mark = "" if counted.settled or why else f" ({tr(UNVERIFIED, language)})"
    told = [f"{expected_day(counted.due, language, counted.since)}{mark}"]
    return [*told, because(counted, language)] if why else told


def expected_day(due: date | None, language: Language, since: Since = "desk") -> str:
    """An expected date; one that counts from the reception at the desk says so: the portal may
    accept later."""
    when = day(due, language) if due else tr(N_("chưa rõ ngày"), language)
    text = N_("Dự kiến nếu Cổng tiếp nhận cùng lúc với quầy") if since == "desk" else N_("Dự kiến")
    return tr(text, language) + f": {when}"


def fee_lines(charged: Iterable[Charge], language: Language) -> list[tuple[str, str]]:
    """What is to be paid: each fee with how it is reckoned and its source, then the sum.

    A fee that nobody set an amount for is told as open, and the sum is told without it.
    """
    charged = tuple(charged)
    if not charged:
        return [(tr(N_("Không phải nộp lệ phí"), language), "")]
    lines = []
    for charge in charged:
        fee = charge.fee
        told = []
        if charge.exempt:
            told.append(tr(N_("miễn"), language))
        elif charge.unit is None:
            told.append(tr(N_("chưa có mức ở thiết lập của cơ quan: hỏi trước khi thu"), language))
        elif charge.count > 1:
            each = money(charge.unit, language)
            told.append(f"{charge.count} × {each} = {money(charge.unit * charge.count, language)}")
        else:
            told.append(money(charge.unit, language))
        if fee.exemption is not None:
            told.append(pick(fee.exemption, language))
        source = marked(fee.law, fee.verified, language)
        lines.append((pick(fee.name, language), f"{'. '.join(told)} – {source}"))
    if len(charged) > 1:
        lines.append((tr(N_("Cộng"), language), fee_sum(charged, language)))
    return lines


def fee_sum(charged: Iterable[Charge], language: Language) -> str:
    """The sum of fees in a few words: "24.000 đ", with what is still open."""
    sums = [charge.total for charge in charged]
    total = money(sum(amount or 0 for amount in sums), language)
    if None not in sums:
        return total
    if len(sums) == 1:
        return tr(N_("chưa có mức"), language)
    return tr(N_("{total} và khoản chưa có mức"), language).format(total=total)


def numbers_text(filing: Filing, language: Language) -> list[str]:
    """The state of a filing and its numbers, for a person."""
    lines = [filing_label(filing, language)]
    if filing.reference:
        label = tr(N_("Số phiếu tại quầy"), language)
        remark = tr(N_("không phải mã hồ sơ"), language)
        lines.append(f"{label}: {filing.reference} ({remark})")
    official = (
        (N_("Số hồ sơ trên Cổng"), filing.lodged and filing.lodged.portal_number),
        (N_("Mã hồ sơ một cửa"), filing.lodged and filing.lodged.one_stop_number),
    )
    return lines + [f"{tr(name, language)}: {number}" for name, number in official if number]


def packet_text(filing: Filing, sealed: SealedPacket, language: Language) -> str:
    """Which agency a packet is for, and how far it is on its way."""
    how_far = tr(_DELIVERIES[delivery(filing, sealed)], language)
    if sealed.round == 1:
        return f"  → {sealed.agency_name} ({how_far})"
    text = tr(N_("  → {agency}, đợt {number} ({delivery})"), language)
    return text.format(agency=sealed.agency_name, number=sealed.round, delivery=how_far)


def masked_name(name: str) -> str:
    """A name in a list: initials, and the given name that is called out in the room."""
    *before, last = name.split() or [""]
    return " ".join([*(f"{word[0]}." for word in before), last])


def found_text(line: Line, language: Language) -> list[str]:
    """A filing in a list, with the name masked, and below it a line for each procedure."""
    told = [line.reference or tr(N_("(chưa có số phiếu)"), language)]
    told += [masked_name(line.label)] if line.label else []
    if line.received:
        received = datetime.fromisoformat(line.received).astimezone(VIETNAM)
        told.append(f"{received:%d/%m/%Y %H:%M}")
    told += [state_label(line.state, language), *whereabouts(line, language)]
    stand = of_procedures(line, language)
    standing = (f"    {name} – {status}. {when}".rstrip() for name, status, when in stand)
    return [" · ".join(told), *standing]


def of_procedures(line: Line, language: Language) -> Iterator[tuple[str, str, str]]:
    """Where each procedure of a filing in a list stands: its name, its status, and when it is
    expected, marked where that rests on what is not verified; "" where no day is waited for."""
    names = {
        procedure.id: pick(procedure.name, language)
        for group in loading.shipped()
        for procedure in group.definition.procedure
    }
    for procedure in line.procedures:
        due = date.fromisoformat(procedure.expected) if procedure.expected else None
        mark = "" if procedure.verified else f" ({tr(UNVERIFIED, language)})"
        closed = is_decided(procedure.status) or line.state == "purged"
        waits = procedure.status == AWAITING and due is None
        since: Since = "reception" if is_accepted(procedure.status) else "desk"
        when = "" if closed or waits else f"{expected_day(due, language, since)}{mark}"
        name = names.get(procedure.id, procedure.id)
        yield name, status_label(procedure.status, language), when


def packets_text(packets: Iterable[tuple[SealedPacket, bytes]], language: Language) -> list[str]:
    """What lies in each packet, file by file."""
    lines = []
    for sealed, data in packets:
        read = packet.read(data)
        text = N_("  Hồ sơ chuyển {name}: {answers} câu trả lời, {files} tệp")
        lines.append(
            tr(text, language).format(
                name=sealed.file_name,
                answers=len(read.contents.answers),
                files=len(read.bag.files),
            )
        )
        lines += [f"      {name} ({len(file)} B)" for name, file in sorted(read.bag.files.items())]
    return lines


def mistake(problem: Problem, language: Language) -> Plain:
    """A mistake in a definition file, with its place."""
    return {
        "file": problem.params.get("file"),
        "item": problem.params.get("item"),
        "line": problem.params.get("line"),
        "column": problem.params.get("column"),
        "message": sentence(problem, language),
    }


def definition_text(file: str, group: Group, language: Language) -> str:
    """What a definition file without mistakes holds."""
    text = N_("{file}: nhóm {group} {version}, {fields} trường, {rules} quy tắc, không lỗi.")
    return tr(text, language).format(
        file=file,
        group=group.definition.group,
        version=group.definition.version,
        fields=len(group.definition.field),
        rules=len(group.definition.rule),
    )


def difference_text(
    changes: Sequence[Change],
    verdicts: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
    language: Language,
) -> list[str]:
    """What a later version of a definition changes, a line each, then the cases it changes."""
    texts = {
        "added": N_("Thêm {item}."),
        "removed": N_("Bỏ {item}."),
        "changed": N_("Đổi {item}, {part}: “{before}” thành “{after}”."),
    }
    lines = [
        tr(texts[change.what], language).format(**msgspec.to_builtins(change)) for change in changes
    ]
    if not changes:
        lines.append(tr(N_("Hai bản như nhau."), language))
    for case, (before, after) in verdicts.items():
        lines.append(tr(N_("Mẫu {case} được kết luận khác:"), language).format(case=case))
        lines += [f"  - {said}" for said in before if said not in after]
        lines += [f"  + {said}" for said in after if said not in before]
    if changes and not verdicts:
        lines.append(tr(N_("Không mẫu nào được kết luận khác."), language))
    return lines


def qr_text(text: str) -> str:
    """`text` as a QR code in half blocks, white on black with its quiet zone."""
    rows = [*qr.modules(text)]
    rows += ["0" * len(rows[0])] * (len(rows) % 2)
    blocks = {("1", "1"): " ", ("1", "0"): "▄", ("0", "1"): "▀", ("0", "0"): "█"}
    lines = (
        "".join(blocks[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
    return "\n".join(lines)
