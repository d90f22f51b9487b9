"""Every command, option, `make` target and path that a page names is there."""

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from lienthong_tui.cli import main_group

from .pages import ROOT, Page, pages, targets

PAGES = pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)

# Behind a space, a slash or a quote; `lienthong-tui` and a folder of that name are no command.
_CALLED = re.compile(
    r"(?:(?<=[\s\"'/=(])|^)(?<!-D )(?:lienthong|python -m lienthong_tui) +(?=[-a-z])(.+)"
)
_ENDS = re.compile(r"\s*(?:[|;>)]|&&|(?<!\S)#(?=\s)).*")
_OPTION = re.compile(r"--?[a-z][-a-z]*")
_MADE = re.compile(r"(?:^|&& *|\$ )make +((?:-\S+ +\S+ +)*)([.a-z][-./a-z]*)")


class UnknownError(Exception):
    """A command or an option that nobody made."""


def options(path: list[click.Command]) -> set[str]:
    """What the commands of a path take."""
    known = {"--help"}
    for command in path:
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                known |= {*parameter.opts, *parameter.secondary_opts}
    return known


def check(said: str, group: click.Command = main_group) -> click.Command:
    """Look a call up in `group`; the group it led to, where the next of a row is looked for.

    Errors: UnknownError.
    """
    try:
        words = shlex.split(said)
    except ValueError:  # half of a quotation
        words = said.split()
    while words and words[0].startswith("--"):  # may stand before the command's name
        if words[0].partition("=")[0] not in options([main_group]):
            raise UnknownError(words[0])
        words = words[2 if words[0] == "--lang" else 1 :]
    path = [main_group, group]
    while isinstance(path[-1], click.Group) and words:
        found = path[-1].get_command(click.Context(path[-1]), words[0])
        if found is None:
            break
        path.append(found)
        words = words[1:]
    if isinstance(path[-1], click.Group) and words and not words[0].startswith(("-", "…", "[")):
        raise UnknownError(f"{said}: {words[0]}")
    for word in words:
        for part in re.split(r"[\[\]|]", word):
            name = part.partition("=")[0]
            if _OPTION.fullmatch(name) and name not in options(path):
                raise UnknownError(f"{said}: {name}")
    return next(each for each in reversed(path) if isinstance(each, click.Group))


def alternatives(said: str) -> Iterator[str]:
    """`export | check` and `card · admit` are several of one group."""
    yield from re.split(r"\s+[·|]\s+|(?<=[a-z]), (?=[a-z])", said)


def unknown(calls: Iterator[str]) -> list[str]:
    """What of these calls is not there."""
    wrong = []
    for call in calls:
        group: click.Command = main_group
        for each in alternatives(call):
            try:
                group = check(each, group)
            except UnknownError:
                try:
                    group = check(each)
                except UnknownError as error:
                    wrong.append(str(error))
    return wrong


def called(text: str) -> Iterator[str]:
    """The calls in a piece of code: what stands behind the program's name."""
    for found in _CALLED.finditer(text):
        said = found[1]
        if said.count('"') % 2:  # the call stands between quotation marks itself
            said = said.rpartition('"')[0]
        yield _ENDS.sub("", said).strip()


def calls_of(page: Page) -> Iterator[str]:
    for block in page.blocks:
        for line in block.lines:
            yield from called(line)
    for span in page.spans:
        if span.startswith(("lienthong ", ".venv/bin/lienthong ")):
            inside = span.partition("lienthong ")[2]
            yield from [inside] if " · " in inside or " | " in inside else called(span)


@each_page
def test_every_call_names_what_is_there(page: Page) -> None:
    assert unknown(calls_of(page)) == []


def test_the_table_of_commands_names_what_is_there() -> None:
    page = Page(ROOT / "README.md")
    rows = [line for line in page.text.splitlines() if line.startswith("| `")]
    cells = [re.split(r"(?<!\\)\|", row)[1].replace("\\|", "|") for row in rows]
    told = [[span for _, span in re.findall(r"(`)([^`]+)`", cell)] for cell in cells]
    commands = [spans for spans in told if not spans[0].startswith("make ")]
    assert len(commands) > 30
    wrong = [unknown(iter([" · ".join(spans)])) for spans in commands]
    assert [each for each in wrong if each] == []
    # The other way round: what can be called stands in it.
    named = {word for spans in commands for word in spans[0].split()[:1]}
    assert set(main_group.list_commands(click.Context(main_group))) <= named


@pytest.mark.parametrize(
    "call",
    ["chek x", "check --jsn x", "hub card · admitt", "packet verify --signer=x y", "--lng en"],
)
def test_what_is_not_there_is_found(call: str) -> None:
    assert unknown(iter([call]))


@pytest.mark.parametrize(
    "call",
    [
        "check x --json",
        "--lang en check --json x",
        "hub card · admit",
        "packet verify --signers=x y",
    ],
)
def test_what_is_there_is_found(call: str) -> None:
    assert unknown(iter([call])) == []


def test_calls_are_found_where_they_stand() -> None:
    assert list(called("$ lienthong check a.toml | head")) == ["check a.toml"]
    assert list(called("ForceCommand /usr/local/bin/lienthong open --desk /srv")) == [
        "open --desk /srv"
    ]
    assert list(called('# su postgres -c "lienthong hub check"')) == ["hub check"]
    assert list(called("mkdir -m 700 ~/lienthong && cd /opt/lienthong && make")) == []


@each_page
def test_every_make_target_is_there(page: Page) -> None:
    lines = [line for block in page.blocks for line in block.lines]
    named = [found[2] for text in (*lines, *page.spans) for found in _MADE.finditer(text)]
    assert [name for name in named if name not in targets()] == []


# -- paths ----------------------------------------------------------------------------------------

# What the steps of these pages make.
MADE_BY_STEPS = {
    "docs/howto/group.md": {
        "data/procedures/extract.toml",
        "tests/papers/expected/blank-extract.txt",
    },
    "docs/howto/form.md": {"data/forms/birth-pledge.typ"},
    "docs/howto/language.md": {"data/locale/fr/LC_MESSAGES/lienthong.po"},
}
_IN_A_PACKET = {"data/00-PHIEU-CHUYEN.pdf", "data/filing.json", "data/packet.json"}
_TOPS = {path.name for path in ROOT.iterdir() if path.is_dir()}
_PACKAGE = ROOT / "lienthong_tui"
_ROOMS = {path.name for path in _PACKAGE.iterdir() if path.is_dir()}
_PATH = re.compile(r"[\w.-]+(?:/[\w.*{}-]+)+/?")


def paths_of(page: Page) -> Iterator[str]:
    """What looks like a path of the tree: it begins with a folder that is there."""
    for span in page.spans:
        for word in span.split():
            path = word.partition("::")[0].rstrip(":,;.")
            if _PATH.fullmatch(path) and path.split("/")[0] in _TOPS | _ROOMS:
                yield path


def is_there(path: str) -> bool:
    """From the root, or from the package."""
    for root in (ROOT, _PACKAGE, ROOT / "docs"):
        pattern = path.rstrip("/")
        if any(True for _ in root.glob(pattern)) or (root / pattern).exists():
            return True
    return False


@each_page
def test_every_path_is_there(page: Page) -> None:
    if page.name == "CHANGELOG.md":
        return  # it tells what was
    made = MADE_BY_STEPS.get(page.name, set()) | _IN_A_PACKET
    missing = [path for path in paths_of(page) if path not in made and not is_there(path)]
    assert missing == []


def test_a_path_that_is_gone_is_found() -> None:
    assert is_there("filing/folding.py")
    assert is_there("tests/procedures/cases/*.csv")
    assert not is_there("filing/unfolding.py")
