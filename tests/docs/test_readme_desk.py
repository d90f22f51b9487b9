"""The commands of README, *A desk from the command line*, are run as they stand there.

In a folder of their own: home, stick and `data` lie in it, and the clock stands still, since the
sample was received on a day.
"""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from .pages import ROOT, Block, Page

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
STICK = "/media/usb"
# The program as it is called, at that moment.
PROGRAM = """#!{python}
import sys
from datetime import UTC, datetime
from lienthong_tui import __main__
from lienthong_tui.invocation import Door
Door.clock = lambda door: datetime.fromtimestamp({now}, UTC)
sys.argv[0] = "lienthong"
__main__.main()
"""


def block() -> Block:
    heading = "## Lập quầy bằng dòng lệnh · A desk from the command line"
    (first, *_) = re.findall(
        r"```console\n(.*?)```", Page(ROOT / "README.md").below(heading), re.DOTALL
    )
    return Block("console", first)


@pytest.mark.skipif(sys.platform == "win32", reason="bash")
def test_every_command_does_what_it_shows(tmp_path: Path) -> None:
    home, stick, tools = tmp_path / "home", tmp_path / "usb", tmp_path / "bin"
    for folder in (home, stick, tools):
        folder.mkdir(mode=0o700)
    (tmp_path / "data").symlink_to(ROOT / "data")
    program = tools / "lienthong"
    program.write_text(PROGRAM.format(python=sys.executable, now=NOW.timestamp()), "utf-8")
    program.chmod(0o700)
    environment = {
        **os.environ,
        "HOME": str(home),
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "100",
    }
    environment.pop("LIENTHONG_DESK", None)
    code, ran = "", 0
    for typed, shown in block().commands:
        if typed.startswith(". .venv/"):
            continue
        if typed.startswith("export "):
            name, _, value = typed.removeprefix("export ").partition("=")
            environment[name] = value.replace("~", str(home))
            continue
        typed = typed.replace(STICK, str(stick)).replace("--otp 123456", f"--otp {code}")
        done = subprocess.run(
            ["bash", "-c", typed], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{typed}\n{done.stdout}{done.stderr}"
        if uri := re.search(r"otpauth://\S+", done.stdout):
            parsed = pyotp.parse_uri(uri[0])
            assert isinstance(parsed, pyotp.TOTP)
            code = parsed.at(NOW)
        for line in shown:
            line = line.strip().replace("/home/…", str(home))
            expected = ".*".join(map(re.escape, line.split("…")))
            assert re.search(expected, " ".join(done.stdout.split())), (typed, line, done.stdout)
        ran += typed.startswith("lienthong ")
    assert ran >= 7
    assert list((tmp_path / "chuyen").glob("*.zip"))
