"""A desk with its keys, and a hand to call the commands with, as a person at the desk would."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest
from desk.sample import MARRIED, NOW, OFFICER_ID, PASSWORD

from lienthong_tui.cli import run
from lienthong_tui.desk.founding import Created


@dataclass
class Office:
    """A desk, its keys, and a hand to call the commands with."""

    place: Path
    created: Created
    capture: pytest.CaptureFixture[str]
    now: datetime = NOW

    @property
    def key(self) -> list[str]:
        return ["--desk", f"{self.place}/desk", "--key-file", f"{self.place}/desk.key"]

    def sign_in(
        self, who: str = OFFICER_ID, password: str = PASSWORD, otp: str | None = None
    ) -> list[str]:
        written = self.place / "password.txt"
        written.write_text(password + "\n", "utf-8")
        code = self.code() if otp is None else otp
        name = ["--desk", f"{self.place}/desk", "--sign-in", who]
        return [*name, "--password-file", str(written), "--otp", code]

    def code(self, minutes: float = 0) -> str:
        phone = pyotp.parse_uri(self.created.otp_uri)
        assert isinstance(phone, pyotp.TOTP)
        return phone.at(self.now + timedelta(minutes=minutes))

    def run(self, *arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            run([str(argument) for argument in arguments])
        out, err = self.capture.readouterr()
        assert "Traceback" not in out + err
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    def json(self, *arguments: object) -> tuple[int, Any]:
        code, out, err = self.run(*arguments, "--json")
        assert err == "", err
        return code, json.loads(out)

    def filed(self, path: Path = MARRIED) -> str:
        code, answer = self.json("file", path, *self.key)
        assert code == 0
        return str(answer["reference"])


def edited(path: Path, target: Path, before: str, after: str) -> Path:
    text = path.read_text("utf-8")
    assert before in text
    target.write_text(text.replace(before, after), "utf-8")
    return target
