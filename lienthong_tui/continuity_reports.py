"""What the commands answer about backups, restoring and salvage, as JSON and as text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from lienthong_tui.desk.backing_up import Made, Stage
from lienthong_tui.desk.backup_rota import Kept
from lienthong_tui.desk.restoring import Lost, Prepared, Restored
from lienthong_tui.desk.salvaging import LostEvents, Report
from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.people.places import commune_label
from lienthong_tui.reports import masked_name
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_doctor import size_text
from lienthong_tui.sentences.wording import sentence
from lienthong_tui.store.projections import Named

Plain = dict[str, Any]

_NAMED = 8
"""How many references are named; the rest are counted."""
_PAGES = 20
"""How many damaged pages are named."""

STAGES: dict[Stage, str] = {
    "copying": N_("Đang chép kho"),
    "checking": N_("Đang kiểm tra bản chép"),
    "writing": N_("Đang ghi và đọc lại"),
}
"""What a backup is doing, told while it does."""


def made(backup: Made) -> Plain:
    """A backup that was just made."""
    return {
        "path": str(backup.path),
        "size": backup.size,
        "made": backup.about.made.isoformat(),
        "head": f"{backup.about.stream} {backup.about.seq}:{backup.about.hash}",
    }


def made_text(backup: Made, language: Language) -> list[str]:
    """The same for a person: where it is, what opens it."""
    told = tr(N_("Đã sao lưu và đọc lại: {path} ({size})."), language)
    keep = N_(
        "Bản sao lưu mã hóa bằng khóa của quầy: mở bằng mật khẩu của người tiếp nhận lúc này hoặc"
        " giấy khôi phục. Cất ở đĩa khác, nơi khác; quá hạn lưu thì xóa."
    )
    return [
        told.format(path=backup.path, size=size_text(backup.size)),
        tr(keep, language),
    ]


def kept(found: Sequence[Kept]) -> list[Plain]:
    """The backups that lie in a desk's own place."""
    return [
        {"path": str(each.path), "made": each.made.isoformat(), "size": each.size} for each in found
    ]


def kept_text(found: Sequence[Kept], place: Path, language: Language) -> list[str]:
    """The same for a person."""
    if not found:
        text = (
            N_("Chưa có bản sao lưu nào trong {place}.")
            if place.is_dir() or place.parent.is_dir()
            else N_("Không thấy nơi sao lưu {place}: ổ chưa cắm, mạng chưa nối?")
        )
        return [tr(text, language).format(place=place)]
    head = tr(N_("Bản sao lưu trong {place}:"), language).format(place=place)
    lines = [f"  {local_time(e.made)}  {e.path.name}  {size_text(e.size)}" for e in found]
    return [head, *lines]


def restored(prepared: Prepared, done: Restored | None) -> Plain:
    """What a backup is of, what its place would lose, and what was done."""
    about, lost = prepared.about, prepared.lost
    return {
        "made": about.made.isoformat(),
        "program": about.program,
        "commune": about.commune,
        "desk_number": about.desk_number,
        "events": prepared.report.events,
        "filings": prepared.filings,
        "loses": None if lost is None else _lost(lost),
        "restored": done is not None,
        "following": done.following if done else None,
        "aside": str(done.aside) if done and done.aside else None,
        "purged_again": done.purged if done else 0,
        "shut_out_again": list(done.shut_out) if done else [],
    }


def _lost(lost: Lost) -> Plain:
    return {
        "other_desk": lost.other,
        "unknown": lost.unknown.code if lost.unknown else None,
        "events": lost.events,
        "begun_since": [each.reference or each.filing for each in lost.begun],
        "behind": [each.reference or each.filing for each in lost.behind],
        "astray": lost.astray,
    }


def prepared_text(prepared: Prepared, language: Language) -> list[str]:
    """What a backup is of, and what its place would lose, for a person."""
    about = prepared.about
    text = N_(
        "Bản sao lưu lúc {time} của quầy {number}, {commune}: nguyên vẹn, {filings} hồ sơ,"
        " {events} sự kiện."
    )
    told = tr(text, language).format(
        time=local_time(about.made),
        number=about.desk_number,
        commune=commune_label(about.commune),
        filings=prepared.filings,
        events=prepared.report.events,
    )
    return [told, *(lost_text(prepared.lost, prepared.folder, language) if prepared.lost else [])]


def lost_text(lost: Lost, folder: Path, language: Language) -> list[str]:
    """What would be lost if the backup took the place of `folder`."""
    lines = [tr(N_("{folder} đang có dữ liệu."), language).format(folder=folder)]
    if lost.other:
        text = N_("Đó là một quầy KHÁC với quầy trong bản sao lưu, khóa này không mở được nó.")
        lines.append(tr(text, language))
    elif lost.unknown is not None:
        text = N_("Không mở được để biết sẽ mất gì: {why}")
        lines.append(tr(text, language).format(why=sentence(lost.unknown, language)))
    elif not lost.events:
        lines.append(tr(N_("Bản sao lưu có đủ mọi việc của quầy ở đó: không mất gì."), language))
    else:
        text = N_("Thay bằng bản sao lưu thì mất {count} việc đã ghi sau đó.")
        lines.append(tr(text, language).format(count=lost.events))
        for label, named in (
            (N_("hồ sơ bắt đầu sau bản sao lưu, mất hẳn: {filings}"), lost.begun),
            (N_("hồ sơ lùi lại như lúc sao lưu: {filings}"), lost.behind),
        ):
            if named:
                lines.append("  " + tr(label, language).format(filings=_some(named, language)))
    if lost.astray:
        text = N_("Hai bên đã đi hai ngả từ một bản chung: có thể là quầy khác hoặc bản sao khác.")
        lines.append(tr(text, language))
    return lines


def done_text(done: Restored, folder: Path, language: Language) -> list[str]:
    """What was done."""
    lines = [tr(N_("Đã khôi phục quầy ở {folder}."), language).format(folder=folder)]
    if done.aside is not None:
        text = N_(
            "Dữ liệu cũ ở đó, cả những gì ghi sau bản sao lưu, không bị xóa: nay là {aside}. Các"
            " bản sao lưu hằng ngày đã theo sang quầy mới. Chỉ xóa thư mục cũ khi chắc không cần"
            " nữa."
        )
        lines.append(tr(text, language).format(aside=done.aside))
    if done.purged:
        text = N_("Đã xóa lại nội dung {count} hồ sơ mà quầy đã xóa sau bản sao lưu.")
        lines.append(tr(text, language).format(count=done.purged))
    if done.shut_out:
        text = N_("Đã khóa lại những ai bị khóa sau bản sao lưu: {names}.")
        lines.append(tr(text, language).format(names=", ".join(done.shut_out)))
    text = N_(
        "Số phiếu kế tiếp là {reference}: chừa ra những số có thể đã cấp. Mật khẩu, quyền, điện"
        " thoại và giấy khôi phục là như lúc sao lưu. Quầy cũ nếu còn chạy ở máy khác thì phải"
        " ngừng."
    )
    return [*lines, tr(text, language).format(reference=done.following)]


def salvaged(found: Report) -> Plain:
    """What was saved of a damaged desk, and what is missing."""
    return {
        "desk": str(found.folder),
        "damaged_pages": list(found.pages),
        "keyring_from": found.keyring,
        "without_key": list(found.dropped),
        "events": found.events,
        "filings": found.filings,
        "backups": found.backups,
        "refilled": found.refilled,
        "lost_events": [asdict(gap) for gap in found.gaps],
        "lost_payloads": [{"kind": kind, "filing": filing} for kind, filing in found.payloads],
        "lost_contents": found.contents,
        "damaged_tables": list(found.tables),
        "drafts_again": [{"filing": each.named, "draft": each.draft} for each in found.left],
    }


def salvaged_text(found: Report, language: Language) -> list[str]:
    """The same for a person."""
    pages = ", ".join(map(str, found.pages[:_PAGES]))
    head = tr(N_("Đã cứu vào {folder}: {filings} hồ sơ, {events} sự kiện."), language)
    lines = [
        head.format(folder=found.folder, filings=found.filings, events=found.events),
    ]
    if found.pages:
        more = "…" if len(found.pages) > _PAGES else ""
        told = tr(N_("Kho hỏng {count} trang ({pages})."), language)
        lines.append(told.format(count=len(found.pages), pages=pages + more))
    if found.refilled:
        told = tr(N_("Bù {count} chỗ hỏng từ {backups} bản sao lưu."), language)
        lines.append(told.format(count=found.refilled, backups=found.backups))
    if found.keyring is not None:
        text = N_(
            "keys.db hỏng, lấy theo bản sao lưu {backup}: mật khẩu là như lúc ấy. Hồ sơ đã xóa theo"
            " yêu cầu từ lúc ấy thì xem lại, có thể phải xóa lần nữa."
        )
        lines.append(tr(text, language).format(backup=found.keyring))
    missing = [_gap_text(gap, language) for gap in found.gaps]
    if found.dropped:
        text = N_("mất khóa của {names}: người phụ trách quầy đặt lại mật khẩu (phím 8, mục 2)")
        missing.append(tr(text, language).format(names=", ".join(found.dropped)))
    closed = {each.filing for each in found.left}
    called = {each.filing: _called(each) for each in found.named}
    parts = Counter(filing for _, filing in found.payloads if filing not in closed)
    for filing, count in parts.items():
        text = (
            N_("mất nội dung của {count} việc của quầy (tài khoản, thiết lập, khóa)")
            if filing is None
            else N_("mất nội dung của {count} việc trong hồ sơ {filing}")
        )
        name = called.get(filing or "")
        missing.append(tr(text, language).format(count=count, filing=name))
    if found.contents:
        text = N_("mất {count} tệp: giấy đính kèm, tờ khai hoặc hồ sơ chuyển đã lập")
        missing.append(tr(text, language).format(count=found.contents))
    if found.tables:
        text = N_("mất một phần sổ khóa, mã và số đếm: thử đăng nhập, đặt lại nếu cần")
        missing.append(tr(text, language))
    for each in found.left:
        text = (
            N_("hồ sơ {filing} không ghép lại được: phần đọc được là một bản nháp mới")
            if each.draft
            else N_("hồ sơ {filing} không đọc được gì: chỉ còn số và ngày trong sổ")
        )
        missing.append(tr(text, language).format(filing=each.named))
    lines.append(tr(N_("PHẦN MẤT:") if missing else N_("Không mất gì."), language))
    lines += [f"  {line}" for line in missing]
    if missing:
        lines.append(tr(N_("Xem lại những hồ sơ ấy với người dân."), language))
    last = N_(
        "Thư mục quầy hỏng giữ nguyên, cả các bản sao lưu trong đó. Đặt quầy mới vào chỗ"
        " quầy cũ (đổi tên hai thư mục), đăng nhập như trước, sao lưu lại ngay (phím 8, mục"
        " 9)."
    )
    return [*lines, tr(last, language)]


def _gap_text(lost: LostEvents, language: Language) -> str:
    if lost.since is None and lost.until is None:
        text = N_("mất một nhật ký từ đầu đến cuối")
    elif lost.count is None:
        text = N_("mất những việc ghi sau {since}")
    elif not lost.count:
        text = N_("có thể mất việc ghi từ {since} đến {until}")
    elif lost.since is None:
        text = N_("mất {count} việc ghi trước {until}")
    else:
        text = N_("mất {count} việc ghi từ {since} đến {until}")
    since, until = (
        local_time(datetime.fromisoformat(at)) if at else "?" for at in (lost.since, lost.until)
    )
    return tr(text, language).format(count=lost.count, since=since, until=until)


def _called(named: Named) -> str:
    """A filing on a list: by its reference, a draft by a masked name, or else by its id."""
    return named.reference or masked_name(named.label) or named.filing


def _some(named: Sequence[Named], language: Language) -> str:
    listed = ", ".join(map(_called, named[:_NAMED]))
    more = len(named) - _NAMED
    if more <= 0:
        return f"{len(named)} ({listed})"
    return tr(N_("{count} ({listed} và {more} nữa)"), language).format(
        count=len(named), listed=listed, more=more
    )
