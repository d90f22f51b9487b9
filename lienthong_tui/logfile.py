"""The log of this program, for whoever maintains it: codes and places, never a word of anyone's.

Nothing of it reaches the terminal, where it would run across the screen.
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

FILE_BYTES = 1_000_000
FILES = 3

# Without what is easily misread or misheard when it is told by telephone.
_LETTERS = "2345679ACDEFGHKMNPRTUVWXY"
_LETTERS_OF_ID = 6

# Other libraries' entries are not kept: what stands in them is not ours to promise.
_ours = logging.getLogger(__package__)


@contextmanager
def logging_to_file() -> Iterator[Path | None]:
    """Keep the log in the user's log folder during the block; yields its file.

    Where it cannot be written there is none (None), and nobody is troubled with that.
    """
    # Without any handler Python prints the warnings of every library to stderr.
    nowhere = logging.NullHandler()
    logging.getLogger().addHandler(nowhere)
    keeper: _OwnersFile | None = None
    path = platformdirs.user_log_path("lienthong-tui", appauthor=False) / "lienthong.log"
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keeper = _OwnersFile(path, maxBytes=FILE_BYTES, backupCount=FILES - 1, encoding="utf-8")
        keeper.setFormatter(_OneLine())
        _ours.addHandler(keeper)
    try:
        yield path if keeper else None
    finally:
        logging.getLogger().removeHandler(nowhere)
        if keeper is not None:
            _ours.removeHandler(keeper)
            with suppress(OSError):  # a full disk is told once more at the end
                keeper.close()


def log_defect(log: logging.Logger, error: BaseException) -> str:
    """Log an error that nobody expected, and its causes; returns the id under which they stand.

    The log gets types and places, the innermost first: never an error's own text or any value,
    which can repeat a name. The id is for the sentence that the person at the desk reads.
    """
    import secrets  # here: a start without a defect is spared them
    import traceback

    code = "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_OF_ID))
    cause: BaseException | None = error
    while cause is not None:
        frames = [
            f"{frame.f_code.co_filename}:{line}"
            for frame, line in traceback.walk_tb(cause.__traceback__)
        ]
        places = " < ".join(reversed(frames)) or "?"
        log.critical("%s %s at %s", code, type(cause).__qualname__, places)
        cause = cause.__cause__ or cause.__context__
    return code


class _OwnersFile(RotatingFileHandler):
    """A log that only its owner can read, and that stays silent when the disk is full."""

    def _open(self) -> TextIOWrapper:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_private)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 -- logging's own name
        """What cannot be logged is not worth a word on the terminal."""


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class _OneLine(logging.Formatter):
    """Time in UTC, place, code. An exception's own text is left out: it can repeat a name."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")
        place = f"{record.name}:{record.lineno}"
        return " ".join([at, record.levelname, place, *record.getMessage().split()])
