"""The line that says at once that the program is coming, while the rest of it is still imported.

It is written before anything else happens: nothing may be imported here that Python itself has not
loaded already, not even the catalogue of sentences.
"""

import os
import sys

_IN_VIETNAMESE, _IN_ENGLISH = "lienthong-tui: đang mở…", "lienthong-tui: opening…"

_shown = False


def show(arguments: list[str]) -> None:
    """Say so where these arguments of the command open the screens, and a person sees them."""
    global _shown
    named = [
        each for each in arguments if each not in ("--lang", "--lang=vi", "--lang=en", "vi", "en")
    ]
    if named[:1] not in ([], ["open"]) or "--help" in named:
        return
    if sys.platform == "win32" or os.environ.get("TERM", "dumb") == "dumb":
        return  # the line could not be taken away again
    # Either may have been closed by whoever starts the program.
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return
    english = "en" in arguments or "--lang=en" in arguments
    # Behind it the cursor is at its beginning again: so is whatever is said next.
    _write((_IN_ENGLISH if english else _IN_VIETNAMESE) + "\r")
    _shown = True


def hide() -> None:
    """Take the line away, where there is one."""
    global _shown
    if _shown:
        _write("\r\x1b[K")
        _shown = False


def _write(text: str) -> None:
    try:  # noqa: SIM105 – contextlib is not loaded yet
        os.write(sys.stdout.fileno(), text.encode(sys.stdout.encoding, "replace"))
    except OSError:
        pass  # the terminal has gone: whoever needs it next tells
