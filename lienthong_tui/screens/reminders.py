"""Whom to remind today: by file, by the program of the office, or by calling."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from lienthong_tui.desk import equipment, reminding
from lienthong_tui.desk.exporting import into
from lienthong_tui.desk.looking import look
from lienthong_tui.desk.reminding import Due, Message
from lienthong_tui.filing.events import Viewed
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import reminders
from lienthong_tui.reports import masked_name
from lienthong_tui.screens.asking import Asking, typed_path
from lienthong_tui.screens.host import DeskClosedError
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.page import Hints
from lienthong_tui.sentences import pick
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_reminders import CHANNELS, NOT_CONNECTED
from lienthong_tui.sentences.wording import sentence


class RemindersDue(Asking):
    """The three ways, then a line for each reminder; below, the text of the one that is lit.

    A number shows its last digits; `Enter` shows it whole, to be called, which is journaled as a
    look at the filing.
    """

    hints: ClassVar[Hints] = (
        ("1-3", N_("chọn cách nhắc")),
        ("↑↓", N_("chọn người")),
        ("Enter", N_("hiện số để gọi")),
        ("Esc", N_("lùi")),
    )
    due = Due((), ())
    command: tuple[str, ...] | None = None
    sure = ""  # what was asked about once: the next press of its key means it
    _sending = False

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("NHẮC NGƯỜI YÊU CẦU ĐÃ ĐỒNG Ý"))

    def state(self) -> tuple[str, str]:
        """How many are due, and whether anything takes messages."""
        told = self.tr(N_("Cần nhắc: {count}"), count=len(self.due.messages))
        connected = N_("đã đặt, đã giao chưa phải là đã nhận") if self.command else NOT_CONNECTED
        return told, self.tr(N_("Chương trình gửi tin: {state}"), state=self.tr(connected))

    def body(self) -> ComposeResult:
        """The list, the text of a line, the question."""
        yield OptionList(classes="body", markup=False)
        yield Static("", classes="leaving", markup=False)
        yield from self.question()

    async def items(self) -> Sequence[Item]:
        """The ways with what they would do; the reminders; who cannot be reached."""
        desk, at_desk = self.ours.at, self.ours.at_desk
        self.command = (await at_desk(equipment.equipment, desk)).reminder_command
        self.due = await at_desk(reminding.due, desk, partial(pick, language=self.language))
        return [
            Item("file", "1", self.tr(N_("Ghi ra tệp CSV")), self._count(), not self._written),
            Item(
                "command",
                "2",
                self.tr(N_("Giao cho chương trình gửi tin đã đặt")),
                *self._connected(),
            ),
            Item("called", "3", self.tr(N_("Đã gọi điện cho người đang chọn")), self._called()),
            *(
                Item(f"{message.filing} {message.occasion.id}", "", *self._line(message))
                for message in self.due.messages
            ),
            *self._unreachable(),
        ]

    async def on_mount(self) -> None:
        """Begin on the first who is to be reminded."""
        await super().on_mount()
        if self.due.messages:
            self.query_one(OptionList).highlighted = 3

    @property
    def _written(self) -> tuple[Message, ...]:
        """Those that a file or a program can take."""
        return tuple(message for message in self.due.messages if message.written)

    def _count(self) -> str:
        return self.tr(N_("{count} tin nhắc"), count=len(self._written))

    def _connected(self) -> tuple[str, bool]:
        """What is said beside the second way, and whether it is out of reach."""
        if self.command is None:
            return self.tr(NOT_CONNECTED), True
        if self._sending:
            return self.tr(N_("đang giao…")), True
        if self.sure == "command":
            return self.tr(N_("giao {count} tin: bấm 2 lần nữa"), count=len(self._written)), False
        return self._count(), not self._written

    def _called(self) -> str:
        if not self.sure.startswith("called "):
            return ""
        lit = self.lit
        name = masked_name(lit.name) if lit else ""
        return self.tr(N_("{name}: bấm 3 lần nữa"), name=name)

    def _line(self, message: Message) -> tuple[str, str]:
        about = pick(reminders.about_words(message.occasion.about), self.language)
        name = masked_name(message.name) or message.reference
        to = f"{self.tr(CHANNELS[message.channel])} {message.masked}"
        return f"{name} · {about} {message.occasion.day:%d/%m}", to

    def _unreachable(self) -> list[Item]:
        """Those who agreed and left neither number nor address: they are told of, not passed by."""
        if not self.due.unreachable:
            return []
        text = N_("Đồng ý nhắc nhưng chưa ghi điện thoại hay thư điện tử: {references}")
        told = self.tr(text, references=", ".join(self.due.unreachable))
        return [Item("#unreachable", "", told, disabled=True)]

    @property
    def lit(self) -> Message | None:
        """The reminder whose line is lit."""
        lit = self.query_one(OptionList).highlighted
        name = self.shown[lit].id if lit is not None and lit < len(self.shown) else ""
        return next((m for m in self.due.messages if f"{m.filing} {m.occasion.id}" == name), None)

    async def reload(self) -> None:
        """The list again, and the text of the line that is lit then."""
        await super().reload()
        self._tell_text()

    @on(OptionList.OptionHighlighted)
    def _lit(self) -> None:
        self._tell_text()

    def _tell_text(self, to: str = "") -> None:
        """Show the text as it leaves, and where it goes to once that was asked for."""
        lit = self.lit
        told = self.tr(N_("Không có ai phải nhắc hôm nay.")) if not self.due.messages else ""
        if lit is not None:
            told = f"{to}\n{lit.text}" if to else lit.text
        self.query_one(".leaving", Static).update(told)

    async def choose(self, item: Item) -> None:
        """Act, or show the number of a line."""
        lit = self.lit
        asked, self.sure = self.sure, ""
        if item.id == "file":
            question = N_("Ghi tệp vào thư mục nào, ví dụ ổ USB (Enter để ghi):")
            self.ask(self.tr(question), self._write, self.ours.written_to)
        elif item.id == "command":
            if asked == "command":
                self._sending = True
                worker = self._hand_over(self._written)
                self.ours.run_worker(worker, group="reminders", exit_on_error=False)
            else:
                self.sure = "command"
            await self.reload()
        elif item.id == "called":
            await self._tick(lit, asked)
        elif lit is not None:
            await self.ours.at_desk(look, self.ours.at, lit.filing, Viewed(why="work"))
            self._tell_text(_whole(lit))

    async def _tick(self, lit: Message | None, asked: str) -> None:
        """The officer has called: asked once, for it cannot be taken back."""
        if lit is None:
            self.say(self.tr(N_("Chọn một người bằng phím mũi tên trước.")))
            return
        name = f"called {lit.filing} {lit.occasion.id}"
        if asked == name:
            try:
                await self.ours.at_desk(reminding.called, self.ours.at, lit)
            finally:
                await self.reload()
            self.say(self.tr(N_("Đã ghi: đã gọi điện.")))
        else:
            self.sure = name
            await self.reload()

    async def _write(self, text: str) -> None:
        out: Path = await self.sure_of(typed_path(text))
        name = reminding.file_name(self.ours.clock())
        messages = self._written
        await self.ours.at_desk(reminding.write, self.ours.at, messages, name, into(out))
        self.ours.written_to = text
        told = N_("Đã ghi {count} tin ra {path}. Tin chưa được gửi: nạp tệp vào nơi gửi tin.")
        self.say(self.tr(told, count=len(messages), path=out / name))

    async def _hand_over(self, messages: Sequence[Message]) -> None:
        """Give them one after another; told wherever the officer is by then."""
        done, trouble = 0, ""
        try:
            for message in messages:
                try:
                    await self.ours.at_desk(reminding.hand_over, self.ours.at, message)
                    done += 1
                except Problem as problem:
                    trouble = sentence(problem, self.language)
                    if problem.code not in reminding.GOES_ON:
                        break
            told = self.tr(
                N_(
                    "Đã giao {done} trên {total} tin cho chương trình gửi tin; đã giao chưa"
                    " phải đã nhận."
                ),
                done=done,
                total=len(messages),
            )
            severity = "warning" if trouble else "information"
            self.ours.notify(
                f"{told} {trouble}".strip(), markup=False, severity=severity, timeout=12
            )
        except DeskClosedError:
            return  # signed out meanwhile: what was not handed over is due the next time
        finally:
            self._sending = False
        if self.is_current:
            await self.reload()


def _whole(message: Message) -> str:
    """A number as it is dialled here, an address as it is."""
    if message.channel == "email":
        return message.to
    digits = "0" + message.to.removeprefix("+84")
    return " ".join((digits[:4], digits[4:7], digits[7:]))
