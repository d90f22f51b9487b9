"""The words of a desk's figures: what views and ids are called, what each figure means."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

from lienthong_tui.filing import figures
from lienthong_tui.filing.statistics import Share
from lienthong_tui.procedures import loading
from lienthong_tui.procedures.elements import Words
from lienthong_tui.sentences import Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.wording import status_label

ViewId = Literal["whole", "procedures", "agencies", "statuses", "on-time", "returns", "times"]

TITLES: Mapping[ViewId, str] = {
    "whole": N_("Chung"),
    "procedures": N_("Thủ tục"),
    "agencies": N_("Cơ quan"),
    "statuses": N_("Tình trạng"),
    "on-time": N_("Đúng hạn"),
    "returns": N_("Bổ sung"),
    "times": N_("Thời gian"),
}
"""Short enough to stand in one line of 80 columns, each with its key."""

MEANS: Mapping[ViewId, tuple[str, ...]] = {
    "whole": (
        N_("Hồ sơ tính vào ngày quầy nhận (giờ Việt Nam), kể cả hồ sơ đã xóa nội dung."),
        N_("Trạng thái là trạng thái vào ngày lập số liệu, không phải vào cuối kỳ."),
    ),
    "procedures": (N_("Mỗi hồ sơ kê khai xong có một hay nhiều thủ tục; hồ sơ nháp chưa có."),),
    "agencies": (N_("Thủ tục theo cơ quan giải quyết, không phân biệt xã nào."),),
    "statuses": (N_("Tình trạng theo điều cơ quan báo và quầy đã ghi."),),
    "on-time": (
        N_(
            "Đúng hạn: có quyết định không sau ngày dự kiến tính lần cuối trước khi quyết"
            " định. Chờ người dân bổ sung thì thời hạn dừng, gửi bổ sung thì tính lại."
        ),
        N_("Cơ quan xin lỗi, hẹn lại thì vẫn tính theo thời hạn, không theo ngày hẹn lại."),
        N_(
            "Mẫu số của tỷ lệ: đúng hạn, quá hạn đã giải quyết và quá hạn chưa giải quyết. Các dòng"
            " khác đứng riêng, không tính là đúng hạn."
        ),
    ),
    "returns": (
        N_("Một lần yêu cầu bổ sung có thể nêu nhiều điều: mỗi điều tính một lần."),
        N_("Lý do bằng lời chỉ được đếm, không chép lại: lời có thể nêu tên người."),
    ),
    "times": (
        N_("Kê khai: từ câu trả lời đầu đến câu cuối ở quầy, bỏ những lúc ngừng quá 10 phút."),
        N_("Chờ nộp: từ khi kê khai xong đến khi ghi là đã nộp lên Cổng."),
        N_("Giải quyết: số ngày làm việc từ ngày quầy nhận đến ngày có quyết định."),
        N_("Một nửa, 9/10: chừng ấy phần số việc xong trong thời gian ghi ở cột, hoặc nhanh hơn."),
    ),
}

_TIMINGS: Mapping[str, str] = {
    "on-time": N_("đúng hạn"),
    "late": N_("quá hạn, đã giải quyết"),
    "overdue": N_("quá hạn, chưa giải quyết"),
    "running": N_("còn trong hạn"),
    "paused": N_("chờ người dân, thời hạn dừng"),
    "not-lodged": N_("chưa nộp lên Cổng"),
    "no-term": N_("không rõ thời hạn"),
    "withdrawn": N_("đã rút"),
    "unknown": N_("không rõ: đã xóa nội dung"),
}


def timing_label(timing: str, language: Language) -> str:
    """How a procedure stands to its day."""
    return tr(_TIMINGS[timing], language)


def figure_status(status: str, language: Language) -> str:
    """Where a procedure stands, also where that is not known any more."""
    if status == figures.UNKNOWN:
        return tr(_TIMINGS["unknown"], language)
    return status_label(status, language)


def percent(share: Share, language: Language) -> str:
    """A share as it is read: "85,7%"; nothing where there is none."""
    if share.tenths is None:
        return ""
    whole, tenth = divmod(share.tenths, 10)
    return f"{whole},{tenth}%" if language == "vi" else f"{whole}.{tenth}%"


def period(first: date, last: date) -> str:
    """Days as they are read."""
    return f"{last:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


class Names:
    """What ids are called: by the newest shipped version that knows them, else by themselves."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.groups: dict[str, str] = {}
        self.procedures: dict[str, str] = {}
        self.agencies: dict[str, str] = {}
        self.things: dict[tuple[str, str], str] = {}
        versions = (group.definition for group in loading.shipped())
        for definition in sorted(versions, key=lambda d: d.effective_from):
            of = definition.group
            self.groups[of] = pick(definition.short, language)
            self.procedures |= {p.id: pick(p.name, language) for p in definition.procedure}
            self.agencies |= {a.id: self._office(a.name) for a in definition.agency}
            named = ((f"component:{c.id}", c.name) for c in definition.component)
            asked = ((f"field:{f.id}", f.label) for f in definition.field)
            self.things |= {(of, id_): pick(name, language) for id_, name in (*named, *asked)}

    def about(self, group: str, about: str) -> str:
        """What a supplement is about."""
        if about == figures.WORDS:
            return tr(N_("bằng lời"), self.language)
        if about == figures.UNKNOWN:
            return tr(_TIMINGS["unknown"], self.language)
        return self.things.get((group, about), about.partition(":")[2])

    def _office(self, name: Words) -> str:
        """An agency wherever it is: of which commune is not counted."""
        text = pick(name, self.language)
        for of in (" of {commune}", " {commune}"):
            text = text.replace(of, "")
        return text.strip()
