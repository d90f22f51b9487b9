"""The desk's signing key on paper, and the keys of the agencies it hears from and writes to."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from lienthong_tui.agency_reports import agency_title
from lienthong_tui.desk import agency_keys, signing
from lienthong_tui.desk.exporting import Put
from lienthong_tui.desk.files import bytes_of
from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.packets.signers import Signer
from lienthong_tui.packets.typesetting import render
from lienthong_tui.packets.zips import check_size
from lienthong_tui.papers.key_sheets import groups, key_files, key_sheet
from lienthong_tui.screens.asking import Asking, typed_path
from lienthong_tui.screens.bringing_out import BringingOut
from lienthong_tui.screens.menu import Item, keyed
from lienthong_tui.screens.page import Hints
from lienthong_tui.screens.telling import TellingActs
from lienthong_tui.sentences.marking import N_

_KEYS = "abcdefghijklmnopqrstuvwxyz"


class Keys(Asking):
    """The desk's own key, then every agency with whether its replies and packets have one."""

    def heading(self) -> str:
        """What is listed."""
        return self.tr(N_("KHÓA KÝ VÀ KHÓA CỦA CÁC CƠ QUAN"))

    async def items(self) -> Sequence[Item]:
        """The key sheet, the new key, the agencies."""
        desk, at_desk = self.ours.at, self.ours.at_desk
        today = local_day(self.ours.clock())
        trusted = {key.agency for key in await at_desk(agency_keys.known, desk)}
        encrypted = {agency for agency, _ in await at_desk(agency_keys.recipients, desk)}
        own = [key for key in await at_desk(signing.signers, desk) if key.counts_on(today)]
        until = own[-1].last if own else None
        note = self.tr(N_("đến hết {day}"), day=f"{until:%d/%m/%Y}") if until else ""
        found = [
            Item("sheet", "1", self.tr(N_("Phiếu khóa của quầy")), note),
            Item("replace", "2", self.tr(N_("Thay khóa ký của quầy"))),
            Item("#agencies", "", self.tr(N_("CƠ QUAN")), disabled=True),
        ]
        for key, (name, agency) in keyed(_KEYS, agency_keys.agencies().items()):
            has = [self.tr(N_("nhận kết quả có ký"))] if name in trusted else []
            has += [self.tr(N_("mã hóa hồ sơ chuyển"))] if name in encrypted else []
            told = " · ".join(has) or self.tr(N_("chưa có khóa"))
            title = agency_title(agency, desk.commune, self.language)
            found.append(Item(f"agency:{name}", key, title, told))
        return found

    async def choose(self, item: Item) -> None:
        """Open the sheet or an agency, or ask before the key is replaced."""
        kind, _, name = item.id.partition(":")
        if kind == "sheet":
            now = await self.ours.at_desk(signing.current_signer, self.ours.at)
            self.ours.hold_keys()
            self.app.push_screen(KeySheetOut(now))
        elif kind == "agency":
            self.ours.hold_keys()
            self.app.push_screen(AgencyKeys(name))
        else:
            question = N_(
                "Thay khóa khi nghi máy hoặc kho bị lộ. Sau đó phải giao phiếu khóa mới cho từng cơ"
                " quan. Gõ THAY rồi Enter:"
            )
            self.ask(self.tr(question), self._replace)

    async def _replace(self, text: str) -> None:
        if text.casefold() != "thay":
            return
        await self.ours.at_desk(signing.replace, self.ours.at)
        self.say(self.tr(N_("Đã thay khóa ký. In phiếu khóa mới ở phím 1.")))


class KeySheetOut(BringingOut):
    """The desk's key on paper, and its list as a file when it is written to a folder."""

    def __init__(self, signer: Signer) -> None:
        super().__init__()
        self.signer = signer

    def heading(self) -> str:
        """What is brought out."""
        return self.tr(N_("PHIẾU KHÓA CỦA QUẦY"))

    async def items(self) -> Sequence[Item]:
        """The acts; below them the fingerprint as it is compared."""
        letters = groups(self.signer.fingerprint)
        rows = [" ".join(letters[at : at + 4]) for at in range(0, len(letters), 4)]
        what = N_("Cơ quan so vân tay này với tệp .signers rồi mới tin hồ sơ chuyển của quầy.")
        lines = [self.signer.principal, "", *(f"    {row}" for row in rows), "", self.tr(what)]
        self.show_text(self.wrapped(lines))
        return self.ways()

    async def bring(self, put: Put) -> None:
        """The sheet and the list; nothing in them is secret, so nothing is recorded."""
        desk, language = self.ours.at, self.language

        def made() -> dict[str, bytes]:
            listed, signature = signing.announcement(desk)
            owner = signing.sender(desk).name
            sheet = key_sheet(owner, [self.signer], language, demo=desk.demo)
            return key_files(self.signer, render(sheet, at=desk.clock()), listed, signature)

        await self.ours.at_desk(lambda: put(made(), lambda: None))


class AgencyKeys(TellingActs):
    """The keys of one agency: taken by file and fingerprint, ended, or typed off its sheet."""

    hints: ClassVar[Hints] = (("1-4", N_("chọn")), ("Esc", N_("lùi")))

    def __init__(self, agency: str) -> None:
        super().__init__()
        self.agency = agency
        self.listed: Path | None = None

    def heading(self) -> str:
        """Which agency."""
        agency = agency_keys.agencies()[self.agency]
        return agency_title(agency, self.ours.at.commune, self.language).upper()

    async def items(self) -> Sequence[Item]:
        """What may be done; below, what there is."""
        desk, at_desk = self.ours.at, self.ours.at_desk
        keys = [k for k in await at_desk(agency_keys.known, desk) if k.agency == self.agency]
        to = {
            place: key
            for (agency, place), key in (await at_desk(agency_keys.recipients, desk)).items()
            if agency == self.agency
        }
        lines = [
            line
            for key in keys
            for line in (
                " · ".join(filter(None, (key.signer.principal, key.place))),
                f"    {key.signer.fingerprint}",
            )
        ]
        lines += [f"{place or ''} {key}".strip() for place, key in to.items()]
        self.show_text(self.wrapped(lines or [self.tr(N_("Chưa có khóa nào của cơ quan này."))]))
        found = [Item("trust", "1", self.tr(N_("Tin khóa ký kết quả: tệp .signers và phiếu khóa")))]
        if keys:
            found.append(Item("distrust", "2", self.tr(N_("Thôi tin một khóa"))))
        found.append(Item("encrypt", "3", self.tr(N_("Mã hóa hồ sơ chuyển bằng khóa age1…"))))
        if to:
            found.append(Item("plain", "4", self.tr(N_("Thôi mã hóa"))))
        return found

    async def choose(self, item: Item) -> None:
        """Ask for what it takes."""
        match item.id:
            case "trust":
                self.ask(self.tr(N_("Tệp .signers cơ quan đã giao (Enter):")), self._file)
            case "distrust":
                question = N_("Vân tay của khóa thôi tin, SHA256:… (Enter):")
                self.ask(self.tr(question), self._distrust)
            case "encrypt":
                question = N_("Khóa age1… trên phiếu khóa, gõ hoặc quét (Enter):")
                self.ask(self.tr(question), self._encrypt)
            case "plain":
                await self.ours.at_desk(agency_keys.encrypt_to, self.ours.at, self.agency, None)
                await self.reload()

    async def _file(self, text: str) -> None:
        self.listed = typed_path(text)
        await self.ours.at_desk(bytes_of, self.listed, "signers-missing", check_size)
        question = N_("Vân tay đọc trên phiếu khóa giấy, SHA256:… (Enter để tin):")
        self.ask(self.tr(question), self._trust)

    async def _trust(self, text: str) -> None:
        assert self.listed is not None, "it was asked for before"
        data = await self.ours.at_desk(bytes_of, self.listed, "signers-missing", check_size)
        listed = data.decode("utf-8", "replace")
        await self.ours.at_desk(agency_keys.trust, self.ours.at, self.agency, listed, text)
        self.say(self.tr(N_("Từ nay nhận kết quả ký bằng khóa này.")))

    async def _distrust(self, text: str) -> None:
        await self.ours.at_desk(agency_keys.distrust, self.ours.at, text)

    async def _encrypt(self, text: str) -> None:
        await self.ours.at_desk(agency_keys.encrypt_to, self.ours.at, self.agency, text)
        self.say(self.tr(N_("Từ nay hồ sơ chuyển xuất cho cơ quan này chỉ họ mở được.")))
