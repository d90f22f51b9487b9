"""`make faults [ONLY="name …"] [FULL=1]`: breaks the program in every way a commune office can.

Prints a JSON line for each fault; those of the full form are written to docs/reliability.md.
"""

import argparse
import json
import os
import platform
import random
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from faults import mounts
from faults.catalogue import NAMES, Outcome, named
from faults.lanes import in_lanes

REPORT = Path(__file__).parents[2] / "docs" / "reliability.md"
_BEGINS, _ENDS = "<!-- make faults FULL=1 -->\n", "<!-- end -->"


def main(arguments: list[str]) -> int:
    """Run what is asked for; 1 where anything is not 0."""
    parser = argparse.ArgumentParser(prog="python -m faults")
    parser.add_argument("faults", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--full", action="store_true", help="the form whose numbers are published")
    parser.add_argument("--trials", type=int, help="other than the table says")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    asked = parser.parse_args(arguments)
    if unknown := set(asked.faults) - set(NAMES):
        parser.error(f"no fault is called {', '.join(sorted(unknown))}")
    print(f"random.Random({asked.seed})", file=sys.stderr)
    bad = False
    for name in asked.faults or NAMES:
        fault = named(name)
        form = fault.full if asked.full else fault.quick
        if asked.trials:
            form = replace(form, trials=asked.trials)
        try:
            outcome = in_lanes(fault, form, asked.seed, long=asked.full)
        except mounts.UnmountableError as error:
            print(json.dumps({"fault": name, "skipped": str(error)}), flush=True)
            continue
        print(json.dumps(outcome.line()), flush=True)
        bad |= bool(outcome.counts) or not outcome.whole
        if asked.full and not asked.trials:
            write(outcome)
    return 1 if bad else 0


def write(outcome: Outcome) -> None:
    """Put the row of a fault into the report, in place of its last one."""
    machine = (
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
        f" {platform.machine()}, {os.cpu_count()} cores"
    )
    new = outcome.line() | {"day": f"{datetime.now(UTC):%Y-%m-%d}", "machine": machine}
    if new.pop("unfinished", False):
        new["trials"] = f"{outcome.trials}, then not tried"
    before, rest = REPORT.read_text(encoding="utf-8").split(_BEGINS)
    table, after = rest.split(_ENDS)
    rows = {row.split("|")[1].strip(): row for row in table.splitlines() if row.startswith("| `")}
    rows[f"`{outcome.fault}`"] = _row(new | {"fault": f"`{outcome.fault}`"})
    written = [rows[f"`{name}`"] for name in NAMES if f"`{name}`" in rows]
    head = [_row({name: name for name in new}), "|---|" + "---:|" * (len(new) - 3) + "---|---|"]
    table = "\n".join(["", *head, *written, "", ""])
    REPORT.write_text(before + _BEGINS + table + _ENDS + after, encoding="utf-8")


def _row(cells: Mapping[str, object]) -> str:
    return "| " + " | ".join(map(str, cells.values())) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
