"""Disks that fill up, that nobody may write to any more, that are pulled: the desk's and a stick's.

What the program could not store has to stand in its field, and be stored once there is room again.
"""

import os
from contextlib import ExitStack
from itertools import chain, islice
from pathlib import Path

from faults.ledger import Counts
from faults.mounts import FileDisk, fill, memory_disk, pull, read_only, remount_read_only
from faults.officer import Officer
from faults.runs import Run, at_work, kill, pass_by, sealed, struck
from faults.site import Site, site

_MEGABYTE = 1 << 20
_DISK, _STICK, _BIG_STICK = 48 * _MEGABYTE, 2 * _MEGABYTE, 16 * _MEGABYTE
_PAGE = 4096
_MOST_LEFT = 40  # pages that are left of a full disk, at most
_TIGHTER = 4  # moments after which nothing is left of it
_BEFORE, _WHILE, _AFTER = 12, 10, 6  # moments until it is full, while it is, once there is room


def disk_full(run: Run) -> None:
    """The disk of the desk, or the stick, is full up to a few pages; later there is room again."""
    ways = (_fills_while_working, _fills_while_working, _full_stick, _full_at_sign_in)
    for number in run.tries():
        own = run.place / f"trial-{number}"
        with memory_disk(own / "disk", _DISK) as disk, memory_disk(own / "stick", _STICK) as stick:
            here = site(disk / "desk", drafted=number % 2 == 0)
            here.aside = own / "copy"
            with at_work(run, here) as officer:
                officer.stick = stick
                ways[number % len(ways)](run, officer, disk)
                if run.chance.random() < 0.5:
                    kill(officer)
            sealed(run, here, stick)


def _fills_while_working(run: Run, officer: Officer, disk: Path) -> None:
    moments = chain(officer.sign_in(), officer.work())
    pass_by(moments, run.chance.randint(2, _BEFORE))
    ballast = fill(disk, run.chance.randrange(_MOST_LEFT) * _PAGE)
    for number, moment in enumerate(islice(moments, _WHILE)):
        if moment == "refused":
            run.add(_not_in_its_field(officer), "in the field")
            run.add(officer.site.count_copy(thorough=False, goes_on=True), "while the disk is full")
            break
        if number == _TIGHTER:
            fill(disk, 0)
    ballast.unlink()
    pass_by(moments, _AFTER)


def _full_at_sign_in(run: Run, officer: Officer, disk: Path) -> None:
    ballast = fill(disk, run.chance.randrange(4) * _PAGE)
    pass_by(officer.sign_in(), 1)
    officer.window.wait(lambda text: officer.in_trouble(text) or officer.is_on("home"))
    ballast.unlink()


def _full_stick(run: Run, officer: Officer, disk: Path) -> None:
    ballast = fill(officer.stick, run.chance.randrange(_MOST_LEFT) * _PAGE)
    for moment in chain(officer.sign_in(), officer.work()):
        if moment == "refused":
            run.add(_half_files(officer.stick), "on the full stick")
            ballast.unlink()
        elif moment == "next":
            return


def _not_in_its_field(officer: Officer) -> Counts:
    """Whether what was typed and could not be stored is gone from the screen."""
    view = officer.view()
    if view is None or view.field is None or officer.entry is None:
        return Counts()
    reply = officer.entry.birth[view.field]
    free = reply.answer == reply.keys.rstrip("\r")
    shown = officer.in_field()
    return Counts(lost=int(shown != reply.answer if free else not shown))


def _half_files(stick: Path) -> Counts:
    """Nothing lies there by the name of a packet that failed, nor what was begun of it."""
    left = [path for path in stick.iterdir() if path.name.endswith(".tmp")]
    return Counts(unreadable=len(left))


def read_only_disk(run: Run) -> None:
    """Nobody may write to the disk of the desk any more, while it is worked at or at the start."""
    for number in run.tries():
        own = run.place / f"trial-{number}"
        if number % 2 == 0:
            with FileDisk(own / "disk", _DISK) as disk:
                here = site(disk.place / "desk", drafted=number % 4 == 0)
                here.aside = own / "copy"
                disk.sync()
                _fails_while_working(run, here, disk)
                sealed(run, here)
        else:
            here = site(own / "desk", drafted=number % 4 == 1)
            _read_only_at_start(run, here)
            sealed(run, here)


def _fails_while_working(run: Run, here: Site, disk: FileDisk) -> None:
    with at_work(run, here) as officer:
        moments = chain(officer.sign_in(), officer.work())
        pass_by(moments, run.chance.randint(2, _BEFORE))
        officer.window.look(run.chance.uniform(0, 0.1))
        disk.fail()
        for moment in islice(moments, _WHILE):
            if moment == "refused":
                run.add(_not_in_its_field(officer), "in the field")
                break
        else:
            raise AssertionError(f"nothing was told:\n{officer.window.text()}")
        run.add(here.count_copy(thorough=False, goes_on=True), "while nobody may write")
        kill(officer)
    disk.pull()
    disk.insert()


def _read_only_at_start(run: Run, here: Site) -> None:
    before = {path.name: path.read_bytes() for path in here.folder.iterdir()}
    with read_only(here.folder), at_work(run, here) as officer:
        pass_by(officer.sign_in(), 1)
        officer.window.wait(officer.in_trouble)
    after = {path.name: path.read_bytes() for path in here.folder.iterdir()}
    run.add(Counts(ghosts=int(after != before)), "written though it is read-only")


def power_cut(run: Run, **environment: str) -> None:
    """The disk of the desk and the stick lose their power at any moment: what was not synced is not
    there."""
    with (
        FileDisk(run.place / "disk", _DISK) as disk,
        FileDisk(run.place / "stick", _BIG_STICK) as stick,
    ):
        here = site(disk.place / "desk", drafted=True)
        here.aside = run.place / "copy"
        disk.sync()
        for number in run.tries():
            with at_work(run, here, **environment) as officer:
                officer.stick = stick.place
                struck(officer)
                for each in (disk, stick):
                    each.cut()
                kill(officer)
            for each in (disk, stick):
                each.pull()
                each.insert()
            run.add(here.count_copy(thorough=number % 5 == 0), "with power again")
        sealed(run, here, stick.place)


def stick_pulled(run: Run) -> None:
    """The stick is pulled, or becomes read-only, in the middle of an export; another one is put in
    its place, and has all that the first one has not."""
    for number in run.tries():
        own = run.place / f"trial-{number}"
        here = site(own / "desk", drafted=True)
        with ExitStack() as disks:
            media = disks.enter_context(memory_disk(own / "media", _STICK))
            (media / "stick").mkdir()
            disks.enter_context(read_only(media))  # no stick, no folder to write to
            stick = disks.enter_context(memory_disk(media / "stick", _STICK))
            with at_work(run, here) as officer:
                officer.stick = stick
                first = _pulled(run, officer, disks, read_only_first=number % 2 == 1)
            run.add(_half_files(stick), "on the second stick")
            pulled = [] if first is None else [Path(f"/proc/self/fd/{first}")]
            sealed(run, here, stick, *pulled)


def _pulled(run: Run, officer: Officer, disks: ExitStack, *, read_only_first: bool) -> int | None:
    """Export with the stick pulled meanwhile; a descriptor of what was on it, if it was."""
    stick, first = officer.stick, None
    for moment in chain(officer.sign_in(), officer.work()):
        if moment == "export":
            officer.window.look(run.chance.uniform(0, 0.25))
            if not (read_only_first and remount_read_only(stick, 0.5)):
                first = pull(stick)
        elif moment == "refused":
            if first is None:
                first = pull(stick)
            disks.callback(os.close, first)
            disks.enter_context(memory_disk(stick, _STICK))
        elif moment == "next":
            break
    return first
