"""The table of faults: what is done, how often, and for how long at most.

`python -m faults` and the tests run what stands here. A `quick` form is for every change, a `full`
one for the numbers of docs/reliability.md.
"""

import random
import shutil
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from faults import disks, killing, machine, mounts, terminals
from faults.ledger import Counts
from faults.runs import Run
from faults.site import make_templates
from faults.window import Programs


@dataclass(frozen=True)
class Form:
    """How many trials there are to be, and after how many seconds no further one is begun."""

    trials: int
    seconds: float


@dataclass(frozen=True)
class Fault:
    """One kind of fault; `lanes` is how many processes share the trials of the full form."""

    name: str
    act: Callable[[Run], None]
    quick: Form
    full: Form
    lanes: int = 2


@dataclass(frozen=True)
class Outcome:
    """What came of the trials of one fault; not `whole` where one could not be carried out."""

    fault: str
    trials: int
    counts: Counts
    whole: bool = True

    def line(self) -> dict[str, object]:
        """As it is printed; zeros of trials that stopped half-way must not look like all."""
        line = {"fault": self.fault, "trials": self.trials, **asdict(self.counts)}
        return line if self.whole else line | {"unfinished": True}


FAULTS = (
    Fault("sigkill", killing.sigkill, Form(1, 1), Form(1000, 1800)),
    Fault("power-cut", disks.power_cut, Form(1, 1), Form(200, 400)),
    Fault("torn-page", killing.torn_page, Form(8, 1), Form(1000, 400)),
    Fault("wal-deleted", killing.wal_deleted, Form(1, 1), Form(100, 240)),
    Fault("wal-swapped", killing.wal_swapped, Form(1, 1), Form(100, 240)),
    Fault("disk-full", disks.disk_full, Form(1, 1), Form(100, 400)),
    Fault("read-only", disks.read_only_disk, Form(2, 4), Form(60, 240)),
    Fault("stick-pulled", disks.stick_pulled, Form(1, 1), Form(60, 240)),
    Fault("clock", machine.clock, Form(1, 1), Form(40, 240)),
    Fault("printer-hangs", machine.printer_hangs, Form(1, 1), Form(20, 120)),
    Fault("two-programs", machine.two_programs, Form(1, 1), Form(20, 240)),
    Fault("stopped", machine.stopped, Form(1, 1), Form(6, 700)),
    Fault("memory", machine.memory, Form(1, 1), Form(100, 300)),
    Fault("hangup", terminals.hangup, Form(1, 1), Form(200, 400)),
    Fault("resize", terminals.resize, Form(1, 1), Form(40, 240)),
    Fault("paste", terminals.paste, Form(1, 1), Form(10, 200)),
)
NAMES = tuple(fault.name for fault in FAULTS)


def named(name: str) -> Fault:
    """The fault of this name."""
    return next(fault for fault in FAULTS if fault.name == name)


def tried(
    fault: Fault, form: Form, programs: Programs, place: Path, seed: int, *, long: bool = False
) -> Outcome:
    """Run the trials of one fault in the folder `place`, which is gone afterwards."""
    place.mkdir(parents=True)
    make_templates()
    run = Run(
        programs,
        place,
        random.Random(seed),
        form.trials,
        time.monotonic() + form.seconds,
        long=long,
    )
    whole = True
    try:
        fault.act(run)
    except mounts.UnmountableError:
        raise
    except Exception:
        traceback.print_exc()
        whole = False
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"{fault.name}: {dict(run.met)}")
    return Outcome(fault.name, run.trials, run.counts, whole)
