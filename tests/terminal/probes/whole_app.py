"""The application itself on the desk in `folder`, its clock set: `whole_app.py FOLDER ISO-TIME`."""

import sys
from datetime import datetime
from pathlib import Path

from lienthong_tui.__main__ import guard_environment

if __name__ == "__main__":
    guard_environment()
    from lienthong_tui.app import LienthongApp

    now = datetime.fromisoformat(sys.argv[2])
    sys.exit(LienthongApp(Path(sys.argv[1]), clock=lambda: now).run_to_end())
