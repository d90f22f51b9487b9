"""An agency as a program of its own, which answers every filing once, or is killed.

`python -m hub.agency_program FOLDER`: of `FOLDER/wanted` it takes a line for each filing,
"reference desk", and goes on until `FOLDER/end` is there and all are answered. It forgets what it
did whenever it is killed, and begins again with the first.
"""

import hashlib
import os
import sys
import time
from pathlib import Path

from lienthong_tui.access import certificates, hub_keys
from lienthong_tui.desk.sharing import joining
from lienthong_tui.hub import agencies, line
from lienthong_tui.hub.agencies import ReplyRow
from lienthong_tui.problems import Busy


def main() -> None:
    """Answer what is wanted."""
    folder = Path(sys.argv[1])
    given = joining.read_agency_enrolment((folder / "enrolment").read_bytes())
    key = certificates.locked_key((folder / "key").read_text(), "word")
    place = line.Place(given.host, given.port, given.database, given.role)
    papers = line.Papers(given.authority, given.certificate, key, "word")
    answered: set[str] = set()
    while not ((folder / "end").exists() and answered >= set(wanted(folder))):
        try:
            with line.connect(place, papers, folder / "line") as hub:
                for each in wanted(folder):
                    if each not in answered:
                        reference, desk = each.split()
                        row = reply(folder, given.agency, given.province, reference, int(desk))
                        agencies.send(hub, commune(folder), row)
                        answered.add(each)
        except Busy:
            pass
        time.sleep(0.05)
    os.write(1, b"done\n")


def wanted(folder: Path) -> list[str]:
    """The whole lines of what is to be answered."""
    *whole, _ = (folder / "wanted").read_text().split("\n")
    return whole


def commune(folder: Path) -> str:
    """Whose desks these are."""
    return (folder / "commune").read_text()


def reply(folder: Path, agency: str, province: str, reference: str, desk: int) -> ReplyRow:
    """The one answer there is to a filing."""
    card = hub_keys.read_card((folder / f"{desk}.card").read_bytes())
    text = f"{agency} answers {reference}".encode()
    return ReplyRow(
        agency=agency,
        province=province,
        seq=0,
        reply_id=hashlib.sha256(text).hexdigest(),
        desk=desk,
        reference=reference,
        outcome="received",
        at="2026-12-01T08:00:00+07:00",
        sealed=hub_keys.seal_for_desk(card, text),
    )


if __name__ == "__main__":
    main()
