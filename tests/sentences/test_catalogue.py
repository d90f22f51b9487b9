"""The English catalogue: whole, in step with the code, and what a command's help is made of."""

import ast
import copy
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from lienthong_tui.cli import main_group
from lienthong_tui.command_groups import translate
from lienthong_tui.resources import data_path
from lienthong_tui.sentences import tr

from .raising import PACKAGE
from .test_codes import msgids, placeholders

ENGLISH = data_path("locale", "en", "LC_MESSAGES")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_mo(file) if path.suffix == ".mo" else read_po(file)


def entries(path: Path) -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in read(path) if entry.id}


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return entries(ENGLISH / "lienthong.po")


def test_the_catalogue_is_in_step_with_the_code(english: dict[str, str]) -> None:
    extracted = set(msgids())
    assert set(english) == extracted, "run `make locale`"
    assert set(entries(data_path("locale", "lienthong.pot"))) == extracted, "run `make locale`"


def test_no_sentence_hides_in_another_string(english: dict[str, str]) -> None:
    # Where a file is read for sentences, an f-string is one word.
    marked = {
        node.args[0].value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_"
        if isinstance(node.args[0], ast.Constant)
    }
    assert len(marked) > 500
    assert marked <= set(english)


def test_nothing_is_left_untranslated(english: dict[str, str]) -> None:
    catalogue = read(ENGLISH / "lienthong.po")
    assert [entry.id for entry in catalogue if entry.fuzzy] == []
    assert [text for text, translated in english.items() if not translated.strip()] == []
    assert {text for text, translated in english.items() if text == translated} == set()


def test_what_is_compiled_is_what_is_written(english: dict[str, str]) -> None:
    assert entries(ENGLISH / "lienthong.mo") == english, "run `make locale`"


def test_both_languages_fill_in_the_same(english: dict[str, str]) -> None:
    differing = {
        text: translated
        for text, translated in english.items()
        if placeholders(text) != placeholders(translated)
    }
    assert differing == {}


def test_the_header_names_nobody() -> None:
    text = (ENGLISH / "lienthong.po").read_text(encoding="utf-8")
    header = text[: text.index("\n\n")]
    assert '"Language: en\\n"' in header
    assert not any(mark in header for mark in ("@", "PROJECT", "FULL NAME", "YEAR"))


def commands(command: click.Command) -> Iterator[click.Command]:
    yield command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            assert below.name == name
            yield from commands(below)


def helps(command: click.Command) -> Iterator[str]:
    for each in commands(command):
        yield each.help or f"{each.name} has no help"
        for option in each.params:
            if isinstance(option, click.Option):
                yield option.help or f"{each.name} {option.name} has no help"


def test_the_help_of_every_command_is_translated(english: dict[str, str]) -> None:
    group = copy.deepcopy(main_group)
    vietnamese = list(helps(copy.deepcopy(main_group)))  # what is imported is kept in it
    assert len(vietnamese) > 40
    assert [text for text in vietnamese if text not in english] == []
    translate(group, "en")
    assert list(helps(group)) == [tr(text, "en") for text in vietnamese]
