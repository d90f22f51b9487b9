"""What happens to the terminal: it is closed, dragged to any size, megabytes are pasted into it."""

import signal
from functools import partial

from terminal.rig import KEYS

from faults.officer import EMPTY, Officer
from faults.runs import Run, at_work, kill, leave, pass_by, sealed, struck
from faults.site import site
from faults.window import COLUMNS, ROWS, Window

_ENDS = {signal.SIGHUP: 129, signal.SIGTERM: 143, signal.SIGINT: 130}
_PASTED, _PASTED_LONG = 1 << 18, 10 << 20  # bytes
_LINES = ("đ", "Nguyễn Thị Mẫu ", "dòng\n", "0991960000", "\x1b[31m")


def hangup(run: Run) -> None:
    """The terminal is closed, or the program told to end: also what was half typed is kept."""
    here = site(run.place / "desk")
    (here.place / "stick").mkdir()
    for number in run.tries():
        with at_work(run, here) as officer:
            struck(officer)
            if number % 2 == 0:
                officer.finish()
                officer.half_type()
            elif number % 5 == 3:
                _keep_painting(officer)
            how = run.chance.choice([*_ENDS, None])
            if how is None:
                officer.window.hang_up()
            status = officer.window.finish() if how is None else kill(officer, how)
            assert status == _ENDS[how or signal.SIGHUP], f"{how}: {status}"
        run.add(here.count_copy(orderly=True, thorough=number % 5 == 0))
    sealed(run, here, here.place / "stick")


def _keep_painting(officer: Officer) -> None:
    """Hold down a key that changes nothing: what is painted of it is on its way when all ends."""
    officer.finish()
    officer.window.send(KEYS["f3"] if officer.is_on("home", "cut") else KEYS["tab"] * 200)
    officer.window.look(officer.chance.uniform(0, 0.5))


def resize(run: Run) -> None:
    """The window is dragged to any size while keys come, down to a single cell, and back."""
    for number in run.tries():
        here = site(run.place / f"trial-{number}", drafted=number % 2 == 1)
        with at_work(run, here) as officer:
            pass_by(officer.sign_in())
            officer.type = partial(_while_dragging, run, officer.window)
            pass_by(officer.work(), run.chance.randint(8, 16))
            officer.finish()
            officer.window.settle()
            leave(officer) if number % 2 else kill(officer)
        sealed(run, here)


def _while_dragging(run: Run, window: Window, keys: str) -> None:
    """Type while the window has many sizes, one after another."""
    whole = keys.startswith("\x1b") or run.chance.random() < 0.5
    for piece in [keys] if whole else keys:
        size = run.chance.randint(1, 200), run.chance.randint(1, 70)
        window.resize(*(1, 1) if run.chance.random() < 0.3 else size)
        window.send(piece)
    window.look(run.chance.uniform(0, 0.05))
    window.resize(COLUMNS, ROWS)


def paste(run: Run) -> None:
    """Megabytes are pasted into a field: ten in the long form. Emptied, it is gone on with."""
    size = _PASTED_LONG if run.long else _PASTED
    for number in run.tries():
        here = site(run.place / f"trial-{number}")
        with at_work(run, here) as officer:
            officer.window.patience = 400.0  # all of it is read, letter by letter
            pass_by(officer.sign_in())
            pass_by(officer.file(), run.chance.randint(9, 14))
            officer.finish()
            officer.seen("question", "agencies")
            line = run.chance.choice(_LINES if run.long else _LINES[:3])
            officer.window.send(f"\x1b[200~{line * (size // len(line.encode()))}\x1b[201~{EMPTY}")
            pass_by(officer.answer(), run.chance.randint(3, 6))
            officer.finish()
            kill(officer)
        sealed(run, here)
