"""What is told of packets in hand: plain JSON values, and the same as text for a person."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lienthong_tui.packets.packet import Packet
from lienthong_tui.packets.verifying import Round, Verdict
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.text.clean import visible

Plain = dict[str, Any]


def verified(verdicts: Sequence[Verdict], rounds: Sequence[Round], language: Language) -> Plain:
    """The answer of `packet verify`: one entry for each file, one for each round of a filing."""
    return {
        "packets": [_verdict(verdict, language) for verdict in verdicts],
        "rounds": [
            {
                "reference": each.reference,
                "round": each.number,
                "count": each.count,
                "missing": list(each.missing),
            }
            for each in rounds
        ],
    }


def verified_text(
    verdicts: Sequence[Verdict], rounds: Sequence[Round], language: Language
) -> list[str]:
    """The same for a clerk: of each file first whether it may be used."""
    lines = [line for verdict in verdicts for line in _verdict_text(verdict, language)]
    for each in rounds:
        if each.missing and len(verdicts) > 1:
            text = N_(
                "{reference}, đợt {number}: ở đây có {present} trên {count} hồ sơ chuyển, không có"
                " số {missing}."
            )
            missing = ", ".join(map(str, each.missing))
            lines.append(
                tr(text, language).format(
                    reference=each.reference,
                    number=each.number,
                    present=len(each.present),
                    count=each.count,
                    missing=missing,
                )
            )
    return lines


def _verdict(verdict: Verdict, language: Language) -> Plain:
    told: Plain = {"file": verdict.name, "trusted": verdict.problem is None}
    if verdict.packet is not None:
        told |= _about(verdict.packet)
    if verdict.problem is not None:
        told |= {"error": verdict.problem.code, "message": sentence(verdict.problem, language)}
    return told


def _about(read: Packet) -> Plain:
    contents = read.contents
    return {
        "reference": contents.reference,
        "round": read.binding.round,
        "number": contents.number,
        "count": len(read.binding.packets),
        "agency": contents.agency,
        "agency_name": contents.agency_name,
        "procedures": [procedure.id for procedure in contents.procedures],
        "awaits": {p.id: list(p.awaits) for p in contents.procedures if p.awaits},
        "files": len(read.bag.files),
        "signer": contents.desk.principal,
        "fingerprint": read.fingerprint,
        "demo": contents.demo,
    }


def _verdict_text(verdict: Verdict, language: Language) -> Iterator[str]:
    if verdict.problem is None:
        standing = N_("NGUYÊN VẸN, KHÓA ĐÃ BIẾT")
    elif verdict.packet is not None and verdict.problem.code == "signer-unknown":
        standing = N_("NGUYÊN VẸN, CHƯA BIẾT KHÓA CỦA AI")
    else:
        standing = N_("KHÔNG DÙNG ĐƯỢC")
    yield f"{tr(standing, language)} – {visible(verdict.name)}"
    yield from (f"    {line}" for line in _details(verdict, language))


def _details(verdict: Verdict, language: Language) -> Iterable[str]:
    if verdict.packet is not None:
        contents = verdict.packet.contents
        text = N_(
            "{reference} gửi {agency}: đợt {round}, hồ sơ chuyển {number} trên {count}, {files}"
            " tệp."
        )
        yield tr(text, language).format(
            reference=contents.reference,
            agency=visible(contents.agency_name),
            round=verdict.packet.binding.round,
            number=contents.number,
            count=len(verdict.packet.binding.packets),
            files=len(verdict.packet.bag.files),
        )
        if verdict.problem is None:
            text = N_("Ký bởi {desk} ({principal}), khóa {fingerprint}.")
            if verdict.by_fingerprint:
                text = N_(
                    "Khóa {fingerprint} đã so trên giấy. Hồ sơ tự ghi là của {desk} ({principal}):"
                    " chỉ dùng nếu đúng là quầy đã giao phiếu khóa ấy."
                )
            yield tr(text, language).format(
                desk=visible(contents.desk.name),
                principal=contents.desk.principal,
                fingerprint=verdict.packet.fingerprint,
            )
        if contents.demo:
            yield tr(N_("DỮ LIỆU MẪU: người và giấy tờ đều không có thật."), language)
    if verdict.problem is not None:
        yield sentence(verdict.problem, language)
