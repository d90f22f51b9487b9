"""A relative's whole filing at the kiosk, read line by line; and every way it may go wrong."""

from pathlib import Path

import pytest

from lienthong_tui.desk import intake
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk_lines import KioskLines
from lienthong_tui.sentences import Language

from .sample import AUNT, CHILD, GRANDSON, Hall

# Demo case 7 of the desk: born "1925", died at home on the 3rd of the 10th lunar month.
CASE_7 = """
2 WHO CODE 2 1 1
2 kb 2 1 3
Trần_Thị_Dâu 099190000017 05/03/1970 2 kb nam_cua_viet Thôn_An_Lợi 6 0912345678 1
Hồ_Thị_Mẫu 1925 2 kb kinh 1
nam_cua_viet Thôn_An_Lợi 1
3/10_âl 1 1
2
2 1 kb
12/11/2026 nam_cua_viet 1 1
1 1
"""


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


class Said:
    """Lines, one a word: `_` is a space, ENTER an empty one, IDLE nothing for as long as waited."""

    def __init__(self, said: str) -> None:
        self.words = iter(said.split())
        self.told: list[str] = []

    def read(self, seconds: float) -> str | None:
        assert seconds > 0
        word = next(self.words, None)
        if word == "IDLE":
            raise TimeoutError
        return None if word is None else word.replace("_", " ").removeprefix("ENTER")

    def write(self, text: str) -> None:
        self.told.append(text)

    def clear(self) -> None:
        self.told.append("CLEARED")


def heard(
    hall: Hall,
    said: str,
    *,
    who: str = GRANDSON,
    group: str = "death",
    language: Language = "vi",
) -> str:
    """What the kiosk said to lines, one a word (`_` is a space, WHO and CODE are filled in)."""
    code = hall.code(who, group)
    lines = Said(said.replace("WHO", who).replace("CODE", code))
    with hall.kiosk() as kiosk:
        KioskLines(Conversation(kiosk), language, lines).run()
    return "\n".join(lines.told)


def test_a_grandson_files_for_his_grandmother(hall: Hall) -> None:
    told = heard(hall, CASE_7)
    assert "thứ Tư 11/11/2026" in told, "the lunar date is told as a solar one"
    assert "Còn 4 câu chưa biết" in told
    assert "\nA01\n" in told
    with hall.desk() as desk:
        (came,) = intake.collect(desk)
        filing, _ = desk.filing(str(came.filing))
    assert filing.answers["deceased.birth_date"] == "1925"
    assert str(filing.answers["death.time"]).startswith("2026-11-11")
    assert filing.answers["requester.relation"] == "child_in_law"
    assert filing.unsure == {
        "allowance.social_insurance", "requester.id_issue_date", "deceased.id_number",
        "household.relation",
    }  # fmt: skip
    assert filing.admitted is not None
    assert filing.admitted.helper


def test_whoever_declares_is_not_asked_their_number_again(hall: Hall) -> None:
    told = heard(hall, "2 WHO CODE 1 1 1 1 1 Trần_Thị_Dâu ?")
    assert f"Đã khai: {GRANDSON}" in told


def test_a_child_is_told_that_a_grown_up_declares(hall: Hall) -> None:
    assert "người lớn trong nhà đứng khai" in heard(hall, "2 WHO CODE 1 1 1", who=CHILD)


def test_what_was_said_is_kept_when_the_line_breaks(hall: Hall) -> None:
    heard(hall, "2 WHO CODE 2 1 1 1 1 Trần_Thị_Dâu")
    with hall.desk() as desk:
        (came,) = intake.collect(desk)
        filing, _ = desk.filing(str(came.filing))
    assert filing.answers["requester.name"] == "Trần Thị Dâu"
    assert filing.handed_in is not None
    assert filing.handed_in.how == "left"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("9", "Chọn một số từ 1 đến 2"),
        ("x", "Chọn một số từ 1 đến 2"),
        ("9" * 5000, "Chọn một số từ 1 đến 2"),
        ("2 123", "ở đây có 3"),
        (f"2 {AUNT} CODE", "Mã không đúng"),
        ("2 WHO 000000", "Mã không đúng"),
        ("2 WHO CODE 2 1 1 ENTER", "Chọn một số từ 1 đến 3"),
        ("2 WHO CODE 2 1 1 1 1 ENTER", "Chưa có câu trả lời"),
        ("2 WHO CODE 2 1 1 1 1 Dâu 12", "Số căn cước"),
        ("2 WHO CODE 2 1 1 1 1 Dâu kb 31/2/1970", "31/2/1970"),
    ],
)
def test_what_cannot_be_taken_is_told_and_asked_again(hall: Hall, said: str, answer: str) -> None:
    assert answer in heard(hall, said)


def test_a_text_that_was_refused_is_there_to_be_mended(hall: Hall) -> None:
    assert "Gõ dở: 31/2/1970" in heard(hall, "2 WHO CODE 2 1 1 1 1 Dâu kb 31/2/1970")


def test_one_goes_back_and_answers_again(hall: Hall) -> None:
    told = heard(hall, "2 WHO CODE 2 1 1 1 < ENTER")
    assert told.count("nhà mình xin thêm gì?") == 2
    assert "Đã khai: Không xin thêm" in told


def test_the_officer_is_called(hall: Hall) -> None:
    assert "Đã gọi người tiếp nhận" in heard(hall, "2 WHO CODE 2 1 1 ! 1")
    with hall.desk() as desk:
        assert any(came.called for came in intake.collect(desk))


def test_the_rest_is_left_to_the_officer(hall: Hall) -> None:
    assert "\nA01\n" in heard(hall, "2 WHO CODE 2 1 1 1 ! 2")
    with hall.desk() as desk:
        came = [each for each in intake.collect(desk) if each.filing]
        filing, _ = desk.filing(str(came[0].filing))
    assert filing.handed_in is not None
    assert filing.handed_in.how == "called"


def test_it_speaks_english(hall: Hall) -> None:
    told = heard(hall, "1 WHO CODE 1 1 1 1", group="birth", language="en")
    assert "Is the birth certificate to name both parents, or one?" in told
    assert "[Part 1 of" in told


def test_nothing_is_said_that_a_console_cannot_show(hall: Hall) -> None:
    told = heard(hall, CASE_7) + heard(hall, "1 WHO CODE 2 1 1 ? 2 ? 1", group="birth")
    assert set(told) & set("“”‘’–—…•→✓▸") == set()


def test_nobody_there_gives_it_to_the_officer(hall: Hall) -> None:
    told = heard(hall, "IDLE 2 WHO CODE 2 1 1 1 IDLE ENTER 1 IDLE IDLE")
    assert told.count("còn ở đó không") == 2
    assert told.endswith("Khai tử")
    assert told.count("CLEARED") == 2
    with hall.desk() as desk:
        (came,) = intake.collect(desk)
    assert came.ticket == "A01"


def test_a_signal_from_outside_keeps_what_was_begun(hall: Hall) -> None:
    class Ended(Said):
        def read(self, seconds: float) -> str | None:
            line = super().read(seconds)
            if line is None:
                raise SystemExit(143)
            return line

    lines = Ended(f"2 {GRANDSON} {hall.code()} 2 1 1 1 1")
    with hall.kiosk() as kiosk, pytest.raises(SystemExit):
        KioskLines(Conversation(kiosk), "vi", lines).run()
    assert len(hall.files()) == 1


def test_a_card_may_be_scanned(hall: Hall) -> None:
    card = (
        "099190000017||Nguyễn_Thị_Mẫu|05031990|Nữ|Thôn_An_Lợi,_Xã_Nam_Cửa_Việt,_Quảng_Trị|01012022"
    )
    told = heard(hall, f"2 WHO CODE 2 1 1 1 1 {card}")
    assert "Đã nhận từ thẻ." in told
