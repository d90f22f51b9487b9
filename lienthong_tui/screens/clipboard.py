"""The clipboard of the computer the officer sits at: filled for the portal, wiped afterwards.

Over SSH the terminal takes the text by OSC 52, which Textual writes; many terminals ignore it. At
the computer itself its own program is asked as well. Nothing here tells whether it arrived: that is
tried once per sign-in (`paste_trial`).
"""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

_PATIENCE = 2.0  # seconds; a program that hangs must not keep the officer waiting
# (environment variable that must be set, program and arguments, encoding it reads)
_PROGRAMS = (
    ("WAYLAND_DISPLAY", ("wl-copy",), "utf-8"),
    ("DISPLAY", ("xclip", "-selection", "clipboard"), "utf-8"),
    ("", ("pbcopy",), "utf-8"),
    ("", ("clip.exe",), "utf-16"),
)


class Clipboard:
    """`to_terminal` writes OSC 52. It remembers whether there is something of ours to wipe."""

    def __init__(self, to_terminal: Callable[[str], None]) -> None:
        self._to_terminal = to_terminal
        self.filled = False

    async def put(self, text: str) -> None:
        """Make `text` what the next paste brings."""
        self.filled = True
        await self._write(text)

    async def wipe(self) -> None:
        """Leave nothing to paste, if it was filled here."""
        if self.filled:
            await self._write("")
            self.filled = False

    async def _write(self, text: str) -> None:
        self._to_terminal(text)
        found = system_program(os.environ)
        if found is not None:
            command, encoding = found
            await asyncio.to_thread(_run, command, text.encode(encoding))


def system_program(environment: Mapping[str, str]) -> tuple[tuple[str, ...], str] | None:
    """The first clipboard program that can work here, and the encoding it reads."""
    for variable, command, encoding in _PROGRAMS:
        if (not variable or environment.get(variable)) and shutil.which(command[0]):
            return command, encoding
    return None


def _run(command: tuple[str, ...], data: bytes) -> None:
    # What it prints goes nowhere: xclip stays behind, and would keep a pipe open.
    try:
        subprocess.run(
            command,
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
