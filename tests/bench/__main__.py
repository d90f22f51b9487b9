"""`make bench [ONLY=name]`: runs the benchmarks and writes what they say to docs/performance.md."""

import json
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

BENCHES = ("keystrokes", "encryption", "papers", "packets", "alike", "lookup", "kiosk")
REPORT = Path(__file__).parents[2] / "docs" / "performance.md"
_HEAD = """# Đo đạc · Measurements

Written by `make bench`; each ratio is ours against the baseline named, in the same run. What a
benchmark counts, and by which rules, stands at the head of its file in `tests/bench`.
"""


def main(names: tuple[str, ...]) -> int:
    """Run each, show its lines, and put its section into the report; 1 where a goal is missed."""
    missed = 0
    for name in names:
        run = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"], stdout=subprocess.PIPE, text=True, check=True
        )
        sys.stdout.write(run.stdout)
        lines = [json.loads(line) for line in run.stdout.splitlines()]
        missed += sum(1 for line in lines if line["goal"] and line["ratio"] > line["goal"])
        write(name, lines)
    return 1 if missed else 0


def write(name: str, lines: list[dict[str, object]]) -> None:
    """Put the section of one benchmark into the report, in place of its last one."""
    report = REPORT.read_text(encoding="utf-8") if REPORT.exists() else _HEAD
    others = re.sub(rf"\n## {name}\n.*?(?=\n## |\Z)", "", report, flags=re.DOTALL).rstrip()
    rows = [
        f"| {line['name']} | {line['ours']} | {line['baseline']} | {line['unit']} |"
        f" {line['ratio']} | {line['goal'] or ''} |"
        for line in lines
    ]
    machine = (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()},"
        f" {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )
    table = ["| what | ours | baseline | unit | ratio | goal |", "|---|---:|---:|---|---:|---:|"]
    section = "\n".join([f"## {name}", "", machine, "", *table, *rows])
    REPORT.write_text(f"{others}\n\n{section}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or BENCHES))
