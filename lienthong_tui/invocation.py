"""How a command is run: what all share, how answers are printed, how failures end.

Every failure is a sentence and an exit code, never a traceback. What only the maintainer needs goes
to a log of codes and places; nothing of it ever reaches the terminal.

What a desk needs is imported where a desk is opened: the screens are shown before that.
"""

import copy
import gc
import io
import json
import logging
import os
import re
import shutil
import sys
import textwrap
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click
import platformdirs

from lienthong_tui import splash
from lienthong_tui.command_groups import translate
from lienthong_tui.logfile import log_defect, logging_to_file
from lienthong_tui.problems import DeskUnavailable, Problem, Refused, Unusable
from lienthong_tui.sentences import LANGUAGES, Language, tr
from lienthong_tui.sentences.marking import N_

if TYPE_CHECKING:
    from lienthong_tui.access.permits import Act
    from lienthong_tui.desk.desk import Desk
    from lienthong_tui.desk.vault import Unlocked

log = logging.getLogger(__name__)

UNEXPECTED = N_(
    "Chương trình gặp lỗi ngoài dự tính, việc vừa rồi có thể chưa xong: tra cứu trước khi"
    " làm lại. Báo người quản trị mã lỗi {code}."
)
UNEXPECTED_LOGGED = N_("Nhật ký lỗi ở {log}.")


def at_a_terminal() -> bool:
    """Whether a person sits there who can read screens and press keys."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def own_desk() -> Path:
    """The desk meant when none is named: LIENTHONG_DESK, else a folder of this user's."""
    named = os.environ.get("LIENTHONG_DESK")
    if named:
        return Path(named)
    return platformdirs.user_data_path("lienthong-tui", appauthor=False) / "desk"


@dataclass(frozen=True)
class Unlocking:
    """Which desk to open, and how: by key file, or by ID or name, password and one-time code."""

    desk: Path | None
    key_file: Path | None
    sign_in: str | None
    password_file: Path | None
    otp: str | None


@dataclass
class Door:
    """What every command shares: language, form of the answer, the clock."""

    language: Language = "vi"
    language_named: bool = False
    as_json: bool = False

    def clock(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def say(self, answer: Any, lines: Sequence[str], *, done: str = "") -> None:
        """Print the answer: JSON with `--json`, else the lines.

        `done` is what must not be lost with the answer, because the work was done and is not to be
        done again. Errors: DeskUnavailable("answer-lost") with it, or ("answer-unwritable").
        """
        told = json.dumps(answer, ensure_ascii=False, indent=2) if self.as_json else None
        try:
            click.echo("\n".join(map(_wrapped, lines)) if told is None else told)
        except OSError as error:
            if done:
                raise DeskUnavailable("answer-lost", done=done) from error
            if isinstance(error, BrokenPipeError):
                raise  # the reader has seen enough
            raise DeskUnavailable("answer-unwritable") from error

    def tr(self, text: str, **params: Any) -> str:
        """A msgid in the chosen language, filled in."""
        return tr(text, self.language).format(**params)

    def unlock(self, by: Unlocking, folder: Path) -> "Unlocked":
        """The desk in `folder`, unlocked. Errors: those of `vault`; Unusable, where what is given
        is not enough or too much."""
        from lienthong_tui.access import passwords
        from lienthong_tui.desk import vault

        if by.key_file is not None and (by.sign_in or by.password_file or by.otp):
            raise Unusable("unlocking-twofold")
        if by.key_file is not None:
            return vault.open_with_key_file(folder, by.key_file, self.clock())
        if not (by.sign_in and by.password_file and by.otp):
            raise Unusable("sign-in-incomplete")
        password = passwords.read_password_file(by.password_file)
        return vault.open_with_password(folder, by.sign_in, password, by.otp, self.clock())

    @contextmanager
    def open_desk(
        self, by: Unlocking, act: "Act" = "work", *, dated: bool = False
    ) -> "Iterator[Desk]":
        """The desk, unlocked by key file or sign-in, for an act that its holder may do.

        What is `dated` waits until an officer has confirmed a date far from the last one seen.
        """
        from lienthong_tui.desk.session import session
        from lienthong_tui.filing.deadlines import local_day
        from lienthong_tui.sentences.wording import sentence

        if by.desk is None:
            raise Unusable("desk-not-named")
        with session(self.unlock(by, by.desk), self.clock) as desk:
            for alarm in desk.alarms:
                click.echo(sentence(alarm, self.language), err=True)
            desk.require(act)
            if dated and desk.last_seen is not None:
                today, seen = local_day(self.clock()), local_day(desk.last_seen)
                days = {"now": f"{today:%d/%m/%Y}", "last_seen": f"{seen:%d/%m/%Y}"}
                raise Refused("date-doubted", **days)
            yield desk


def end_by(problems: Iterable[Problem | None]) -> None:
    """End with the highest exit code of these, where there are any."""
    worst = max((problem.exit_code for problem in problems if problem), default=0)
    if worst:
        raise SystemExit(worst)


def _wrapped(line: str) -> str:
    """A long line broken at words for a terminal, below its own beginning; whole for a pipe."""
    if not sys.stdout.isatty() or "\x1b" in line:
        return line
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    width = min(shutil.get_terminal_size().columns, 100)
    return textwrap.fill(line, width, subsequent_indent=indent, break_long_words=False) or line


def run(group: click.Group, arguments: Sequence[str]) -> NoReturn:
    """Run a command of `group`; every failure is a sentence and an exit code, never a traceback."""
    gc.enable()  # off while the program is imported (`__main__`)
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show is written as its code: no answer is lost for one letter.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    language = _language_asked(arguments)
    command = copy.deepcopy(group)
    translate(command, language)
    with logging_to_file() as log_file:
        try:
            code = command.main(list(arguments), prog_name="lienthong", standalone_mode=False)
            sys.exit(code if isinstance(code, int) else 0)
        except click.exceptions.NoArgsIsHelpError as error:
            _told(error.format_message(), err=True)
            sys.exit(2)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(130)
        except Exception as error:
            _fail(error, language, log_file, as_json="--json" in arguments)


def _language_asked(arguments: Sequence[str]) -> Language:
    """For what is said before click has read the command line."""
    pairs = tuple(pairwise(arguments))
    asked = (
        each for each in LANGUAGES if ("--lang", each) in pairs or f"--lang={each}" in arguments
    )
    return next(asked, "vi")


def _fail(error: Exception, language: Language, log_file: Path | None, as_json: bool) -> NoReturn:
    """Tell what went wrong and leave with its exit code."""
    from lienthong_tui.sentences.wording import sentence

    splash.hide()
    problem = _usage(error) if isinstance(error, click.ClickException) else _known(error)
    if problem is not None:
        code, message, exit_code = problem.code, sentence(problem, language), problem.exit_code
    else:
        code, message, exit_code = "unexpected", _unexpected(error, language, log_file), 4
    said = json.dumps({"error": code, "message": message}, ensure_ascii=False, indent=2)
    if not as_json or not _told(said, err=False):
        _told(message, err=True)
    _give_up_unwritable_output()
    sys.exit(exit_code)


def _told(message: str, *, err: bool) -> bool:
    """Say it on stdout or stderr; False where that cannot be written."""
    try:
        click.echo(message, err=err)
    except OSError:
        return False
    return True


def _give_up_unwritable_output() -> None:
    """Drop what stdout still holds and cannot write, or Python complains of it when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _known(error: Exception) -> Problem | None:
    """The problem, or the first of a group of nothing but problems; None for a defect of ours."""
    if isinstance(error, ExceptionGroup) and error.split(Problem)[1] is None:
        return _known(error.exceptions[0])
    return error if isinstance(error, Problem) else None


_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)", re.DOTALL)  # Click's own words


def _usage(error: click.ClickException) -> Problem:
    """Click's own complaints, in our words."""
    name = getattr(error, "option_name", None)
    if isinstance(error, click.MissingParameter) or name is None:
        parameter = getattr(error, "param", None)
        if isinstance(parameter, click.Option):
            name = parameter.opts[0]
        elif parameter is not None:
            name = parameter.human_readable_name  # an argument in capitals, as in the usage line
    if isinstance(error, click.NoSuchCommand):
        return Unusable("command-unknown", name=error.command_name)
    if isinstance(error, click.NoSuchOption):
        return Unusable("argument-unknown", name=name)
    if isinstance(error, click.MissingParameter):
        return Unusable("argument-missing", name=name)
    if isinstance(error, click.BadParameter):
        command = error.ctx.command_path if error.ctx else "lienthong"
        return Unusable("argument-value", name=name, command=command)
    if isinstance(error, click.BadOptionUsage):
        return Unusable("option-empty", name=name)
    said = error.format_message()
    if extra := _EXTRA.fullmatch(said):
        return Unusable("argument-extra", extra=extra[1])
    return Unusable("arguments", name=name or "", said=said)


def _unexpected(error: Exception, language: Language, log_file: Path | None) -> str:
    """A defect of ours: the log gets where it happened, the person the id of that entry."""
    code = log_defect(log, error)
    if log_file is None:
        *_, (frame, line) = traceback.walk_tb(error.__traceback__)
        code = f"{type(error).__name__}@{Path(frame.f_code.co_filename).stem}:{line}"
    said = [tr(UNEXPECTED, language).format(code=code)]
    if log_file is not None:
        said.append(tr(UNEXPECTED_LOGGED, language).format(log=log_file))
    return " ".join(said)
