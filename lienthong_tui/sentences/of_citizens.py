"""Where a filing stands in everyday words, for the citizen: no name, no number of a person."""

from collections.abc import Iterable, Mapping
from datetime import date

from lienthong_tui.filing.deadlines import Expected
from lienthong_tui.filing.filing import AWAITING, Filing, State
from lienthong_tui.filing.queue import Kind, Task
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import day, status_label

STATES: Mapping[State, str] = {
    "drafting": N_("Hồ sơ đang kê khai tại quầy, chưa nộp"),
    "completed": N_("Đã kê khai xong, hồ sơ CHƯA nộp lên Cổng"),
    "lodged": N_("Hồ sơ đã nộp lên Cổng"),
    "received": N_("Cơ quan đã tiếp nhận hồ sơ"),
    "finished": N_("Hồ sơ đã có kết quả"),
    "withdrawn": N_("Hồ sơ đã rút, không làm tiếp"),
}

STATUSES: Mapping[str, str] = {
    "declared": N_("kê khai xong, chưa nộp"),
    "lodged": N_("đã nộp, chờ cơ quan tiếp nhận"),
    "awaiting": N_("làm sau, khi thủ tục trước có kết quả"),
    "received": N_("cơ quan đã nhận"),
    "processing": N_("cơ quan đang làm"),
    "supplement": N_("cơ quan cần bổ sung"),
    "supplemented": N_("đã bổ sung, cơ quan đang xem lại"),
    "fee-due": N_("chờ nộp phí"),
    "extended": N_("cơ quan xin lỗi và hẹn lại"),
    "done": N_("đã làm xong"),
    "paid": N_("đã chi trả"),
    "returned": N_("đã trả kết quả"),
    "refused": N_("không được giải quyết; người tiếp nhận sẽ nói vì sao"),
    "stopped": N_("đã dừng; người tiếp nhận sẽ nói vì sao"),
    "withdrawn": N_("đã rút"),
}

_NOTHING = N_("Chưa phải làm gì. Có kết quả quầy sẽ báo, hoặc hỏi quầy bằng số phiếu.")
NEXT: Mapping[Kind, str] = {
    "unlodged": N_(
        "Nộp lên Cổng: người có tài khoản VNeID tự đăng nhập, quầy giúp điền. Chưa có số hồ sơ là"
        " chưa nộp."
    ),
    "supplement": N_("Bổ sung: hỏi quầy cơ quan cần gì, mang đến sớm."),
    "fee": N_("Nộp phí, lệ phí theo thông báo của cơ quan và giữ biên lai."),
    "refused": N_("Có thủ tục bị từ chối hoặc dừng: hỏi quầy lý do và cách làm tiếp."),
    "blocked": N_("Hỏi quầy: có thủ tục không đi tiếp được, cùng chọn cách làm."),
    "hand-out": N_("Đến quầy nhận kết quả."),
    "drafting": N_("Cùng người tiếp nhận kê khai cho xong."),
    "parked": N_("Khi đủ giấy tờ thì quay lại quầy để kê khai cho xong."),
    "finished": N_("Không phải làm gì thêm."),
    "withdrawn": N_("Không phải làm gì. Muốn làm lại thì hỏi quầy."),
}
"""What the citizen does; of the other kinds it is the desk that does something."""


def to_do(tasks: Iterable[Task], language: Language) -> list[str]:
    """What the citizen has to do next, a sentence each; never nothing."""
    told = (NEXT[task.kind] for task in tasks if task.kind in NEXT)
    return [tr(text, language) for text in dict.fromkeys(told)] or [tr(_NOTHING, language)]


def stands(status: str, language: Language) -> str:
    """Where a procedure stands, in words that go on in a line."""
    known = STATUSES.get(status)
    return status_label(status, language) if known is None else tr(known, language)


def expected(filing: Filing, procedure: str, today: date, language: Language) -> str:
    """When a procedure is expected and why, in one short sentence; "" where nothing is."""
    standing, due = filing.standing(procedure), filing.due(procedure)
    counted = standing.counted
    if standing.decided or (counted is None and standing.until is None):
        return ""
    if due is None:
        waits = counted is not None and counted.due is not None
        text = N_("Đang chờ phía người dân nên chưa tính ngày.")
        if filing.status(procedure) == AWAITING:
            text = N_("Tính ngày dự kiến khi thủ tục trước có kết quả.")
        elif not waits:
            text = N_("Chưa có văn bản nào định thời hạn nên chưa nói được ngày.")
        return tr(text, language)
    told = day(due, language)
    if due < today and filing.state == "completed":
        text = N_("Ngày dự kiến tính từ khi Cổng tiếp nhận hồ sơ.")
    elif due < today:
        text = N_("Đã quá ngày dự kiến ({day}): quầy hỏi lại cơ quan.")
    elif standing.until is not None:
        text = N_("Cơ quan hẹn lại: {day}.")
    else:
        assert counted is not None, "one of the two is there"
        return _counted(filing, counted, told, language)
    return tr(text, language).format(day=told)


def _counted(filing: Filing, counted: Expected, told: str, language: Language) -> str:
    """A date that was counted, and from what."""
    start = f"{counted.first_day:%d/%m}"
    if counted.since == "desk" and filing.state == "completed":
        text = N_("Dự kiến {day} nếu lên Cổng ngay: {days} ngày làm việc từ {start}.")
        if not counted.working_days:
            text = N_("Dự kiến {day} nếu lên Cổng ngay: giải quyết trong ngày.")
    else:
        text = N_("Dự kiến {day}: {days} ngày làm việc từ {start}.")
        if not counted.working_days:
            text = N_("Dự kiến {day}: giải quyết trong ngày.")
    return tr(text, language).format(day=told, days=counted.working_days, start=start)
