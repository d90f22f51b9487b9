"""The line that says at once that the program is coming, while the rest of it is still imported.

It is written before anything else happens: nothing may be imported here that takes time, not even
the catalogue of sentences.

From then on the terminal is quiet as well: it shows nothing of what is typed, which may be a
password, and keeps the keys as they are for the first page to read.
"""

import os
import sys

_IN_VIETNAMESE, _IN_ENGLISH = "lienthong-tui: đang mở…", "lienthong-tui: opening…"
_STDIN = 0

_shown = False
_before: "list[int | list[bytes | int]] | None" = None  # how the terminal was set


def show(arguments: list[str]) -> None:
    """Say so where these arguments of the command open the screens, and a person sees them."""
    global _shown
    named = _without_language(arguments)
    if named[:1] not in ([], ["open"], ["demo"]) or "--help" in named:
        return
    if sys.platform == "win32" or os.environ.get("TERM", "dumb") == "dumb":
        return  # the line could not be taken away again
    # Either may have been closed by whoever starts the program.
    if not all(stream and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        return
    _be_quiet()
    # What `signal` is made of, without the names of its numbers, which take time.
    import _signal  # type: ignore[import-not-found]

    if named[:1] == ["demo"]:
        _signal.signal(_signal.SIGINT, _interrupted)
        return  # it has more to say than this line, and a sample desk to remove
    _signal.signal(_signal.SIGINT, _ended)
    english = "en" in arguments or "--lang=en" in arguments
    # Behind it the cursor is at its beginning again: so is whatever is said next.
    _write((_IN_ENGLISH if english else _IN_VIETNAMESE) + "\r")
    _shown = True


def _without_language(arguments: list[str]) -> list[str]:
    before = ["", *arguments]
    return [
        each
        for each, last in zip(arguments, before, strict=False)
        if each != "--lang" and last != "--lang" and not each.startswith("--lang=")
    ]


def hide() -> None:
    """Take the line away, where there is one, and let the terminal be as it was."""
    global _shown
    if _shown:
        _write("\r\x1b[K")
        _shown = False
    _be_as_before()


def _ended(*_: object) -> None:
    """End at once: nothing was begun. An exception would be dropped where Python drops them, as at
    the end of each import, and Ctrl+C with it."""
    hide()
    os._exit(130)


def _interrupted(*_: object) -> None:
    hide()  # before anything is said of it
    raise KeyboardInterrupt


def _be_quiet() -> None:
    global _before
    if sys.platform != "win32":
        import termios

        try:
            _before = termios.tcgetattr(_STDIN)
            set_to = termios.tcgetattr(_STDIN)
            set_to[0] &= ~termios.ICRNL  # Enter is no end of a line here
            set_to[3] &= ~(termios.ECHO | termios.ICANON)
            termios.tcsetattr(_STDIN, termios.TCSANOW, set_to)
        except termios.error:
            _before = None


def _be_as_before() -> None:
    global _before
    if sys.platform != "win32" and _before is not None:
        import termios

        try:  # noqa: SIM105 – contextlib is not loaded yet
            termios.tcsetattr(_STDIN, termios.TCSANOW, _before)
        except termios.error:
            pass  # it has gone
        _before = None


def _write(text: str) -> None:
    try:  # noqa: SIM105 – contextlib is not loaded yet
        os.write(sys.stdout.fileno(), text.encode(sys.stdout.encoding, "replace"))
    except OSError:
        pass  # the terminal has gone: whoever needs it next tells
