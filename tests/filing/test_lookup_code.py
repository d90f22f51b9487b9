import pytest

from lienthong_tui.filing.lookup_code import grouped, new_lookup_code, parse_lookup_code
from lienthong_tui.problems import Problem


@pytest.mark.parametrize(
    "text", ["048291307765", " 0482 9130 7765 ", "0482-9130-7765", "0482.9130.7765"]
)
def test_what_stands_between_the_digits_is_passed_over(text: str) -> None:
    assert parse_lookup_code(text) == "048291307765"


@pytest.mark.parametrize(
    "text", ["", "04829130776", "0482913077650", "04829130776a", "٠٤٨٢٩١٣٠٧٧٦٥", "+048291307765"]
)
def test_anything_else_is_no_code(text: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_lookup_code(text)
    assert caught.value.code == "lookup-code-form"


def test_a_new_one_reads_as_it_is_printed() -> None:
    codes = {new_lookup_code() for _ in range(100)}
    assert all(parse_lookup_code(grouped(code)) == code for code in codes)
    assert len(codes) == 100
