"""A glance into `keys.db`, before what reads it properly has been imported.

sqlite-utils and what checks the file take a tenth of a second to import, and the first page is not
to wait for them. What is seen here is a hint: `keyring.open_keyring` says what is true.
"""

from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import sqlcipher3.dbapi2

_BRIEFLY = 0.1  # seconds to wait for a program that is writing


def officer_labels(path: Path) -> list[str]:
    """The labels of the officers' slots, oldest first; none where they cannot be read at once."""
    uri = f"file:{quote(str(path))}?mode=ro"
    try:
        with closing(sqlcipher3.dbapi2.connect(uri, uri=True, timeout=_BRIEFLY)) as db:
            found = db.execute("SELECT label FROM slot WHERE kind = 'officer' ORDER BY rowid")
            return [str(label) for (label,) in found]
    except sqlcipher3.dbapi2.Error:
        return []
