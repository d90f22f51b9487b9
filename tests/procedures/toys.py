"""The toy definition and variants of it, made by replacing or adding text."""

from pathlib import Path

from lienthong_tui.procedures import loading
from lienthong_tui.procedures.loading import Group

TOY = Path(__file__).with_name("toy.toml").read_text(encoding="utf-8")

Change = tuple[str, str]

# A second procedure of the same agency, which waits for what the first one yields.
YIELDS = ('components = ["old-copy"]\n', 'components = ["old-copy"]\nyields = ["copy.number"]\n')
AWAITING = """
[[procedure]]
id = "certified-copy"
name = { vi = "Chứng thực bản sao", en = "Certified copy" }
agency = "civil-status"
shown = "holder.copies > 1"
fields = ["office.commune", "holder.name"]
awaits = ["copy.number"]
law = "Luật Hộ tịch 2014, Điều 63"

[[deadline]]
scheme = "law-2014"
procedure = "certified-copy"
working_days = 2
basis = { vi = "hai ngày làm việc", en = "two working days" }
law = "Luật Hộ tịch 2014, Điều 64"
"""


IN_DATABASE = (
    'component_bytes = 1_000\ndatabase_reasons = [{ vi = "Dữ liệu sai", en = "Wrong data" }]'
)
"""In place of the line that limits files: a reason to take what a database holds."""
DATABASE = 'database = { vi = "CSDL hộ tịch", en = "the civil-status database" }'
"""In place of what is required of a paper: it is in a database."""


SUGGESTING = """
[[suggestion]]
id = "houses"
kind = "facilities"
title = { vi = "Cơ sở", en = "Facilities" }

[[suggestion]]
id = "codes"
kind = "facility-codes"
title = { vi = "Mã cơ sở", en = "Facility codes" }

[[suggestion]]
id = "hamlets"
kind = "hamlets"
title = { vi = "Thôn", en = "Hamlets" }

[[suggestion]]
id = "purposes"
kind = "phrases"
title = { vi = "Mục đích", en = "Purposes" }
"""
"""Lists of the office's own texts, one of each kind."""
FEE = """
[[fee]]
id = "copy"
name = { vi = "Lệ phí bản sao", en = "Fee of a copy" }
amount = 8000
count = "holder.copies"
law = "Thông tư 281/2016/TT-BTC"

[[fee]]
id = "search"
name = { vi = "Tra sổ cũ", en = "Search of old books" }
when = "office.book == 'death'"
exempt = "holder.copies > 5"
exemption = { vi = "Miễn khi xin nhiều bản", en = "Waived for many copies" }
law = "Nghị quyết của tỉnh"
"""
"""One fee for each copy, and one whose amount the province sets."""


def altered(*changes: Change, more: str = "") -> bytes:
    """The toy's text with each (old, new) replaced, and `more` after it."""
    text = TOY
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return (text + more).encode()


def toy(*changes: Change, more: str = "") -> Group:
    """The same, loaded."""
    return loading.read(altered(*changes, more=more), "toy.toml")


def linked() -> Group:
    """The toy with two procedures at its one agency, the second awaiting the first."""
    return toy(YIELDS, more=AWAITING)


def field(name: str, kind: str = "text", section: str = "holder", extra: str = "") -> str:
    """One more field; it is asked after the toy's own."""
    return f"""
[[field]]
id = "{name}"
section = "{section}"
type = "{kind}"
label = {{ vi = "{name}", en = "{name}" }}
{extra}
"""


def rule(name: str, when: str, level: str = "error", at: str = "holder.name") -> str:
    """One more rule."""
    return f"""
[[rule]]
id = "{name}"
level = "{level}"
when = '''{when}'''
field = "{at}"
message = {{ vi = "{name}", en = "{name}" }}
law = "Quy tắc riêng của quầy"
"""
