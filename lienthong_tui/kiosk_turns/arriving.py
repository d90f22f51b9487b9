"""The turns before the first question: what is declared, who sits here, the code, the notice."""

from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.kiosk.conversation import Conversation
from lienthong_tui.kiosk_turns.asking import at_step
from lienthong_tui.kiosk_turns.turn import Shown, Turn
from lienthong_tui.papers import checklists
from lienthong_tui.people.id_card import read_card
from lienthong_tui.people.id_number import parse_id_number
from lienthong_tui.procedures import loading, notice
from lienthong_tui.sentences import Language, pick
from lienthong_tui.sentences.choices import Choice
from lienthong_tui.sentences.marking import N_


class Welcome(Turn):
    """Nobody is here."""

    sits = False

    def shown(self) -> Shown:
        """What can be declared."""
        today = local_day(self.talk.kiosk.clock())
        groups = tuple(
            Choice(group.definition.group, pick(group.definition.short, self.language))
            for group in loading.shipped()
            if group.definition.in_force(today)
        )
        why = N_("Khai từng câu ở đây, rồi người tiếp nhận kiểm tra. Cần mã người tiếp nhận đưa.")
        return Shown(self.tr(N_("Khai việc gì?")), why=self.tr(why), choices=groups)

    def took(self, value: str | bool) -> Turn:
        """Who sits here."""
        return Number(self.talk, self.language, str(value))

    def left(self) -> Turn:
        """Nobody was there; what could not be handed over goes now."""
        self.talk.start()
        return self


class Number(Turn):
    """Who sits here, by ID number."""

    sits = False

    def __init__(
        self, talk: Conversation, language: Language, group: str, number: str = ""
    ) -> None:
        super().__init__(talk, language)
        self.group = group
        self.number = number  # as it was typed before

    def shown(self) -> Shown:
        """The number is typed or scanned."""
        return Shown(
            self.tr(N_("Số căn cước của người đang ngồi máy?")),
            why=self.tr(N_("12 chữ số trên thẻ. Có máy quét thì đưa mã QR của thẻ vào.")),
            example="099190000017",
            types=True,
            half=self.number,
        )

    def typed(self, text: str) -> Turn:
        """On to the code."""
        return Code(self.talk, self.language, self.group, parse_id_number(text))

    def scanned(self, text: str) -> Turn:
        """The number of the card."""
        card = read_card(text, today=local_day(self.talk.kiosk.clock()))
        return self.typed(card.number)


class Code(Turn):
    """The code that the officer gave."""

    sits = False

    def __init__(self, talk: Conversation, language: Language, group: str, number: str) -> None:
        super().__init__(talk, language)
        self.group = group
        self.number = number

    def shown(self) -> Shown:
        """Six digits."""
        return Shown(
            self.tr(N_("Mã 6 chữ số người tiếp nhận đã đưa?")),
            why=self.tr(N_("Mã chỉ dùng một lần, trong 10 phút, cho đúng người này.")),
            example="123 456",
            types=True,
        )

    def typed(self, text: str) -> Turn:
        """They sit down."""
        self.talk.admit(self.number, self.group, text)
        return self.next(Who)

    def back(self) -> Turn:
        """The number once more."""
        return Number(self.talk, self.language, self.group, self.number)


class Who(Turn):
    """Who declares: the one who sits here, or somebody they help."""

    @property
    def _is_child(self) -> bool:
        return self.talk.seat is not None and self.talk.seat.is_child

    def shown(self) -> Shown:
        """A child only helps."""
        if self._is_child:
            text = N_("Em dưới {years} tuổi: em nhập giúp, người lớn trong nhà đứng khai.")
            said = self.tr(text, years=notice.shipped().of_age.years)
            return Shown(said, choices=(Choice(True, self.tr(N_("Tiếp tục"))),))
        return Shown(
            self.tr(N_("Ai đứng khai?")),
            why=self.tr(N_("Người đứng khai ký tên trên tờ khai.")),
            choices=(
                Choice(False, self.tr(N_("Chính tôi"))),
                Choice(True, self.tr(N_("Người khác, tôi nhập giúp"))),
            ),
        )

    def took(self, value: str | bool) -> Turn:
        """On to the notice."""
        return Notice(self.talk, self.language, helper=bool(value))


class Notice(Turn):
    """How their data are processed: read before anything is declared."""

    def __init__(self, talk: Conversation, language: Language, *, helper: bool) -> None:
        super().__init__(talk, language)
        self.helper = helper

    def shown(self) -> Shown:
        """The paragraphs, and that they were read."""
        text = N_("Đã đọc, và đọc cho người đứng khai nghe") if self.helper else N_("Đã đọc")
        told = (pick(paragraph, self.language) for paragraph in notice.shipped().paragraph)
        return Shown(
            self.tr(N_("Thông báo về dữ liệu")),
            lines=tuple(told),
            choices=(Choice(True, self.tr(text)),),
        )

    def took(self, value: str | bool) -> Turn:  # noqa: ARG002
        """Declaring begins, or goes on where it was left."""
        again = self.talk.seat is not None and self.talk.seat.found is not None
        self.talk.declare(helper=self.helper)
        return self.next(at_step if again else Bring)

    def back(self) -> Turn:
        """Who declares."""
        return self.next(Who)


class Bring(Turn):
    """What to have at hand before the first question."""

    def shown(self) -> Shown:
        """The papers."""
        outlined = self.talk.now.outlined
        papers = dict.fromkeys(
            (
                *checklists.at_hand(outlined, self.language),
                *checklists.to_bring(outlined, self.language),
            )
        )
        return Shown(
            self.tr(N_("Chuẩn bị sẵn trên tay")),
            why=self.tr(N_("Không có giấy nào thì chọn “Tôi không biết” ở câu hỏi về giấy ấy.")),
            lines=tuple(f"- {paper}" for paper in papers),
            choices=(Choice(True, self.tr(N_("Bắt đầu khai"))),),
        )

    def took(self, value: str | bool) -> Turn:  # noqa: ARG002
        """The first question."""
        return self.next(at_step)
