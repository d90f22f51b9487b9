"""A hub that is far away, and a line that swallows what is sent without telling anybody."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("psycopg", reason="psycopg is not there: the hub is NOT tested")

from hub.server import need_server

TESTS = Path(__file__).parent.parent


@pytest.mark.long
@pytest.mark.timeout(300)
def test_nobody_waits_for_a_line_that_swallows(tmp_path: Path) -> None:
    need_server()
    if os.getuid() != 0 or not (shutil.which("unshare") and shutil.which("tc")):
        pytest.skip("a network of its own takes root, unshare and tc: swallowing is NOT tested")
    done = subprocess.run(
        ["unshare", "--net", sys.executable, "-m", "hub.far", str(tmp_path)],
        cwd=TESTS,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    print("\n" + "\n".join(f"{name}: {value}" for name, value in seen.items()))
    assert seen["it came"]
    assert seen["alike again"]
    for when in ("swallowed while asking", "swallowed from the start"):
        assert seen[when][0] == "hub-away"
        assert seen["longest filing"] < seen[when][1] / 4
    assert seen["filed meanwhile"] > 3
