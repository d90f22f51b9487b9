"""What a relative carries to the kiosk: the code, where and until when, by whose card.

It names nobody; the ID number is masked. Once it was used, or after ten minutes, it opens nothing.
"""

from datetime import datetime

from lienthong_tui.filing.deadlines import local_time
from lienthong_tui.packets.sheets import Row, Section, Sheet
from lienthong_tui.papers.slips import Place
from lienthong_tui.sentences import Language, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.mask import mask

FILE_NAMES = ("ma-ke-khai.txt", "ma-ke-khai.pdf")


def sheet(
    code: str,
    until: datetime,
    *,
    kiosk: str,
    group: str,
    number: str,
    place: Place,
    language: Language,
) -> Sheet:
    """The slip of a code of six digits; `kiosk` and `group` as they are called, `number` whole."""
    sample = tr(N_("DỮ LIỆU MẪU"), language) if place.demo else ""
    rows = (
        Row(tr(N_("Mã kê khai"), language), f"{code[:3]} {code[3:]}"),
        Row(tr(N_("Dùng một lần, đến"), language), local_time(until)),
        Row(tr(N_("Tại"), language), kiosk),
        Row(tr(N_("Việc"), language), group),
        Row(tr(N_("Cho người có số căn cước"), language), mask(number)),
    )
    steps = (
        N_("Chọn việc, gõ số định danh của người ngồi máy, rồi gõ mã."),
        N_("Khai xong, ghi số hiện trên màn hình và chờ gọi. Cần giúp: bấm F4."),
    )
    how = tuple(Row(tr(step, language), kind="tick") for step in steps)
    return Sheet(
        title=tr(N_("MÃ KÊ KHAI CHO MÁY TỰ KÊ KHAI"), language),
        subtitle=place.named(language),
        intro=sample,
        sections=(
            Section(tr(N_("Mã"), language), rows),
            Section(tr(N_("Ở máy"), language), how),
        ),
        watermark=sample,
        language=language,
    )
