"""Make the desk of this version that every later one must open: `python tests/desks/make.py`.

It goes to `tests/desks/<version>/`: the folder `desk/`, its key file `desk.key` and what must be
found in it, `expected.json`. The people are those of the samples, and nobody else knows the key.
"""

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from lienthong_tui import __version__
from lienthong_tui.access.passwords import FLOOR
from lienthong_tui.desk import demo, vault
from lienthong_tui.desk import desk as desks
from lienthong_tui.desk.completion import file_case
from lienthong_tui.desk.exporting import export
from lienthong_tui.desk.reading import read_case

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
FILED = 2


def make(place: Path) -> None:
    """A desk with the first samples filed, the first of them exported."""
    desks.create(
        place / "desk",
        commune=demo.COMMUNE,
        number=1,
        officer_id=demo.OFFICER_ID,
        officer_name=demo.OFFICER_NAME,
        password="an old password",
        recovery_file=place / "sheet.txt",
        key_file=place / "desk.key",
        demo=True,
        cost=FLOOR,
        now=NOW,
    )
    (place / "sheet.txt").unlink()
    unlocked = vault.open_with_key_file(place / "desk", place / "desk.key")
    with desks.session(unlocked, lambda: NOW) as desk:
        references = []
        for path in demo.samples()[:FILED]:
            reading = read_case(path, now=NOW, commune=desk.commune)
            references.append(str(file_case(desk, reading).reference))
        export(desk, references[0], place / "out")
        shutil.rmtree(place / "out")
        events = desk.verify().events
    expected = {"references": references, "events": events}
    (place / "expected.json").write_text(json.dumps(expected, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    target = Path(__file__).parent / __version__
    target.mkdir()
    make(target)
    sys.stdout.write(f"{target}\n")
