"""What a screen says is saved is there after whatever a commune office can do to it (`catalogue`).

The full form, for the numbers of docs/reliability.md: `make faults FULL=1`, or here as `long`.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from faults import mounts
from faults.catalogue import FAULTS, Fault, tried
from faults.lanes import in_lanes
from faults.ledger import Counts
from faults.site import forget_templates
from faults.window import Programs

_TO_END = 240  # seconds that a trial begun just in time may take


@pytest.fixture(scope="module")
def programs() -> Iterator[Programs]:
    mounts.apart_if_possible()  # before the programs are begun that are to see what is mounted
    with Programs() as programs:
        yield programs
    forget_templates()


@pytest.mark.parametrize("fault", [pytest.param(fault, id=fault.name) for fault in FAULTS])
def test_nothing_acknowledged_is_lost(fault: Fault, programs: Programs, tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"random.Random({seed})")  # shown by pytest when the test fails
    try:
        outcome = tried(fault, fault.quick, programs, tmp_path / fault.name, seed)
    except mounts.UnmountableError as error:
        pytest.skip(f"{fault.name.upper()} WAS NOT TRIED: {error}")
    assert outcome.whole
    assert outcome.counts == Counts(), outcome.line()


@pytest.mark.long
@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(fault, marks=pytest.mark.timeout(fault.full.seconds + _TO_END), id=fault.name)
        for fault in FAULTS
    ],
)
def test_nothing_acknowledged_is_lost_in_the_full_form(fault: Fault) -> None:
    seed = random.randrange(2**32)
    print(f"random.Random({seed})")
    try:
        outcome = in_lanes(fault, fault.full, seed, long=True)
    except mounts.UnmountableError as error:
        pytest.skip(f"{fault.name.upper()} WAS NOT TRIED: {error}")
    assert outcome.whole
    assert outcome.counts == Counts(), outcome.line()
