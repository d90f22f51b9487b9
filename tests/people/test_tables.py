import unicodedata

import pytest

from lienthong_tui.people.tables import read_table
from lienthong_tui.resources import data_path

TABLES = sorted(path.stem for path in data_path("reference").glob("*.csv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_rows_in_nfc(name: str) -> None:
    rows = list(read_table(name))
    assert rows
    for row in rows:
        assert None not in row
        assert None not in row.values()
        assert unicodedata.is_normalized("NFC", "".join(row.values()))
