"""Starts the program out of its folder, with the libraries that lie there for this Python.

`start.py fits` only tells by its exit code whether there are any: the launchers ask one Python
after the other. One that is too old to read this file does not fit either. The libraries are
machine code, so they fit one system, one kind of processor and one 3.x of Python.
"""

import platform
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def tag() -> str:
    """What this Python's libraries have to be made for: "linux-x86_64-cp311"."""
    bits = "" if sys.maxsize > 2**32 else "-32bit"  # one that runs on a machine of 64
    version = "cp{}{}".format(*sys.version_info[:2])
    return f"{sys.platform}-{platform.machine().lower()}{bits}-{version}"


def main() -> None:
    """Answer `fits`, or run the program with what stands behind `run`."""
    libraries = HERE / "lib" / tag()
    if sys.argv[1:2] == ["fits"]:
        sys.exit(not libraries.is_dir())
    sys.path[:0] = [str(HERE / "program"), str(libraries)]
    sys.argv[:2] = [str(HERE / "lienthong")]
    from lienthong_tui.__main__ import main as program

    program()


if __name__ == "__main__":
    main()
