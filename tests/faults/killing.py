"""Power and processes that end at any moment: SIGKILL, pages torn, a log deleted or exchanged."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from desk.sample import SAMPLES, file, opened

from faults.ledger import Counts, Ledger
from faults.runs import Run, at_work, kill, sealed, struck
from faults.site import Site, site
from faults.wal import committed, goes_beyond, torn, torn_store
from lienthong_tui.problems import DeskUnavailable

DESK_LASTS = 100  # trials on one desk: filings add up, and each look at them takes longer
THOROUGH = 10
VARIANTS = 8  # of one log that a kill left
_MOST_KILLS = 100  # until one leaves something that was not synced

_SAID = ("store-rolled-back", "store-forked", "store-other-wal")

Told = Callable[[], None]


def sigkill(run: Run) -> None:
    """SIGKILL at any moment: between keys, in a commit, a completion, an export."""
    here = None
    for number in run.tries():
        if number % DESK_LASTS == 0:
            if here is not None:
                sealed(run, here, here.place / "stick")
            here = _new(run, number)
        assert here is not None
        killed(run, here)
        run.add(here.count_copy(thorough=number % THOROUGH == 0))
    assert here is not None
    sealed(run, here, here.place / "stick")


def _new(run: Run, number: int) -> Site:
    """A desk; every second one begins with filings that wait to be completed."""
    here = site(run.place / f"desk-{number}", drafted=number // DESK_LASTS % 2 == 0)
    (here.place / "stick").mkdir()
    return here


def killed(run: Run, here: Site, told: Told = lambda: None) -> None:
    """Work on the desk until the program is killed; `told` is done whenever the screen has
    acknowledged something."""
    with at_work(run, here) as officer:
        officer.when_told = told
        struck(officer)
        kill(officer)


def torn_page(run: Run) -> None:
    """Killed, and what was not synced yet is torn at a sector: the disk lost its power, too.

    As if the disk had been behind: synced is what was in the log when the screen acknowledged one
    of the last answers, and what came after that may be there or not.
    """
    here = _new(run, 0)
    for number in run.tries():
        if number % VARIANTS == 0:
            synced, known = _behind(run, here)
            left = here.copied(run.place / "left")
        torn_one = left.copied(run.place / "torn")
        torn_one.ledger = known.copied()
        assert torn(torn_one.folder, synced, run.chance), "nothing was torn"
        run.met["torn"] += 1
        if run.chance.random() < 0.3:
            torn_store(torn_one.folder, synced, run.chance)
        run.add(torn_one.count(thorough=number % VARIANTS == 0), "torn")
        if number % VARIANTS == VARIANTS - 1:
            run.add(here.count_copy(thorough=False), "not torn")
    sealed(run, here, here.place / "stick")


def _behind(run: Run, here: Site) -> tuple[bytes, Ledger]:
    """Work on the desk until the program is killed with more in its log than was synced: that, and
    what has to be there and may be there."""
    synced, known = committed(here.folder), here.ledger.copied()
    for _ in range(_MOST_KILLS):

        def told() -> None:
            nonlocal synced, known
            if run.chance.random() < 0.4:
                synced, known = committed(here.folder), here.ledger.copied()

        killed(run, here, told)
        if goes_beyond(here.folder, synced):
            return synced, known.ahead(here.ledger)
        run.add(here.count_copy(thorough=False), "not torn")  # what was sent may be there
        synced, known = committed(here.folder), here.ledger.copied()
    raise AssertionError("no kill left anything that was not synced")


def wal_deleted(run: Run) -> None:
    """Killed, and the log is gone: somebody tidied up."""

    def deleted(folder: Path) -> str:
        (folder / "desk.db-wal").unlink(missing_ok=True)
        return "deleted"

    _with_log(run, deleted)


def wal_swapped(run: Run) -> None:
    """Killed, and in place of the log lies an older one, one of another desk, or an empty one."""
    older: list[bytes] = []
    other = site(run.place / "other")
    while not (foreign := committed(other.folder)):
        killed(run, other)

    def swapped(folder: Path) -> str:
        log = folder / "desk.db-wal"
        before = [each for each in older if not log.exists() or each != log.read_bytes()]
        logs = {"foreign": foreign, "empty": b""}
        if before:
            logs["older"] = before[-1]
        how = run.chance.choice(list(logs))
        log.write_bytes(logs[how])
        return how

    _with_log(run, swapped, older)


def _with_log(run: Run, change: Callable[[Path], str], older: list[bytes] | None = None) -> None:
    """Change the log that each of many kills left, and count what is lost without a word.

    What was committed may be gone with the log; then the next opening has to say so.
    """
    here = _new(run, 0)

    def told() -> None:
        log = here.folder / "desk.db-wal"
        if older is not None and log.exists() and run.chance.random() < 0.5:
            older.append(log.read_bytes())

    for _ in run.tries():
        if older is not None:
            older.clear()
        killed(run, here, told)
        kept = here.copied(run.place / "kept")
        how = change(here.folder)
        run.met[how] += 1
        run.add(unless_said(here), how)
        shutil.rmtree(here.folder)
        kept.folder.rename(here.folder)
        run.add(here.count_copy(thorough=False), "not changed")
    sealed(run, here, here.place / "stick")


def unless_said(here: Site) -> Counts:
    """What is wrong with a desk and is not said when it is opened.

    One that says that its end is missing, or does not open since it is older than it was or since
    the log is not its own, has lost nothing silently. One that opens has to be whole all the same,
    and to give out no reference that a screen ever showed. What is done at it is none of its
    ledger.
    """
    ledger = here.ledger.copied()
    try:
        with opened(here.place, here.now) as desk:
            counts = ledger.hold_against(desk)
            said = any(alarm.code == "end-missing" for alarm in desk.alarms)
            again = str(file(desk, SAMPLES[0]).reference)
    except DeskUnavailable as problem:
        print(f"did not open: {problem!r}")
        return Counts(unreadable=int(problem.code not in _SAID))
    if said:
        counts = replace(counts, lost=0)
    return counts + Counts(repeated=int(again in here.ledger.references))
