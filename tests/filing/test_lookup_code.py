import pytest

from lienthong_tui.filing.lookup_code import new_lookup_code, parse_lookup_code
from lienthong_tui.problems import Problem


@pytest.mark.parametrize("text", ["048291", " 048 291 ", "0 4 8 2 9 1"])
def test_blanks_are_passed_over(text: str) -> None:
    assert parse_lookup_code(text) == "048291"


@pytest.mark.parametrize("text", ["", "04829", "0482910", "04829a", "٠٤٨٢٩١", "-48291"])
def test_anything_else_is_no_code(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_lookup_code(text)
    assert caught.value.code == "lookup-code-form"


def test_a_new_one_reads_as_one() -> None:
    codes = {new_lookup_code() for _ in range(100)}
    assert all(parse_lookup_code(code) == code for code in codes)
    assert len(codes) > 90
