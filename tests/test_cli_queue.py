"""What there is to do, told by a command."""

from typing import Any

from office import Office


def test_every_filing_stands_in_one_section(office: Office) -> None:
    reference = office.filed()
    code, answer = office.json("queue", *office.key)
    assert code == 0
    (section,) = answer["sections"]
    assert (answer["filings"], section["kind"]) == (1, "unlodged")
    assert section["filings"][0]["reference"] == reference
    assert {task["kind"] for task in section["filings"][0]["tasks"]} == {"unlodged"}
    code, out, _ = office.run("queue", *office.key)
    assert "CHƯA NỘP LÊN CỔNG (1)" in out
    assert reference in out


def test_nothing_to_do_says_so(office: Office) -> None:
    code, out, _ = office.run("queue", *office.key)
    assert (code, out.strip()) == (0, "Không còn việc nào.")
    answer: Any = office.json("queue", *office.key)[1]
    assert answer == {"filings": 0, "sections": []}
