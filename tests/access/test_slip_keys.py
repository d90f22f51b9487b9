import pytest

from lienthong_tui.access.slip_keys import open_sealed, seal, slip_keys
from lienthong_tui.problems import Problem

REFERENCE, CODE = "LT19639-261120-1001-6", "048291307765"


def test_whoever_has_the_slip_opens_it() -> None:
    keys = slip_keys(REFERENCE, CODE)
    assert open_sealed(slip_keys(REFERENCE, CODE), seal(keys, b"told")) == b"told"
    assert len(keys.proof) == len(keys.key) == 32
    assert keys.proof != keys.key


@pytest.mark.parametrize(
    ("reference", "code"),
    [("LT19639-261120-1002-4", CODE), (REFERENCE, "048291307766")],
)
def test_another_slip_does_not(reference: str, code: str) -> None:
    sealed = seal(slip_keys(REFERENCE, CODE), b"told")
    other = slip_keys(reference, code)
    assert other.proof != slip_keys(REFERENCE, CODE).proof
    with pytest.raises(Problem) as caught:
        open_sealed(other, sealed)
    assert caught.value.code == "sealed-altered"


@pytest.mark.parametrize("sealed", [b"", b"x" * 11, b"x" * 40])
def test_rubbish_is_told(sealed: bytes) -> None:
    with pytest.raises(Problem):
        open_sealed(slip_keys(REFERENCE, CODE), sealed)


def test_nothing_of_it_stands_in_a_log() -> None:
    assert repr(slip_keys(REFERENCE, CODE)) == "SlipKeys(…)"
