"""What went wrong, as a code and parameters; `sentences` makes words of it.

The pure rooms raise or return a `Problem` and never a sentence, so that one wording serves the
screens, the commands and both languages. The class says who can mend it and thereby the exit code
of a command.
"""

from typing import Any


class Problem(Exception):  # noqa: N818 -- also collected and listed, not only raised
    """A mistake in a case, packet, definition or journal (exit code 1)."""

    exit_code = 1

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Problem):
            return NotImplemented
        return (type(self), self.code, self.params) == (type(other), other.code, other.params)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        # Parameters may be a person's data: they belong in the sentence, not in a log line.
        return f"{type(self).__name__}({self.code!r})"


class Unusable(Problem):
    """Input or arguments nothing can be done with (exit code 2)."""

    exit_code = 2


class Refused(Problem):
    """Sign-in refused (exit code 3)."""

    exit_code = 3


class DeskUnavailable(Problem):
    """The desk cannot be opened or written (exit code 4)."""

    exit_code = 4


class Busy(Problem):
    """Another process is writing, or wrote first: try again (exit code 5)."""

    exit_code = 5


class StoreClosedError(RuntimeError):
    """Something was asked of a store that has been closed: a defect, but while a program ends."""
