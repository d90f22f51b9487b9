"""What the commands share: how they answer, how they unlock a desk, what they read files with."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from lienthong_tui.invocation import Door, Unlocking
from lienthong_tui.problems import Unusable
from lienthong_tui.sentences import LANGUAGES, Language
from lienthong_tui.sentences.marking import N_

pass_door = click.make_pass_decorator(Door, ensure=True)
# Click does not ask whether it can be read: what opens a file says better what is wrong.
PATH = click.Path(readable=False, path_type=Path)
DAY = click.DateTime(formats=["%Y-%m-%d"])


def _json(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    context.ensure_object(Door).as_json = asked


def _lang(context: click.Context, _parameter: click.Parameter, named: Language | None) -> None:
    if named is not None:
        door = context.ensure_object(Door)
        door.language, door.language_named = named, True


_JSON = click.option(
    "--json", is_flag=True, expose_value=False, callback=_json, help=N_("Trả lời dạng JSON.")
)
# Of every command and of their groups: it may stand before a command's name and after it.
LANG = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    callback=_lang,
    help=N_("Ngôn ngữ: vi, en."),
)


def pair(text: str) -> tuple[str, str]:
    """What was typed as `name=value`. Errors: Unusable("pair") with `text`."""
    name, equals, value = text.partition("=")
    if not equals:
        raise Unusable("pair", text=text)
    return name.strip(), value.strip()


def answering(command: Callable[..., None]) -> Callable[..., None]:
    """The options on how it answers."""
    return _JSON(LANG(command))


def with_desk(command: Callable[..., None]) -> Callable[..., None]:
    """The options that name a desk and unlock it; `command` gets them as `unlocking`."""
    options = (
        click.option("--desk", type=PATH, envvar="LIENTHONG_DESK", help=N_("Thư mục của quầy.")),
        click.option("--key-file", type=PATH, help=N_("Tệp khóa để mở quầy không cần đăng nhập.")),
        click.option("--sign-in", metavar="ID", help=N_("Số định danh hoặc tên người tiếp nhận.")),
        click.option("--password-file", type=PATH, help=N_("Tệp chứa mật khẩu ở dòng đầu.")),
        click.option("--otp", metavar="CODE", help=N_("Mã xác nhận 6 chữ số.")),
    )

    @wraps(command)
    def unlocked(
        *given: Any,
        desk: Path | None,
        key_file: Path | None,
        sign_in: str | None,
        password_file: Path | None,
        otp: str | None,
        **more: Any,
    ) -> None:
        unlocking = Unlocking(desk, key_file, sign_in, password_file, otp)
        command(*given, unlocking=unlocking, **more)

    for option in reversed(options):
        unlocked = option(unlocked)
    return unlocked
