"""The palette (Ctrl+P): every act by its name, in either language, without marks or in pieces."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from lienthong_tui.filing.deadlines import local_day
from lienthong_tui.procedures import loading
from lienthong_tui.screens.host import Host
from lienthong_tui.screens.menu import Item, Menu
from lienthong_tui.sentences import LANGUAGES, NAMES, Language, pick, tr
from lienthong_tui.sentences.marking import N_
from lienthong_tui.text.fold import fold

Act = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Command:
    """What may be done now: its `name` and what is said beside it, in both languages; `words` are
    others that it is asked for by."""

    name: dict[Language, str]
    note: dict[Language, str]
    act: Act
    words: str = ""

    @property
    def key(self) -> str:
        """What it is searched by."""
        return fold(" ".join((*self.name.values(), *self.note.values(), self.words)))

    def fit(self, words: list[str]) -> float:
        """How well it fits what was typed: 0 where it does not, more where the name begins so."""
        if not all(word in self.key for word in words):
            return 0
        names = [fold(name) for name in self.name.values()]
        if any(name.startswith(" ".join(words)) for name in names):
            return 1
        return 0.8 if any(all(word in name for word in words) for name in names) else 0.6


class Commands(Provider):
    """The commands that act now."""

    @property
    def _ours(self) -> Host:
        return cast(Host, self.app)

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        language = self._ours.language
        for command in commands(self._ours, self.screen):
            yield DiscoveryHit(
                command.name[language], command.act, help=command.note[language] or None
            )

    async def search(self, query: str) -> Hits:
        """Those that what is typed may mean."""
        language, words = self._ours.language, fold(query).split()
        found = False
        for command in commands(self._ours, self.screen):
            if fit := command.fit(words):
                found = True
                name, note = command.name[language], command.note[language]
                yield Hit(fit, name, command.act, help=note or None)
        if not found:  # else Textual says so, in English only
            none = tr(N_("Không có việc nào tên như vậy; Esc rồi F1 để xem các phím"), language)
            yield Hit(_LEAST, none, _nothing)


_LEAST = 0.01


def _nothing() -> None:
    """What is chosen where nothing was found."""


def commands(ours: Host, page: object) -> Iterator[Command]:
    """What may be done now, each once: on this page first, then everywhere."""
    seen = set[str]()
    for command in _all(ours, page):
        name = command.name[ours.language]
        if name not in seen:
            seen.add(name)
            yield command


def _all(ours: Host, page: object) -> Iterator[Command]:
    if isinstance(page, Menu):
        yield from _of_page(page)
    if ours.at_work:
        yield from _at_work(ours)
    for name, note, action in _EVERYWHERE:
        yield _command(name, note, partial(ours.run_action, action), _WORDS.get(action, ""))


def _of_page(page: Menu) -> Iterator[Command]:
    """The lines of a list that are acts: one of a filing names somebody."""
    for item in getattr(page, "shown", ()):
        if not item.disabled and len(item.id) < _ID:
            same: dict[Language, str] = dict.fromkeys(LANGUAGES, item.name)
            yield Command(same, dict.fromkeys(LANGUAGES, item.note), partial(_choose, page, item))


_ID = 36  # characters of a filing's id


async def _choose(page: Menu, item: Item) -> None:
    if page.app.screen is page:
        await page.choose(item)


def _at_work(ours: Host) -> Iterator[Command]:
    today = local_day(ours.clock())
    for group in loading.shipped():
        if group.definition.in_force(today):
            short: dict[Language, str] = {
                language: pick(group.definition.short, language).lower() for language in LANGUAGES
            }
            name: dict[Language, str] = {
                language: tr(N_("Hồ sơ {group} mới"), language).format(group=short[language])
                for language in LANGUAGES
            }
            act = partial(ours.run_action, f"begin('{group.definition.group}')")
            yield Command(name, dict.fromkeys(LANGUAGES, ""), act)
    for text, note, action in _AT_WORK:
        yield _command(text, note, partial(ours.run_action, action), _WORDS.get(action, ""))
    for name_of_page, title in _managed():
        yield _command(title, "", partial(ours.run_action, f"manage('{name_of_page}')"))
    if ours.share is not None:
        note = N_("gửi và nhận với các quầy khác")
        yield _command(N_("Đồng bộ ngay"), note, partial(ours.run_action, "share_now"))


def _managed() -> Iterator[tuple[str, str]]:
    from lienthong_tui.screens.managing import PAGES

    for name, (_, title, _) in PAGES.items():
        yield name, title


def _command(name: str, note: str, act: Act, words: str = "") -> Command:
    return Command(
        {language: tr(name, language) for language in LANGUAGES},
        {language: tr(note, language) if note else "" for language in LANGUAGES},
        act,
        words,
    )


_AT_WORK = (
    (N_("Mời số tiếp theo"), N_("đóng mọi thứ của người vừa xong; Ctrl+O"), "next_citizen"),
    (N_("Tra cứu hồ sơ"), "F3", "look_up"),
    (N_("Việc cần làm"), N_("mọi hồ sơ chưa tới cuối"), "go('queue')"),
    (N_("Chốt ngày"), N_("còn gì dở hôm nay, sổ để ký"), "close_day"),
    (N_("Kết quả cơ quan gửi về"), "", "go('inbox')"),
    (N_("Sổ theo dõi, biểu mẫu trống"), "", "go('papers')"),
    (N_("Số liệu của quầy: đếm theo kỳ, đúng hạn, bổ sung"), "", "go('statistics')"),
    (N_("Tài khoản và thiết lập"), "", "go('settings')"),
    (N_("Việc làm ở nơi khác: giấy hướng dẫn"), "", "go('referrals')"),
    (N_("Làm quen chương trình"), N_("năm trang"), "tour"),
    (N_("Đăng xuất"), "", "sign_out"),
)
_EVERYWHERE = (
    (N_("Các phím"), N_("F1, hai lần khi đang kê khai"), "key_map"),
    (N_("Giao diện tối"), "", "look('dark')"),
    (N_("Giao diện sáng"), "", "look('light')"),
    (N_("Giao diện tương phản cao"), "", "look('contrast')"),
    *((NAMES[each], N_("đổi ngôn ngữ màn hình"), f"speak('{each}')") for each in LANGUAGES),
    (N_("Gõ tiếng Việt: Telex, VNI, bộ gõ của máy"), "Ctrl+G", "typing"),
    (N_("Che màn hình"), "Ctrl+L", "blank"),
    (N_("Thoát"), "Ctrl+Q", "leave"),
)
_WORDS = {
    "tour": "hướng dẫn sử dụng bắt đầu tour learn help start",
    "key_map": "phím tắt trợ giúp help shortcuts",
    "speak('vi')": "ngôn ngữ language vietnamese",
    "speak('en')": "tiếng anh ngôn ngữ language",
    "look('light')": "màu theme",
    "look('dark')": "màu theme",
    "look('contrast')": "màu theme chữ rõ",
    "sign_out": "log out",
    "leave": "exit đóng",
}
"""What an act is asked for by, besides its name: searched, never shown."""
