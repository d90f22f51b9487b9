"""What the pages tell a reader to type is typed, in the order of a desk's life.

README makes a desk and files a sample, an agency verifies and answers, anybody verifies with the
tools of a system, a kiosk is paired, definitions are compared. In a folder of their own: home,
stick and `data` lie in it, and the clock stands still, since the sample was received on a day.

What needs a server is typed by tests/hub; what edits the tree, by whoever tries docs/howto word by
word.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyotp
import pytest

from .pages import ROOT, Block, Page

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="bash"),
    pytest.mark.skipif(
        not shutil.which("ssh-keygen"), reason="no ssh-keygen: install openssh-client"
    ),
]

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


@dataclass
class World:
    """A home, a stick, and the program on the path; `code` is what the officer's phone shows."""

    root: Path
    secret: str = ""
    minutes: int = 0
    exported: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in ("home", "usb", "bin"):
            (self.root / folder).mkdir(mode=0o700)
        (self.root / "data").symlink_to(ROOT / "data")
        self._program()

    def _program(self) -> None:
        program = self.root / "bin" / "lienthong"
        now = NOW.timestamp() + 60 * self.minutes
        program.write_text(PROGRAM.format(python=sys.executable, now=now), "utf-8")
        program.chmod(0o700)

    def later(self, minutes: int) -> None:
        """Let time pass: a code counts once."""
        self.minutes += minutes
        self._program()

    def type(self, typed: str, at: str = ".") -> str:
        """Type it in a folder of the world; what it says."""
        home = self.root / "home"
        environment = {
            **os.environ,
            "HOME": str(home),
            "PATH": f"{self.root / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "COLUMNS": "100",
        }
        environment.pop("LIENTHONG_DESK", None)
        environment |= self.exported
        typed = typed.replace(STICK, str(self.root / "usb"))
        if self.secret:
            code = pyotp.TOTP(self.secret).at(NOW.timestamp() + 60 * self.minutes)
            typed = typed.replace("--otp 123456", f"--otp {code}")
        done = subprocess.run(
            ["bash", "-c", f"set -e\n{typed}"],
            cwd=self.root / at,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, f"{typed}\n{done.stdout}{done.stderr}"
        if uri := re.search(r"otpauth://\S+", done.stdout):
            parsed = pyotp.parse_uri(uri[0])
            assert isinstance(parsed, pyotp.TOTP)
            self.secret = parsed.secret
        return done.stdout

    def assert_shown(self, shown: tuple[str, ...], said: str, typed: str) -> None:
        """Each line that the page shows was said; `…` stands for anything."""
        for line in shown:
            line = line.strip().replace("/home/…", str(self.root / "home"))
            expected = ".*".join(map(re.escape, line.split("…")))
            assert re.search(expected, " ".join(said.split())), (typed, line, said)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """After README's commands were typed, each having said what stands below it."""
    made = World(tmp_path_factory.mktemp("told"))
    heading = "## Lập quầy bằng dòng lệnh · A desk from the command line"
    (first, *_) = blocks_below("README.md", heading)
    ran = 0
    for typed, shown in first.commands:
        if typed.startswith(". .venv/"):
            continue
        if typed.startswith("export "):
            name, _, value = typed.removeprefix("export ").partition("=")
            made.exported[name] = value.replace("~", str(made.root / "home"))
            continue
        made.assert_shown(shown, made.type(typed), typed)
        ran += typed.startswith("lienthong ")
    assert ran >= 7
    return made


def blocks_below(page: str, heading: str) -> list[Block]:
    """The console blocks below a heading of a page."""
    below = Page(ROOT / page).below(heading)
    found = re.findall(r"^( *)```console\n(.*?)```", below, re.DOTALL | re.MULTILINE)
    return [Block("console", re.sub(f"^{indent}", "", text, flags=re.M)) for indent, text in found]


def test_readme_makes_a_desk_and_files(world: World) -> None:
    assert list((world.root / "chuyen").glob("*.zip"))


@pytest.fixture
def agency(world: World) -> str:
    """The folder of an agency that was given the packets and the desk's list of keys."""
    folder = world.root / "agency"
    if not folder.exists():
        folder.mkdir()
        for path in (
            *(world.root / "chuyen").glob("*.zip"),
            *(world.root / "khoa").glob("*.signers"),
        ):
            shutil.copy(path, folder)
        shutil.copy(ROOT / "docs/verify_packet.py", folder)
    return folder.name


def test_an_agency_verifies_and_answers(world: World, agency: str) -> None:
    once = blocks_below("docs/agencies.md", "## Một lần · Once")
    each = blocks_below("docs/agencies.md", "## Mỗi hồ sơ · Each packet")
    (fingerprint,), (key,) = (block.commands for block in once)
    assert "ED25519" in world.type(fingerprint[0], agency)
    world.type(key[0], agency)
    for name in ("congan-19639.key", "congan-19639.agekey", "congan-19639.signers"):
        shutil.copy(next((world.root / agency).glob(f"khoa/**/{name}")), world.root / agency)
    for typed, _ in each[0].commands:
        said = world.type(typed, agency)
        assert "NGUYÊN VẸN, KHÓA ĐÃ BIẾT" in said
    (variable, _), *answers = each[1].commands
    variable = variable.replace("LT…-", "$(ls LT*-").replace("police.zip", "police.zip)", 1)
    for number, (typed, _) in enumerate(answers, 1):
        world.later(1)
        world.type(f"{variable}\n{typed}", agency)
        assert len(list((world.root / agency / "tra-loi").glob("*.zip"))) == number


def test_anybody_verifies_with_the_tools_of_a_system(world: World, agency: str) -> None:
    ours, theirs, *_ = blocks_below("docs/packet-format.md", "## 1. To check one by hand")
    name = next((world.root / agency).glob("LT*.zip")).name
    reference = "-".join(name.split("-")[:4])
    for typed, shown in ours.commands:
        typed = re.sub(r"LT19639-\d{6}-\d+-[0-9A-Z]", reference, typed)
        assert "NGUYÊN VẸN" in world.type(typed, agency), shown
    folder = world.root / agency
    shutil.copy(next(folder.glob("LT*residence-police.zip")), folder / "packet.zip")
    (folder / "opened").mkdir()
    if not shutil.which("unzip"):
        pytest.skip("no unzip: install it")
    said = [world.type(typed, f"{agency}/opened") for typed, _ in theirs.commands]
    assert said[2].startswith("Bagging-Date: 2026-11-22")
    assert said[3].startswith('Good "lienthong-packet" signature for lienthong-19639-1')


def test_a_kiosk_is_paired_and_set_up(world: World) -> None:
    world.later(5)
    first, *_ = blocks_below("docs/kiosk.md", "## Lập máy · Set it up")
    pair, set_up, opens = (typed for typed, _ in first.commands)
    world.type(pair)
    world.type(set_up)
    assert (world.root / "home/kiosk").is_dir()
    assert opens.startswith("lienthong kiosk "), "which opens screens"


def test_definitions_are_checked_and_compared(world: World) -> None:
    block = next(
        block for block in Page(ROOT / "docs/procedures.md").blocks if "definitions" in block.text
    )
    check, compare = (typed for typed, _ in block.commands if typed.startswith("lienthong "))
    assert "không lỗi" in world.type(check)
    for name in ("cu.toml", "moi.toml"):
        shutil.copy(ROOT / "data/procedures/birth.toml", world.root / name)
    world.type(compare)
