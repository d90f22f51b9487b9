"""Groups of commands, and their help in two languages."""

import copy
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

import click

from lienthong_tui.sentences import Language, tr

CLICKS_WORDS = {
    "Options": "Tùy chọn",
    "Commands": "Câu lệnh",
    "[OPTIONS]": "[TÙY_CHỌN]",
    "COMMAND [ARGS]...": "CÂU_LỆNH [THAM_SỐ]...",
    "[required]": "[bắt buộc]",
    "Show this message and exit.": "Xem trợ giúp này.",
}
"""What click itself writes into help, which is made for English, and the same in Vietnamese."""


class LazyGroup(click.Group):
    """A group whose commands are imported one by one, when they are asked for.

    `places` maps the name of each to the module of this package and the attribute there.
    """

    def __init__(self, *given: Any, places: Mapping[str, str], **more: Any) -> None:
        super().__init__(*given, **more)
        self.places = places
        self.language: Language = "vi"

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 – click's own name
        """The names of all, none imported."""
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name with its help in the language of this group."""
        place = self.places.get(cmd_name)
        if place is None:
            return None
        if cmd_name not in self.commands:
            module, _, attribute = place.partition(":")
            found = getattr(import_module(f"lienthong_tui.{module}"), attribute)
            command = copy.deepcopy(found)  # another run may be in another language
            translate(command, self.language)
            self.commands[cmd_name] = command
        return self.commands[cmd_name]


class _Formatter(click.HelpFormatter):
    """Help with click's own words in Vietnamese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, _in_vietnamese(args), prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_in_vietnamese(heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        told = [(term, _in_vietnamese(said)) for term, said in rows]
        super().write_dl(told, col_max, col_spacing)


class _Context(click.Context):
    formatter_class = _Formatter


def _in_vietnamese(text: str) -> str:
    for english, vietnamese in CLICKS_WORDS.items():
        text = text.replace(english, vietnamese)
    return text


def translate(command: click.Command, language: Language) -> None:
    """Put the help of a command and all below it into `language`."""
    command.context_class = _Context if language == "vi" else click.Context
    if isinstance(command, LazyGroup):
        command.language = language
    command.help = tr(command.help or "", language)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = tr(parameter.help, language)
    for below in getattr(command, "commands", {}).values():
        translate(below, language)
