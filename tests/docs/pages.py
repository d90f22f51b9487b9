"""The pages of this repository as their tests read them: headings, links, code, commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(r"^( *)(`{3,})([a-z]*)[^\n]*\n(.*?)^\1\2 *$", re.DOTALL | re.MULTILINE)
_SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_HEADING = re.compile(r"^#{1,6} +(.+?)(?: +#+)?$", re.MULTILINE)
_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_PROMPT = re.compile(r"^(?:[^$#\n]*? )?[$#] ")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, and what stands in it."""

    language: str
    text: str

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """Its lines, those that go on after a backslash put together."""
        return tuple(re.sub(r"\\\n\s*", " ", self.text).splitlines())

    @cached_property
    def commands(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """What is typed at a prompt, each with what is shown below it."""
        found: list[tuple[str, list[str]]] = []
        for line in self.lines:
            if prompt := _PROMPT.match(line):
                found.append((line[prompt.end() :].strip(), []))
            elif found:
                found[-1][1].append(line)
        return tuple((typed, tuple(shown)) for typed, shown in found)


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    path: Path

    @property
    def name(self) -> str:
        """Where it lies, from the root."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The fenced blocks, from the top."""
        found = (Block(m[3], _without(m[1], m[4])) for m in _FENCE.finditer(self.text))
        return tuple(found)

    @cached_property
    def prose(self) -> str:
        """Everything else."""
        return _FENCE.sub("", self.text)

    @cached_property
    def spans(self) -> tuple[str, ...]:
        """The pieces of code within the prose."""
        return tuple(" ".join(m[2].split()) for m in _SPAN.finditer(self.prose))

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Where the prose leads."""
        return tuple(m[1] for m in _LINK.finditer(_SPAN.sub("", self.prose)))

    @cached_property
    def anchors(self) -> frozenset[str]:
        """What a link to a heading of this page may name."""
        found: dict[str, int] = {}
        anchors = set()
        for heading in _HEADING.findall(self.prose):
            slug = _slug(heading)
            before = found.get(slug, 0)
            found[slug] = before + 1
            anchors.add(f"{slug}-{before}" if before else slug)
        return frozenset(anchors)

    def below(self, heading: str) -> str:
        """The text below a heading, up to the next one of its level."""
        mark, _, _ = heading.partition(" ")
        start = self.text.index(f"\n{heading}\n") + len(heading) + 2
        end = self.text.find(f"\n{mark} ", start)
        return self.text[start : end if end > 0 else None]


def _without(indent: str, text: str) -> str:
    return "".join(line.removeprefix(indent) for line in text.splitlines(keepends=True))


def _slug(heading: str) -> str:
    """A heading as GitHub makes an anchor of it."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
    kept = "".join(c for c in plain.strip().lower() if c.isalnum() or c in " -_" or _is_mark(c))
    return kept.replace(" ", "-")


def _is_mark(letter: str) -> bool:
    return 0x300 <= ord(letter) <= 0x36F


def pages() -> list[Page]:
    """Every page of the repository."""
    return [Page(path) for path in sorted(_files())]


def _files() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    for folder in ("docs", "data", "tests", "lienthong_tui"):
        yield from (ROOT / folder).rglob("*.md")


def targets() -> frozenset[str]:
    """What `make` can be asked for."""
    text = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    rules = re.findall(r"^([^\s:=#][^:=\n]*):(?!=)", text, re.MULTILINE)
    return frozenset(phony.split()) | {rule.replace("$(VENV)", ".venv") for rule in rules}
