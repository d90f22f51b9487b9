"""A birth as its officer files it: what is typed at each question, and what that is as an answer.

Written out by hand and not asked of the program: what is lost is counted against this. People,
numbers and papers differ from filing to filing, so that none looks like a second one of another.
"""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from lienthong_tui.filing.events import Answer
from lienthong_tui.resources import data_path

PAPER = data_path("samples") / "papers" / "giay-chung-sinh-02.pdf"
PAPER_SHA256 = hashlib.sha256(PAPER.read_bytes()).hexdigest()


@dataclass(frozen=True)
class Reply:
    """What is typed at a question, and the answer that is; None where it is passed over."""

    keys: str
    answer: Answer | None


_PASSED = Reply("", None)
_SURNAMES = ("Trần", "Nguyễn", "Lê", "Phạm", "Hoàng", "Phan", "Đặng", "Bùi", "Đỗ", "Hồ")
_MIDDLES = ("Minh", "Thị", "Văn", "Hữu", "Thùy", "Quỳnh", "Đức", "Ngọc", "Gia", "Thanh")
_GIVEN = ("Mẫu", "Ví", "Thử", "Ngần", "Phượng", "Huyền", "Nghĩa", "Tuyết", "Khuê", "Giáng")

# As the pages ask; what is answered alike in every filing.
_ALIKE = {
    "registration.kind": _PASSED,  # without a foreign element: as it stands there
    "registration.commune": Reply("nam cua v\r", "19639"),
    "registration.case": Reply("1", "both_parents"),
    "registration.parents_married": Reply("1", "married"),
    "residence.same_commune": Reply("1", True),
    "residence.case": Reply("1", "own_home"),
    "identity_card.wanted": Reply("2", False),
    "filer.account": Reply("1", "requester"),
    "requester.birth_date": Reply("5/3/1996\r", "1996-03-05"),
    "requester.sex": Reply("2", "female"),
    "requester.id_issue_date": Reply("25/04/2022\r", "2022-04-25"),
    "requester.id_issuer": Reply("Bộ Công an\r", "Bộ Công an"),
    "requester.residence_kind": Reply("1", "permanent"),
    "requester.country": _PASSED,
    "requester.commune": Reply("nam cua v\r", "19639"),
    "requester.relation": Reply("2", "mother"),
    "requester.portal_relation": Reply("2", "mother"),
    "requester.email": _PASSED,
    "child.birth_proof": Reply("1", "health_data"),
    "child.birth_place.country": _PASSED,
    "child.birth_place.commune": Reply("dong ha quang tri\r", "19333"),
    "child.birth_place.detail": Reply("Bệnh viện Mẫu\r", "Bệnh viện Mẫu"),
    "child.sex": Reply("1", "male"),
    "child.nationality": _PASSED,
    "child.ethnic": Reply("kinh\r", "01"),
    "native_place.follows": Reply("1", "father"),
    "native_place.country": _PASSED,
    "native_place.province": Reply("quang tri\r", "44"),
    "native_place.commune": Reply("nam cua v\r", "19639"),
    "native_place.detail": _PASSED,
    "copies.wanted": Reply("1", True),
    "copies.count": Reply("3\r", 3),
    # The mother is the requester: of her it is asked only what was not told yet.
    "mother.nationality": _PASSED,
    "mother.ethnic": Reply("kinh\r", "01"),
    "mother.surname": _PASSED,
    "mother.middle": _PASSED,
    "mother.given": _PASSED,
    "mother.birth_date": _PASSED,
    "mother.id_number": _PASSED,
    "mother.deceased": _PASSED,
    "mother.residence_kind": _PASSED,
    "mother.country": _PASSED,
    "mother.commune": _PASSED,
    "mother.detail": _PASSED,
    "father.nationality": Reply("viet nam\r", "VN"),
    "father.ethnic": Reply("kinh\r", "01"),
    "father.birth_date": Reply("1993\r", "1993"),
    "father.deceased": Reply("2", False),
    "father.residence_kind": Reply("1", "permanent"),
    "father.country": _PASSED,
    "father.same_residence_as_mother": Reply("1", True),
    "marriage.number": _PASSED,
    "marriage.book": _PASSED,
    "marriage.issue_date": _PASSED,
    "marriage.issuer": _PASSED,
    "household.father_is_head": Reply("1", True),
    "household.mother_is_head": Reply("2", False),
    "household.relation": Reply("2", "natural_child"),
    "health.first_care": Reply("45001\r", "45001"),
    "health.card_guardian": Reply("2", "mother"),
    "health.poor_number": _PASSED,
    "health.poor_issue_date": _PASSED,
    "delivery.birth": Reply("1", "office"),
    "delivery.residence": Reply("1", "portal"),
    "delivery.health_paper": Reply("2", False),
}

Birth = Mapping[str, Reply]
"""What is said of one birth, by field id."""


def birth(chance: random.Random) -> Birth:
    """One that has not been filed yet."""

    def text(value: str) -> Reply:
        return Reply(f"{value}\r", value)

    def digits(count: int) -> str:
        return "".join(str(chance.randrange(10)) for _ in range(count))

    mother = f"{chance.choice(_SURNAMES)} Thị {chance.choice(_MIDDLES)} {chance.choice(_GIVEN)}"
    born = date(2026, 11, 15) - timedelta(days=chance.randrange(21))
    surname = text(chance.choice(_SURNAMES))  # the father's: another one would have to be explained
    address = text(f"Thôn Mẫu {chance.randrange(1, 100)}")
    varied = {
        "requester.name": text(mother),
        "requester.id_number": text(f"099196{digits(6)}"),
        "requester.detail": address,
        "requester.phone": text(f"09{digits(8)}"),
        "child.birth_proof_number": text(f"{digits(5)}.GCS.99001.26"),
        "child.surname": surname,
        "child.middle": text(f"{chance.choice(_MIDDLES)} {chance.choice(_MIDDLES)}"),
        "child.given": text(chance.choice(_GIVEN)),
        "child.birth_date": Reply(f"{born:%d/%m/%Y}\r", born.isoformat()),
        "father.surname": surname,
        "father.middle": text(chance.choice(_MIDDLES)),
        "father.given": text(chance.choice(_GIVEN)),
        "father.id_number": text(f"099093{digits(6)}"),
        "residence.detail": address,
    }
    return _ALIKE | varied


ASKED = frozenset(birth(random.Random(0)))
"""The questions that are asked of these births, by field id."""
