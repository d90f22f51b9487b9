"""A scanner on a serial port (USB CDC): sends the exact bytes of a code. Needs the extra `scan`."""

from collections.abc import Callable, Iterator

from lienthong_tui.problems import Problem

_WAIT = 0.15  # seconds without a byte after which a code without an ending is over
_MOST = 4000
_ENDS = b"\r\n"


def scans(port: str, going: Callable[[], bool]) -> Iterator[str]:
    """The codes that come from `port`, each once it is whole, while `going` says so.

    Raises `scanner-no-serial` without the extra and `scanner-port` (`port`) for one that is not
    there, not ours, or unplugged.
    """
    try:
        import serial  # type: ignore[import-untyped]
    except ImportError:
        raise Problem("scanner-no-serial") from None
    try:
        with serial.Serial(port, timeout=_WAIT) as line:
            read = b""
            while going():
                byte = line.read(1)
                if byte and byte not in _ENDS and len(read) < _MOST:
                    read += byte
                elif read:
                    yield read.decode("utf-8", "replace")
                    read = b""
    except (OSError, serial.SerialException, ValueError):
        raise Problem("scanner-port", port=port) from None
