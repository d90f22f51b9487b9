"""The trials of one fault shared by processes: each has desks, disks and programs of its own."""

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import reduce
from pathlib import Path
from tempfile import TemporaryDirectory

from faults import mounts
from faults.catalogue import Fault, Form, Outcome, named, tried
from faults.ledger import Counts
from faults.site import forget_templates
from faults.window import Programs


def in_lanes(fault: Fault, form: Form, seed: int, *, long: bool) -> Outcome:
    """The trials of one fault, shared by processes where there are many of them.

    Raises UnmountableError.
    """
    lanes = min(fault.lanes if long else 1, os.cpu_count() or 1)
    share = replace(form, trials=-(-form.trials // lanes))
    tasks = [(fault.name, share, seed + lane, long) for lane in range(lanes)]
    # Each begins from nothing: no thread, lock or mount of this process is in it.
    with ProcessPoolExecutor(lanes, multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(_lane, tasks))
    counts = reduce(Counts.__add__, (each.counts for each in done))
    whole = all(each.whole for each in done)
    return Outcome(fault.name, sum(each.trials for each in done), counts, whole)


def _lane(task: tuple[str, Form, int, bool]) -> Outcome:
    name, form, seed, long = task
    sys.stdout = sys.stderr  # what is told beside the outcome
    try:
        mounts.apart_if_possible()  # before anything is begun that is to see it
        with TemporaryDirectory() as place, Programs() as programs:
            return tried(named(name), form, programs, Path(place) / name, seed, long=long)
    finally:
        forget_templates()
