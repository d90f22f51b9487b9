"""`python -m lienthong_tui` and the `lienthong` command."""

import os
import sys


def main() -> None:
    """Run the command line."""
    # Before any file is made: a desk, its keys and exports are its owner's only.
    os.umask(0o077)
    from lienthong_tui.cli import run

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
