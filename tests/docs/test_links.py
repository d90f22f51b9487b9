"""Every relative link of every page leads somewhere, and every anchor names a heading."""

import re

import pytest

from .pages import ROOT, Page, pages

PAGES = pages()
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
_ELSEWHERE = re.compile(r"[a-z]+:")
_REGISTRIES = re.compile(r"\b(pypi|pythonhosted|npmjs|rubygems)\b", re.IGNORECASE)


def dead(page: Page) -> list[str]:
    """The links of a page that lead nowhere."""
    return [link for link in page.links if not _ELSEWHERE.match(link) and not _leads(page, link)]


def _leads(page: Page, link: str) -> bool:
    path, _, anchor = link.partition("#")
    if not path:
        return anchor in page.anchors
    target = (page.path.parent / path).resolve()
    if not target.is_relative_to(ROOT) or not target.exists():
        return False
    return not anchor or (target.suffix == ".md" and anchor in Page(target).anchors)


@each_page
def test_every_link_leads_somewhere(page: Page) -> None:
    assert dead(page) == []


def test_a_dead_link_is_found() -> None:
    page = Page(ROOT / "docs" / "nowhere.md")
    alive = "[x](#quầy-làm--a-desk) [z](papers.md) [o](journal-format.md#in-deskdb) `[s](t.md)`"
    dying = "[y](#c) [q](gone.md) [r](papers.md#gone) [e](../../etc)"
    object.__setattr__(page, "text", f"# Quầy làm · A desk\n{alive} {dying}\n")
    assert dead(page) == ["#c", "gone.md", "papers.md#gone", "../../etc"]


@each_page
def test_every_fence_is_closed_and_stands_on_a_line_of_its_own(page: Page) -> None:
    assert page.text.count("```") == 2 * len(page.blocks)


@each_page
def test_no_page_names_where_packages_come_from(page: Page) -> None:
    assert _REGISTRIES.findall(page.text) == []


def test_every_page_below_docs_is_reached() -> None:
    linked = {
        (page.path.parent / link.partition("#")[0]).resolve()
        for page in PAGES
        for link in page.links
        if not _ELSEWHERE.match(link)
    }
    below = [page.path for page in PAGES if page.name.startswith("docs/")]
    assert [path.name for path in below if path not in linked] == []


def test_the_hooks_fetch_nothing() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"repo: *(\S+)", text) == ["local"]
    assert "://" not in text
    for entry in re.findall(r"entry: *(\S+)", text):
        assert entry.startswith(".venv/bin/")
