"""How parsers are tried: many inputs, each read or refused in words, none for long.

A check is a function of one drawn value under `fuzzed`, which makes two tests of it: one of a few
examples for `make test`, one that goes on for some seconds for `make long`. In a check a parser is
called through `outcome`.
"""

import re
import resource
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lienthong_tui.problems import Problem
from lienthong_tui.sentences import LANGUAGES
from lienthong_tui.sentences.wording import TEMPLATES, sentence

LONG_SECONDS = 3.0
"""For each check of the long run: with `test_every_key`, sixty of them take some five minutes."""
MOST_SECONDS = 2.0
"""Of this thread alone, so that a machine under load counts for nothing."""
MOST_BYTES = 500_000_000
"""What the process may grow by in one test."""

T = TypeVar("T")
P = ParamSpec("P")
_SETTINGS = settings(
    deadline=None,
    # To explain, each line is traced, which takes long by itself.
    phases=[phase for phase in Phase if phase is not Phase.explain],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.nested_given,
    ],
)
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss


def fuzzed(
    strategy: st.SearchStrategy[T], *, quick: int = 60
) -> Callable[[Callable[[T], None]], Callable[..., None]]:
    """A test that gives a check `quick` examples, and a long one that gives as many as it can."""
    long = pytest.param(LONG_SECONDS, marks=[pytest.mark.long, pytest.mark.timeout(300)])

    def decorate(check: Callable[[T], None]) -> Callable[..., None]:
        @pytest.mark.parametrize("seconds", [0.0, long], ids=["quick", "long"])
        def test(seconds: float) -> None:
            tried = given(strategy)(check)
            _forget_peak()
            until, before = time.monotonic() + seconds, _peak()
            settings(_SETTINGS, max_examples=quick // 2)(tried)()
            while time.monotonic() < until:
                settings(_SETTINGS, max_examples=4 * quick)(given(strategy)(check))()
            assert _peak() - before < MOST_BYTES, "it takes far more memory than it was given"

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        test.__module__ = check.__module__
        return test

    return decorate


def outcome(parse: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """What `parse` makes of it; None where it is refused, which is then told in every language."""
    begun = time.thread_time()
    try:
        return parse(*args, **kwargs)
    except Problem as problem:
        check_told(problem)
    except ExceptionGroup as group:  # of mistakes in a definition
        for each in group.exceptions:
            if not isinstance(each, Problem):
                raise
            check_told(each)
    finally:
        assert time.thread_time() - begun < MOST_SECONDS, "it takes far too long"
    return None


def check_told(problem: Problem) -> None:
    """That there is a sentence for it in every language, which any terminal may draw."""
    assert problem.code in TEMPLATES, problem.code
    for language in LANGUAGES:
        check_printable(sentence(problem, language))


def check_printable(said: str) -> None:
    """That a text holds nothing but what is drawn, and has a form in UTF-8."""
    assert all(letter.isprintable() or letter == "\n" for letter in said), ascii(said)


def _forget_peak() -> None:
    """On Linux alone: elsewhere the most that an earlier test took hides what a later one takes."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """The most memory this process held since then, in bytes."""
    with suppress(OSError):
        status = Path("/proc/self/status").read_text()
        if found := re.search(r"VmHWM:\s*(\d+) kB", status):
            return int(found[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
