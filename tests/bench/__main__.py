"""`make bench [ONLY=name]`: runs the benchmarks and writes what they say to docs/performance.md."""

import json
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BENCHES = (
    *("start", "paint", "steps", "save", "lookup", "papers", "packets", "checks", "headless"),
    *("memory", "keystrokes", "kiosk", "encryption", "alike", "hub"),
)
Line = dict[str, Any]
REPORT = Path(__file__).parents[2] / "docs" / "performance.md"
_HEAD = """# Đo đạc · Measurements

Written by `make bench`; each ratio is ours against the baseline, measured in turns in the same run.
What a benchmark counts, and by which rules, stands at the head of its file in `tests/bench`. A goal
is the largest ratio hoped for; a ratio above it is marked with ▲.
"""


def main(names: tuple[str, ...]) -> int:
    """Run each, show its lines, and put its section into the report; 1 where a goal is missed."""
    above = 0
    for name in names:
        run = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"], stdout=subprocess.PIPE, text=True, check=True
        )
        sys.stdout.write(run.stdout)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        above += sum(map(missed, lines))
        write(name, lines)
    return 1 if above else 0


def missed(line: Line) -> bool:
    """Whether the ratio is above its goal."""
    return bool(line["goal"]) and line["ratio"] > line["goal"]


def write(name: str, lines: list[Line]) -> None:
    """Put the section of one benchmark into the report, in place of its last one."""
    rows = [
        f"| {line['name']} | {line['ours']} | {line['baseline']} | {line['unit']} |"
        f" {line['ratio']}{' ▲' if missed(line) else ''} | {line['goal'] or ''} |"
        for line in lines
    ]
    machine = (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()},"
        f" {platform.system()} {platform.machine()}, {os.cpu_count()} cores of {processor()}"
    )
    table = ["| what | ours | baseline | unit | ratio | goal |", "|---|---:|---:|---|---:|---:|"]
    section = "\n".join([f"## {name}", "", machine, "", *table, *rows])
    report = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    sections = {each.split("\n")[0]: f"## {each.strip()}" for each in report.split("\n## ")[1:]}
    sections[name] = section
    told = [sections[each] for each in BENCHES if each in sections]
    REPORT.write_text("\n\n".join([_HEAD.rstrip(), *told]) + "\n", encoding="utf-8")


def processor() -> str:
    """What the processor calls itself."""
    told = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*: (.*)$", told.read_text(), re.M) if told.exists() else None
    return named[1] if named else platform.processor() or "?"


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or BENCHES))
