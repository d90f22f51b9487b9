"""A million filings: what is typed finds what is there, and never reads all of it."""

import json
from pathlib import Path

import pytest
from bench import lookup as bench

from lienthong_tui.store.search import Filter, lookup
from lienthong_tui.store.sqlcipher import rows

FILINGS = 1_000_000
MOST_MS = 3_000  # ten times what is hoped for: a scan of the desk takes longer, a busy PC does not


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_a_million_filings_are_searched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db, some = bench.store(tmp_path, bench.at_once, FILINGS, people=True)
    assert rows(db, "SELECT count(*) FROM filing") == [(FILINGS + bench.LIVE_FILINGS,)]
    for filing in some[::400]:
        (line,) = lookup(db, str(filing.reference), bench.TODAY)
        assert (line.filing, line.exact) == (filing.filing, True)
        known = lookup(db, str(filing.people[0].id_number), bench.TODAY)
        assert filing.filing in {line.filing for line in known}
        on_its_day = Filter(
            received_from=bench.day_of(filing), received_to=bench.day_of(filing), group=filing.group
        )
        for text in (filing.people[0].name, str(filing.people[0].phone)[3:]):
            found = lookup(db, text, bench.TODAY, on_its_day)
            assert filing.filing in {line.filing for line in found}, text
    capsys.readouterr()
    bench.measure("million", db, tmp_path, some)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    slow = {line["name"]: line["ours"] for line in told if line["ours"] > MOST_MS}
    assert len(told) > 20
    assert slow == {}
    db.close()
