"""The `lienthong` command with the arguments given."""

from lienthong_tui.__main__ import main

if __name__ == "__main__":
    main()
