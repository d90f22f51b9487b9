"""The line of an enrolment tried before the desk believes it: what works is not given up for what
does not."""

import tempfile
from pathlib import Path

from lienthong_tui.access import certificates
from lienthong_tui.desk.desk import Desk
from lienthong_tui.desk.sharing import joining
from lienthong_tui.desk.sharing.joining import Enrolment
from lienthong_tui.desk.sharing.syncing import FILES
from lienthong_tui.hub import line, streams
from lienthong_tui.hub.administering import check_version
from lienthong_tui.hub.line import Papers, Place
from lienthong_tui.problems import Busy, Problem


def try_line(desk: Desk, enrolment: Enrolment, *, first: bool) -> bool:
    """Whether the hub was reached with what an enrolment says; where it is away nobody knows.

    Errors: those of `joining.check_enrolment`, and of `line.connect` and `check_version` but Busy;
    Problem("hub-not-first") where `first` is meant to make the first key of a
    commune whose desks share already.
    """
    joining.check_enrolment(desk, enrolment)
    place = Place(enrolment.host, enrolment.port, enrolment.database, enrolment.role)
    password = joining.new_password()
    papers = Papers(
        enrolment.authority,
        enrolment.certificate,
        certificates.locked_key(joining.line_key(desk), password),
        password,
    )
    try:
        # Not where the papers of the line lie that another window may be sharing on.
        with (
            tempfile.TemporaryDirectory(prefix=f"{FILES}-", dir=desk.unlocked.folder) as folder,
            line.connect(place, papers, Path(folder)) as hub,
        ):
            check_version(hub)
            heads = streams.heads(hub, enrolment.commune).values()
            if first and any(head.desk != enrolment.desk for head in heads):
                raise Problem("hub-not-first")
    except Busy:
        return False
    return True
