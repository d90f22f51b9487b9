"""How a command is run: what all share, how answers are printed, how failures end.

Every failure is a sentence and an exit code, never a traceback.
"""

import copy
import io
import json
import logging
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import click

from lienthong_tui.access import passwords
from lienthong_tui.desk import desk as desks
from lienthong_tui.desk import vault
from lienthong_tui.desk.desk import Desk
from lienthong_tui.problems import Problem, Refused, Unusable
from lienthong_tui.sentences import Language, sentence, tr
from lienthong_tui.sentences.marking import N_

log = logging.getLogger(__name__)

UNEXPECTED = N_(
    "Chương trình gặp lỗi ngoài dự tính, dữ liệu đã lưu không bị ảnh hưởng."
    " Chi tiết nằm trong nhật ký lỗi; báo người phụ trách mã {code}."
)


@dataclass
class Door:
    """What every command shares: language, form of the answer, the clock, how to unlock."""

    language: Language = "vi"
    as_json: bool = False
    desk: Path | None = None
    key_file: Path | None = None
    sign_in: str | None = None
    password_file: Path | None = None
    otp: str | None = None

    def clock(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def say(self, answer: Any, lines: Sequence[str]) -> None:
        """Print the answer: JSON with `--json`, else the lines."""
        if self.as_json:
            click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            click.echo("\n".join(map(_wrapped, lines)))

    def tr(self, text: str, **params: Any) -> str:
        """A msgid in the chosen language, filled in."""
        return tr(text, self.language).format(**params)

    @contextmanager
    def opened(self, *, daily: bool = True) -> Iterator[Desk]:
        """The desk, unlocked by key file or sign-in; `daily` work is not the recovery key's."""
        if self.desk is None:
            raise Unusable("desk-not-named")
        now = self.clock()
        if self.key_file is not None:
            unlocked = vault.open_with_key_file(self.desk, self.key_file)
        elif self.sign_in and self.password_file and self.otp:
            password = passwords.read_password_file(self.password_file)
            unlocked = vault.open_with_password(self.desk, self.sign_in, password, self.otp, now)
        else:
            raise Unusable("sign-in-incomplete")
        with desks.opened(unlocked, self.clock) as desk:
            if daily and unlocked.kind == "recovery":
                raise Refused("recovery-not-for-work")
            yield desk


def _wrapped(line: str) -> str:
    """A long line broken at words for a terminal, below its own beginning; whole for a pipe."""
    if not sys.stdout.isatty() or "\x1b" in line:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    width = min(shutil.get_terminal_size().columns, 100)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False) or line


def translate(command: click.Command, language: Language) -> None:
    """Put the help of a command and all below it into `language`."""
    command.help = tr(command.help or "", language)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = tr(parameter.help, language)
    for below in getattr(command, "commands", {}).values():
        translate(below, language)


def run(group: click.Group, arguments: Sequence[str]) -> NoReturn:
    """Run a command of `group`; every failure is a sentence and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show is written as its code: no answer is lost for one letter.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    language: Language = "en" if _asks_english(arguments) else "vi"
    command = copy.deepcopy(group)
    translate(command, language)
    as_json = "--json" in arguments
    try:
        code = command.main(list(arguments), prog_name="lienthong", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        _fail(_usage(error, language), as_json, 2)
    except Problem as problem:
        _fail((problem.code, sentence(problem, language)), as_json, problem.exit_code)
    except ExceptionGroup as several:
        first = several.exceptions[0]
        if not isinstance(first, Problem):
            raise
        _fail((first.code, sentence(first, language)), as_json, first.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone; nothing more can be said to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        _fail(_unexpected(error, language), as_json, 4)


def _asks_english(arguments: Sequence[str]) -> bool:
    return ("--lang", "en") in pairwise(arguments) or "--lang=en" in arguments


def _fail(said: tuple[str, str], as_json: bool, exit_code: int) -> NoReturn:
    code, message = said
    if as_json:
        click.echo(json.dumps({"error": code, "message": message}, ensure_ascii=False, indent=2))
    else:
        click.echo(message, err=True)
    sys.exit(exit_code)


def _usage(error: click.ClickException, language: Language) -> tuple[str, str]:
    """Click's own complaints, in our words."""
    name = getattr(error, "option_name", None)
    if isinstance(error, click.MissingParameter) or name is None:
        parameter = getattr(error, "param", None)
        name = parameter.opts[0] if parameter is not None and parameter.opts else name
    problem = Unusable("arguments", name=name or "", said=error.format_message())
    if isinstance(error, click.NoSuchOption):
        problem = Unusable("argument-unknown", name=name)
    elif isinstance(error, click.MissingParameter):
        problem = Unusable("argument-missing", name=name)
    elif isinstance(error, click.BadParameter):
        problem = Unusable("argument-value", name=name)
    return problem.code, sentence(problem, language)


def _unexpected(error: Exception, language: Language) -> tuple[str, str]:
    """A defect of ours: the log gets where it happened, without values that may be personal."""
    trace = error.__traceback__
    place = "?"
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{Path(code.co_filename).stem}:{trace.tb_lineno}"
        trace = trace.tb_next
    log.error("%s at %s", type(error).__name__, place)
    return "unexpected", tr(UNEXPECTED, language).format(code=f"{type(error).__name__}@{place}")
