"""`python -m lienthong_tui` and the `lienthong` command."""

import gc
import os
import sys

from lienthong_tui import splash

# Textual reads these when it is imported: pictures of the screen, files and ports that every key
# is copied to, keys pressed by nobody.
_LEAKS = (
    "TEXTUAL",
    "TEXTUAL_DEBUG",
    "TEXTUAL_DEVTOOLS_HOST",
    "TEXTUAL_DEVTOOLS_PORT",
    "TEXTUAL_LOG",
    "TEXTUAL_PRESS",
    "TEXTUAL_SCREENSHOT",
    "TEXTUAL_SCREENSHOT_FILENAME",
    "TEXTUAL_SCREENSHOT_LOCATION",
    "TEXTUAL_SHOW_RETURN",
)


def guard_environment() -> None:
    """Set what Textual takes from the environment; call before anything imports textual."""
    for name in _LEAKS:
        os.environ.pop(name, None)
    # The Kitty protocol turns a word committed by an input method into visible garbage.
    os.environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"


def main() -> None:
    """Run the command line."""
    splash.show(sys.argv[1:])
    # What is imported stays: to look through it for garbage takes a tenth of the start.
    gc.disable()
    try:
        from lienthong_tui.hardening import harden

        harden()
        # Before any file is made: a desk, its keys and exports are its owner's only.
        os.umask(0o077)
        guard_environment()
        from lienthong_tui.cli import run

        run(sys.argv[1:])
    except KeyboardInterrupt:  # while it was being imported
        sys.exit(130)
    finally:
        splash.hide()


if __name__ == "__main__":
    main()
