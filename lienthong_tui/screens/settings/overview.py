"""The office's settings: what can be set, and all of it out to a file or in from one."""

import shlex
from collections.abc import Sequence

from msgspec.structs import replace

from lienthong_tui.desk import backup_rota, equipment, gateway, office
from lienthong_tui.problems import Problem
from lienthong_tui.screens.asking import Asking, typed_path
from lienthong_tui.screens.menu import Item
from lienthong_tui.screens.settings.entries import Entries
from lienthong_tui.screens.settings.page import SettingsPage
from lienthong_tui.screens.settings.sections import sections
from lienthong_tui.sentences.marking import N_
from lienthong_tui.sentences.of_reminders import NOT_CONNECTED
from lienthong_tui.text.clean import clean

_KEYS = "123456789abcdefghijk"


class Settings(SettingsPage, Asking):
    """A line for each section; `x` and `n` write and read a file."""

    def heading(self) -> str:
        """What this is."""
        return self.tr(N_("THIẾT LẬP CỦA CƠ QUAN"))

    def state(self) -> tuple[str, str]:
        """For which filings a change counts."""
        return self.tr(N_("Đổi gì thì dùng cho hồ sơ mới; hồ sơ đã bắt đầu giữ nguyên.")), ""

    async def on_mount(self) -> None:
        """Begin with what is set now, perhaps by another window."""
        await self.look_again()
        await super().on_mount()

    async def items(self) -> Sequence[Item]:
        """The sections with how much each holds, then the file."""
        view = self.view()
        self.equipped = await self.ours.at_desk(equipment.equipment, self.ours.at)
        lines = []
        for key, section in zip(_KEYS, sections(view), strict=False):
            entries = list(section.entries(view))
            note = self.tr(N_("{count} mục"), count=len(entries)) if section.grows else ""
            lines.append(Item(section.id, key, section.title(view), note))
        return [
            *lines,
            Item("scanner", "m", self.tr(N_("Thư mục máy quét của quầy này")), self._folder()),
            Item("port", "q", self.tr(N_("Cổng máy quét thẻ (COM)")), self._port()),
            Item(
                "command",
                "w",
                self.tr(N_("Chương trình gửi tin nhắn, thư điện tử")),
                self._command(),
            ),
            Item("backup", "s", self.tr(N_("Nơi sao lưu hằng ngày của quầy này")), self._place()),
            Item("write", "x", self.tr(N_("Xuất ra tệp TOML, để chép sang quầy khác"))),
            Item("read", "n", self.tr(N_("Nhập từ tệp TOML, thay cho thiết lập này"))),
        ]

    async def choose(self, item: Item) -> None:
        """Open a section, or ask for the folder or the file."""
        if item.id == "write":
            self.ask(self.tr(N_("Ghi tệp thiết lập ra thư mục nào (Enter để ghi):")), self._write)
        elif item.id == "read":
            self.ask(self.tr(N_("Nhập từ tệp nào (Enter để nhập):")), self._read)
        elif item.id == "scanner":
            text = N_("Máy quét lưu tệp vào thư mục nào (Enter để lưu, gõ - để bỏ):")
            self.ask(self.tr(text), self._set_folder)
        elif item.id == "port":
            text = N_("Cổng nào, ví dụ /dev/ttyACM0 hoặc COM3 (Enter để lưu, gõ - để bỏ):")
            self.ask(self.tr(text), self._set_port)
        elif item.id == "backup":
            text = N_("Thư mục ở ổ khác hoặc ổ mạng (Enter để lưu, gõ - để về trong thư mục quầy):")
            self.ask(self.tr(text), self._set_place)
        elif item.id == "command":
            text = N_(
                "Chương trình nhận tin, đường dẫn đầy đủ, ví dụ /opt/gui-tin --sms (Enter để lưu,"
                " gõ - để bỏ):"
            )
            self.ask(self.tr(text), self._set_command)
        else:
            self.ours.hold_keys()
            self.app.push_screen(Entries(item.id))

    def _port(self) -> str:
        return self.equipped.scanner_port or self.tr(N_("không dùng"))

    async def _set_port(self, text: str) -> None:
        what = replace(self.equipped, scanner_port=None if text == "-" else clean(text))
        await self.ours.at_desk(equipment.equip, self.ours.at, what)
        self.say(self.tr(N_("Đã lưu. Ô quét thẻ (F2) nghe cổng này.")))

    def _command(self) -> str:
        command = self.equipped.reminder_command
        return shlex.join(command) if command else self.tr(NOT_CONNECTED)

    async def _set_command(self, text: str) -> None:
        command = None
        if text != "-":
            command = await self.ours.at_desk(gateway.read_command, text)
        what = replace(self.equipped, reminder_command=command)
        await self.ours.at_desk(equipment.equip, self.ours.at, what)
        saved = N_("Đã lưu. Mỗi tin được giao riêng; thử ở phím 7, mục nhắc người yêu cầu.")
        self.say(self.tr(saved if command else N_("Đã bỏ: chương trình gửi tin chưa kết nối.")))

    def _folder(self) -> str:
        return self.equipped.scanner_folder or self.tr(N_("chưa đặt"))

    async def _set_folder(self, text: str) -> None:
        folder = None if text == "-" else typed_path(text).absolute()
        if folder is not None and not await self.ours.at_desk(folder.is_dir):
            raise Problem("scanner-folder", folder=str(folder))
        what = replace(self.equipped, scanner_folder=str(folder) if folder else None)
        await self.ours.at_desk(equipment.equip, self.ours.at, what)
        self.say(self.tr(N_("Đã lưu. Ở bước 4, F4 lấy tệp mới nhất trong thư mục này.")))

    def _place(self) -> str:
        return self.equipped.backup_folder or self.tr(N_("trong thư mục quầy, cùng ổ đĩa"))

    async def _set_place(self, text: str) -> None:
        folder = None if text == "-" else typed_path(text).absolute()
        await self.ours.at_desk(backup_rota.set_place, self.ours.at, folder)
        self.say(self.tr(N_("Đã lưu. Bản sao lưu của ngày vào đó; bản cũ ở chỗ cũ còn nguyên.")))

    async def _write(self, text: str) -> None:
        folder = await self.sure_of(typed_path(text))
        path = await self.ours.at_desk(office.write_file, self.ours.at, folder)
        self.say(self.tr(N_("Đã ghi thiết lập ra {path}."), path=path))

    async def _read(self, text: str) -> None:
        source = await self.ours.at_desk(office.read_file, typed_path(text))
        before = self.ours.at.office_source
        self.ours.desk = await self.ours.at_desk(office.take, self.ours.at, source)
        told = (
            N_("Thiết lập trong tệp giống thiết lập đang dùng: không đổi gì.")
            if self.ours.at.office_source == before
            else N_("Đã đổi thiết lập; hồ sơ đang kê khai giữ thiết lập cũ.")
        )
        self.say(self.tr(told))
