"""`make folder`: the program and its locked libraries in one folder that runs from any path.

```
lienthong-0.13.1/
  lienthong  lienthong.cmd  start.py    how it starts (Linux and macOS, Windows, both)
  program/                              what the wheel holds
  lib/linux-x86_64-cp311/               what requirements.lock names, for one system and Python
  python/                               not made here: a Python somebody lays beside
  cai-dat.md  LICENSE  requirements.lock  SHA256SUMS
```

It is made for the system and the Python that run this; on Windows
`python data/distribution/folder.py`. `--windows` lays the libraries for a 64-bit Windows and the
same Python beside them.
"""

import argparse
import compileall
import hashlib
import py_compile
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from zipfile import ZipFile

from packaging.markers import Marker
from start import tag

SOURCE = Path(__file__).resolve().parents[2]
HERE = SOURCE / "data/distribution"
SUMS = "SHA256SUMS"
# What the markers of a lock ask of a machine, and what pip calls it.
_WINDOWS = {
    "sys_platform": "win32",
    "os_name": "nt",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
}
_WINDOWS_WHEELS = "win_amd64"


def build_wheel(to: Path) -> Path:
    """The wheel of this tree, in `to`. Raises CalledProcessError."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory"]
    subprocess.run([*command, str(to)], cwd=SOURCE, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = to.glob("*.whl")
    return wheel


def put_program(folder: Path, wheel: Path) -> None:
    """The program, what starts it, and what is to be read about it."""
    with ZipFile(wheel) as packed:
        packed.extractall(folder / "program")
    for name in ("start.py", "lienthong"):
        shutil.copy(HERE / name, folder / name)
    text = (HERE / "lienthong.cmd").read_text("utf-8")
    # cmd.exe loses its labels where lines end otherwise.
    (folder / "lienthong.cmd").write_text(text, "utf-8", newline="\r\n")
    shutil.copy(SOURCE / "docs/install.md", folder / "cai-dat.md")
    shutil.copy(SOURCE / "LICENSE", folder / "LICENSE")


def put_libraries(folder: Path, lock: Path) -> None:
    """The locked libraries, each with the hash that the lock names. Raises CalledProcessError."""
    _install(folder / "lib" / tag(), lock)
    shutil.copy(lock, folder / lock.name)


def put_windows_libraries(folder: Path, lock: Path) -> None:
    """Those for a 64-bit Windows. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as beside:
        chosen = Path(beside) / lock.name
        chosen.write_text(for_machine(lock.read_text("utf-8"), _WINDOWS), "utf-8")
        foreign = ["--platform", _WINDOWS_WHEELS, "--only-binary", ":all:"]
        _install(folder / "lib" / windows_tag(), chosen, *foreign)


def windows_tag() -> str:
    """As `start.tag` answers there, to the Python that fits this one."""
    return f"win32-amd64-{tag().rpartition('-')[2]}"


def for_machine(lock: str, machine: dict[str, str]) -> str:
    """The part of a lock that a machine takes, without conditions: pip would ask them of this one.

    An entry begins where a line does; its hashes and remarks are set in.
    """
    kept, taken = [], True
    for line in lock.splitlines():
        if line[:1].strip():
            name, _, condition = line.removesuffix("\\").partition(" ; ")
            taken = not condition or Marker(condition.strip()).evaluate(machine)
            line = f"{name.rstrip()} \\"
        if taken:
            kept.append(line)
    return "\n".join(kept) + "\n"


def _install(target: Path, lock: Path, *more: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    told = ["--require-hashes", "--no-compile", "--target", str(target), "-r", str(lock)]
    subprocess.run([*command, *told, *more], check=True)
    # What starts a library as a command names the Python of this machine.
    for scripts in ("bin", "Scripts"):
        shutil.rmtree(target / scripts, ignore_errors=True)


def compile_all(folder: Path) -> None:
    """Byte code, since running it writes none. A stick keeps no exact times: none are compared."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for part in ("program", "lib"):
        compileall.compile_dir(
            folder / part,
            quiet=2,
            workers=0,
            invalidation_mode=mode,
            stripdir=str(folder),
            maxlevels=30,
        )


def put_sums(folder: Path) -> None:
    """What every file should be, as `sha256sum --check` reads it."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n"
        for path in found
    ]
    (folder / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def main() -> None:
    """Make it in a folder beside, and put it in place when it is whole."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", type=Path, default=SOURCE / "dist", help="where the folder goes")
    parser.add_argument(
        "--extras", action="store_true", help="with what scans pictures, serves kiosks, shares"
    )
    parser.add_argument("--windows", action="store_true", help="also for a 64-bit Windows")
    asked = parser.parse_args()
    lock = SOURCE / ("requirements-extras.lock" if asked.extras else "requirements.lock")
    asked.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=asked.to) as beside:
        wheel = build_wheel(Path(beside))
        version = wheel.name.split("-")[1]
        folder = Path(beside) / f"lienthong-{version}"
        put_program(folder, wheel)
        put_libraries(folder, lock)
        if asked.windows:
            put_windows_libraries(folder, lock)
        compile_all(folder)
        put_sums(folder)
        target = asked.to / folder.name
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)
    print(target)


if __name__ == "__main__":
    main()
