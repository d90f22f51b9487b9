"""What is asked of the hub while somebody waits for the answer: nothing of it is done later."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

from lienthong_tui.problems import Busy

Asked = Literal["claim", "lookup", "rejoin"]
_UNHEARD: Mapping[Asked, str] = {
    "claim": "claim-away",
    "lookup": "lookup-away",
    "rejoin": "rejoin-away",
}
_LINE = ("hub-away", "hub-slow", "hub-full", "hub-moved")


@contextmanager
def at_once(asked: Asked) -> Iterator[None]:
    """Raises Busy `claim-away`, `lookup-away` or `rejoin-away` where the hub does not answer: what
    is said of that otherwise promises to go on by itself."""
    try:
        yield
    except Busy as problem:
        raise Busy(_UNHEARD[asked]) if problem.code in _LINE else problem from None
