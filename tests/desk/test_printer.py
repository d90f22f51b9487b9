"""Printing by the commands of CUPS, played by scripts, and by the print verb of Windows."""

import errno
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lienthong_tui.desk import printer
from lienthong_tui.desk.printer import Job, Printer
from lienthong_tui.problems import Problem
from lienthong_tui.resources import data_path

posix = pytest.mark.skipif(os.name != "posix", reason="CUPS and shell scripts are POSIX")

PDF = (data_path("samples") / "papers" / "giay-chung-sinh-02.pdf").read_bytes()
HP = Printer("hp", default=True)
# What CUPS 2.4 writes, with the date cut short.
ENTRY = (
    "{}        canbo             28672   Sun Nov 29 15:27:09 2026\n"
    "\tStatus: \n\tAlerts: {}\n\tqueued for hp\n"
)
IDLE = "printer hp is idle.  enabled since Sun Nov 29 15:27:13 2026\n"
DISABLED = "printer hp disabled since Sun Nov 29 15:27:11 2026 -\n\treason unknown\n"
ANOTHER_DISABLED = DISABLED.replace(" hp ", " hp2 ")

# Answers from files named after the letters of the question; notes what it was asked, and how.
SCRIPT = """#!/bin/sh
here={here}
for word in "$@"; do printf '%s\\0' "$word"; done > $here/$$.words
mv $here/$$.words $here/{program}.words
cat >> $here/{program}.stdin
printf '%s %s' "$LC_ALL" "$LC_MESSAGES" > $here/{program}.locale
echo "to nobody's screen" >&2
{does}
"""
ANSWERS = """case "$*" in
-e) cat $here/names ;;
-d) cat $here/default ;;
"-W not-completed -l -o") cat $here/waiting ;;
"-W completed -l -o") cat $here/over ;;
-p*) cat $here/printers ;;
*) exit 9 ;;
esac"""
TAKEN = 'echo "request id is hp-12 (0 file(s))"'


def put(place: Path, program: str, text: str) -> None:
    script = place / "bin" / program
    script.write_text(text, encoding="utf-8")
    script.chmod(0o700)


def play(place: Path, program: str, does: str) -> None:
    put(place, program, SCRIPT.format(here=place, program=program, does=does))


def tell(place: Path, **answers: str) -> None:
    for name, answer in answers.items():
        (place / name).write_text(answer, encoding="utf-8")


def words(place: Path, program: str) -> list[str]:
    return (place / f"{program}.words").read_text(encoding="utf-8").split("\0")[:-1]


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A print system with one printer, which takes what it is sent and has nothing to do."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    play(tmp_path, "lp", TAKEN)
    play(tmp_path, "lpstat", ANSWERS)
    tell(tmp_path, names="hp\n", default="system default destination: hp\n")
    tell(tmp_path, waiting="", over="", printers=IDLE)
    return tmp_path


def send(folder: Path, to: Printer = HP, copies: int = 1) -> Job:
    return printer.send(PDF, name="to-khai-abc123.pdf", copies=copies, printer=to, folder=folder)


def never(seconds: float) -> None:
    pytest.fail("it slept although there was nothing to wait for")


def refusal(folder: Path, to: Printer = HP) -> Problem:
    with pytest.raises(Problem) as caught:
        send(folder, to)
    return caught.value


@posix
def test_without_a_print_system_there_is_no_printer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert printer.printers() == ()
    assert refusal(tmp_path) == Problem("printer-none")
    assert printer.state(Job("hp-12", HP)) == "unknown"


@posix
def test_a_print_system_that_cannot_be_run_is_none(cups: Path) -> None:
    for program in ("lp", "lpstat"):
        (cups / "bin" / program).write_bytes(b"\x7fELF of another machine")
    assert printer.printers() == ()
    assert refusal(cups) == Problem("printer-none")


@posix
def test_a_print_system_without_printers(cups: Path) -> None:
    tell(cups, names="", default="no system default destination\n")
    assert printer.printers() == ()


@posix
def test_a_scheduler_that_does_not_run_is_no_printer(cups: Path) -> None:
    play(cups, "lpstat", "echo hp; exit 1")
    assert printer.printers() == ()


@posix
def test_the_default_printer_comes_first(cups: Path) -> None:
    tell(cups, names="canon\nhp\nhp/khay2\n")
    assert printer.printers() == (HP, Printer("canon", False), Printer("hp/khay2", False))


@posix
@pytest.mark.parametrize(
    "said",
    [
        "no system default destination\n",
        'lpstat: error - PRINTER environment variable names non-existent destination "x".\n',
    ],
)
def test_there_may_be_no_default(cups: Path, said: str) -> None:
    tell(cups, names="canon\nhp\n", default=said)
    assert printer.printers() == (Printer("canon", False), Printer("hp", False))


@posix
def test_it_is_asked_in_a_language_it_can_be_read_in(
    cups: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    monkeypatch.setenv("LC_MESSAGES", "ja_JP.UTF-8")
    printer.printers()
    send(cups)
    for program in ("lp", "lpstat"):
        assert (cups / f"{program}.locale").read_text(encoding="utf-8") == "C C"
    assert capfd.readouterr() == ("", "")


@posix
def test_what_is_typed_meanwhile_is_not_taken(cups: Path) -> None:
    typed, keyboard = os.pipe()
    os.write(keyboard, b"Nguyen Van An\n")
    os.close(keyboard)
    before = os.dup(0)
    os.dup2(typed, 0)
    try:
        assert printer.printers() == (HP,)
    finally:
        os.dup2(before, 0)
        os.close(before)
        os.close(typed)
    assert (cups / "lpstat.stdin").read_bytes() == b""


@posix
def test_the_bytes_arrive_unchanged(cups: Path) -> None:
    folder = cups / "folder"
    folder.mkdir()
    assert send(folder, copies=3) == Job("hp-12", HP)
    assert (cups / "lp.stdin").read_bytes() == PDF
    assert words(cups, "lp") == ["-dhp", "-n3", "-tto-khai-abc123.pdf", "-"]
    assert list(folder.iterdir()) == []


@posix
@pytest.mark.parametrize("name", ["-h", "--help", "a;>harm", "$(id)", "Máy_in_một_cửa"])
def test_a_name_is_only_a_name(cups: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(cups)
    play(cups, "lp", f"echo 'request id is {name}-7 (0 file(s))'")
    tell(cups, names=f"{name}\n", waiting=ENTRY.format(f"{name}-7", "none"))
    (found,) = printer.printers()
    job = send(cups, found)
    assert words(cups, "lp")[0] == f"-d{name}"
    assert printer.state(job) == "waiting"
    assert words(cups, "lpstat") == [f"-p{job.id.removesuffix('-7')}"]
    assert not (cups / "harm").exists()


@posix
def test_a_job_without_a_number_is_not_followed(cups: Path) -> None:
    play(cups, "lp", "true")
    job = send(cups)
    assert job == Job("", HP)
    assert printer.wait(job, 60, never) == "unknown"


@posix
def test_what_goes_on_without_end_holds_no_job(cups: Path) -> None:
    play(cups, "lp", "head -c 100000 /dev/zero | tr '\\0' '['")
    begun = time.thread_time()
    assert send(cups) == Job("", HP)
    assert time.thread_time() - begun < 1


@posix
@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("echo 'lp: Error - no.'", "lp: Error - no."),
        ("printf '\\n\\033[2Jra\\007\\nsecond line'", "?[2Jra?"),
        ("printf '\\377'", "\ufffd"),
        ("yes máy | head -n 300 | tr '\\n' ' '", ("máy " * 300)[:200]),
        ("true", "lp: 1"),
    ],
)
def test_a_refusal_is_told_in_harmless_words(cups: Path, says: str, said: str) -> None:
    put(cups, "lp", f"#!/bin/sh\ncat > /dev/null\n{says} >&2\nexit 1\n")
    assert refusal(cups) == Problem("printer-refused", said=said)


@posix
def test_one_that_refuses_before_it_reads_is_told_too(cups: Path) -> None:
    put(cups, "lp", "#!/bin/sh\nexec 0<&-\necho 'lp: Error - no.' >&2\nexit 1\n")
    with pytest.raises(Problem) as caught:
        printer.send(PDF * 100, name="a.pdf", copies=1, printer=HP, folder=cups)
    assert caught.value == Problem("printer-refused", said="lp: Error - no.")


@posix
def test_one_that_hangs_is_ended_with_all_it_started(
    cups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printer, "_SENDING", 1.5)
    os.mkfifo(cups / "alive")
    alive = os.open(cups / "alive", os.O_RDONLY | os.O_NONBLOCK)
    play(cups, "lp", "(echo here; exec sleep 60) > $here/alive & wait")
    began = time.monotonic()
    try:
        assert refusal(cups) == Problem("printer-silent")
        assert time.monotonic() - began < 20
        assert read_to_the_end(alive) == b"here\n"
    finally:
        os.close(alive)


def read_to_the_end(pipe: int) -> bytes:
    """What was written to a pipe whose last writer is gone; fails while one is left."""
    read = b""
    for _ in range(100):
        try:
            part = os.read(pipe, 100)
        except BlockingIOError:
            time.sleep(0.05)
            continue
        if not part:
            return read
        read += part
    pytest.fail("something that was started still holds the pipe")


@posix
def test_questions_that_hang_end(cups: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printer, "_ASKING", 0.3)
    play(cups, "lpstat", "sleep 60")
    began = time.monotonic()
    assert printer.printers() == ()
    assert printer.state(Job("hp-12", HP)) == "unknown"
    assert printer.wait(Job("hp-12", HP), 0.5) == "unknown"
    assert time.monotonic() - began < 20


@posix
def test_it_waits_and_then_it_is_printed(cups: Path) -> None:
    job = send(cups)
    tell(cups, waiting=ENTRY.format("hp-12", "none"))
    assert printer.state(job) == "waiting"
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            tell(cups, waiting="", over=ENTRY.format("hp-12", "processing-to-stop-point"))

    assert printer.wait(job, 60, sleep) == "printed"
    assert slept == [printer._PAUSE] * 2
    assert printer.state(job) == "printed"


@posix
def test_waiting_ends_with_the_time(cups: Path) -> None:
    tell(cups, waiting=ENTRY.format("hp-12", "none"))
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(seconds)

    assert printer.wait(Job("hp-12", HP), 0.5, sleep) == "waiting"
    assert 0 < sum(slept) <= 0.5
    assert printer.wait(Job("hp-12", HP), 0) == "unknown"


@posix
def test_another_job_is_not_ours(cups: Path) -> None:
    others = (
        ENTRY.format("hp-112", "none")
        + ENTRY.format("hp-1", "none")
        + ENTRY.format("hp-121", "none")
    )
    tell(cups, waiting=others, over=ENTRY.format("hp-12", "job-completed-successfully"))
    assert printer.state(Job("hp-12", HP)) == "printed"


@posix
@pytest.mark.parametrize(
    ("printers", "expected"),
    [(IDLE, "waiting"), (ANOTHER_DISABLED, "waiting"), (ANOTHER_DISABLED + DISABLED, "stopped")],
)
def test_a_disabled_printer_is_told(cups: Path, printers: str, expected: str) -> None:
    tell(cups, waiting=ENTRY.format("hp-12", "none"), printers=printers)
    assert printer.state(Job("hp-12", Printer("hp/khay2", False))) == expected


@posix
def test_waiting_for_a_disabled_printer_ends_at_once(cups: Path) -> None:
    tell(cups, waiting=ENTRY.format("hp-12", "none"), printers=DISABLED)
    assert printer.wait(Job("hp-12", HP), 60, never) == "stopped"


@posix
@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        ("job-canceled-by-user", "failed"),
        ("aborted-by-system", "failed"),
        ("job-completed-with-errors", "failed"),
        ("job-completed-with-warnings", "printed"),
        ("job-completed-successfully", "printed"),
    ],
)
def test_what_left_the_queue_was_not_always_printed(cups: Path, alert: str, expected: str) -> None:
    before = ENTRY.format("hp-11", "job-canceled-by-user")
    after = ENTRY.format("hp-13", "aborted-by-system")
    tell(cups, over=before + ENTRY.format("hp-12", alert) + after)
    assert printer.state(Job("hp-12", HP)) == expected


@posix
@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        ("none", "waiting"),
        ("job-printing", "waiting"),
        ("resources-are-not-ready", "waiting"),
        ("job-completed-with-errors", "failed"),
        ("cups-filter-crashed", "failed"),
    ],
)
def test_a_job_that_broke_stays_in_the_queue(cups: Path, alert: str, expected: str) -> None:
    others = ENTRY.format("hp-11", "job-completed-with-errors")
    tell(cups, waiting=others + ENTRY.format("hp-12", alert))
    assert printer.state(Job("hp-12", HP)) == expected


@posix
def test_a_queue_may_be_called_like_a_failure(cups: Path) -> None:
    job = Job("job-stopped-3", Printer("job-stopped", False))
    tell(cups, over=ENTRY.format("job-stopped-3", "job-completed-successfully"))
    assert printer.state(job) == "printed"


@posix
def test_a_job_that_nobody_knows_is_not_called_printed(cups: Path) -> None:
    assert printer.state(Job("hp-12", HP)) == "unknown"


@posix
def test_cups_spells_a_vietnamese_name_in_two_ways(cups: Path) -> None:
    tell(cups, waiting=ENTRY.format("M%C3%A1y-7", "none"))
    tell(cups, printers=DISABLED.replace(" hp ", " Máy "))
    assert printer.state(Job("Máy-7", Printer("Máy", True))) == "stopped"


def on_windows(monkeypatch: pytest.MonkeyPatch, startfile: Callable[[Path, str], None]) -> Printer:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "startfile", startfile, raising=False)
    (found,) = printer.printers()
    return found


def test_windows_prints_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Path, str, bytes]] = []

    def startfile(path: Path, verb: str) -> None:
        asked.append((path, verb, path.read_bytes()))

    found = on_windows(monkeypatch, startfile)
    assert found == Printer("", default=True)
    job = send(tmp_path, found, copies=2)
    assert asked == [(tmp_path / "to-khai-abc123.pdf", "print", PDF)] * 2
    assert job == Job("", found)
    assert printer.state(job) == "unknown"
    assert printer.wait(job, 60, never) == "unknown"


def test_windows_without_a_program_that_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def startfile(path: Path, verb: str) -> None:
        raise OSError(errno.ENOENT, "No application is associated\a", str(path))

    found = on_windows(monkeypatch, startfile)
    told = refusal(tmp_path, found)
    assert told == Problem("printer-refused", said="No application is associated?")


@posix
def test_a_real_cups_prints(tmp_path: Path) -> None:
    """Start one that has a queue of this name; CUPS_SERVER may point to it."""
    found = [one for one in printer.printers() if one.name == "lienthong-test"]
    if not found:
        pytest.skip("no CUPS with a queue `lienthong-test` runs: a REAL printer was NOT tried")
    job = send(tmp_path, found[0])
    assert re.fullmatch(r"lienthong-test-[0-9]+", job.id)
    assert printer.wait(job, 30) == "printed"
    told = refusal(tmp_path, Printer("lienthong-khong-co", False))
    assert told == Problem(
        "printer-refused", said="lp: Error - The printer or class does not exist."
    )
