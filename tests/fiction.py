"""Filings nobody ever made: the same one for the same number, each of people of its own.

The situations are those of the shipped samples, which the law shaped; who is in them, their
numbers, where they live and what they are called is put together here. ID numbers begin with 099
and telephones with 09000, as nobody's do.
"""

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

from desk.sample import SAMPLES
from msgspec import structs

from lienthong_tui.desk.reading import Decoded, decode
from lienthong_tui.people.id_number import id_facts
from lienthong_tui.text.fold import fold

Sex = Literal["male", "female"]

SURNAMES = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ",
    "Ngô", "Dương", "Lý", "Đinh", "Trương", "Đoàn", "Mai",
)  # fmt: skip
MIDDLES = {
    "male": ("Văn", "Đức", "Hữu", "Quang", "Minh", "Quốc", "Gia", "Bảo", "Công", "Thanh"),
    "female": ("Thị", "Hoài", "Kim", "Ngọc", "Quỳnh", "Thùy", "Diệu", "Khánh", "Bảo"),
}
GIVEN = {
    "male": (
        "Mẫu", "Thử", "Khôi", "Dũng", "Nghĩa", "Phước", "Thắng", "Tuấn", "Vượng", "Khuê", "Đạt",
    ),
    "female": (
        "Ví", "Ngần", "Phượng", "Huyền", "Tuyết", "Giáng", "Nguyệt", "Thoa", "Yến", "Uyên", "Hạnh",
    ),
}  # fmt: skip
# Between middle and given name: with it no two filings below ten thousand are of one name.
SECOND = """
    An Ân Bách Bích Ca Cẩm Cát Chi Chiêu Chính Cúc Cương Dạ Danh Dao Di Diễm Diên Diệp Doanh Du Dung
    Duy Duyên Đan Đăng Đình Đoan Đông Đường Giao Hà Hạ Hải Hảo Hân Hiên Hiền Hiệp Hiếu Hòa Hoa Hoan
    Hoàn Hội Hồng Hợp Hương Hy Khải Khang Khiêm Kiên Kiều Kỳ Lam Lâm Lan Lân Lễ Liên Liễu Linh Loan
    Lộc Lợi Luân Lương Ly Mai Mẫn Mi Miên My Mỹ Nam Ngân Nghi Nguyên Nhã Nhàn Nhân Nhật Nhi Nhiên
    Nhu Như Nhung Ninh Oanh Phi Phong Phú Phúc Quân Quế Quyên Sa San Sang Sơn Tâm Tân Thảo Thi Thiên
    Thơ Thu Thư Thục Thương Tiên
""".split()  # noqa: SIM905 – a list of a hundred literals is no easier to read
HAMLETS = (
    "Thôn An Lợi", "Thôn Hà Lợi", "Thôn Lệ Xuyên", "Thôn Mẫu", "Thôn Long Quang, xóm 3",
    "Tổ dân phố 7", "Số 15 đường Mẫu, tổ 4", "Bản Khe Đá", "Khu phố Thử Nghiệm", "Xóm Đình",
)  # fmt: skip

_APART = 37  # between the numbers of people in one filing

# Names of the Ê Đê have no surname in front; the samples' own stay.
_OWN_WAY = re.compile("H’|Y ")


@dataclass(frozen=True)
class Person:
    """Somebody invented."""

    surname: str
    middle: str
    given: str

    @property
    def name(self) -> str:
        return f"{self.surname} {self.middle} {self.given}"


def person(chance: random.Random, sex: Sex, surname: str | None = None) -> Person:
    """Somebody of that sex."""
    surname = surname or chance.choice(SURNAMES)
    return Person(surname, chance.choice(MIDDLES[sex]), chance.choice(GIVEN[sex]))


def _numbered(number: int, sex: Sex, surname: str) -> Person:
    """Somebody whom nobody of the same role in another filing is called like."""
    rest, second = divmod(number, len(SECOND))
    rest, given = divmod(rest, len(GIVEN[sex]))
    middle = MIDDLES[sex][rest % len(MIDDLES[sex])]
    return Person(surname, f"{middle} {SECOND[second]}", GIVEN[sex][given])


def id_number(chance: random.Random, sex: Sex, born: int) -> str:
    """A number for somebody of that sex and year of birth (`people.id_number`)."""
    group = (born - 1900) // 100 * 2 + (sex == "female")
    return f"099{group}{born % 100:02}{chance.randrange(10**6):06}"


def phone(chance: random.Random) -> str:
    """A telephone number."""
    return f"09000{chance.randrange(10**5):05}"


def somebody(chance: random.Random, role: str) -> dict[str, str]:
    """Somebody in that role, as the store's tables hold people."""
    sex: Sex = "male" if role == "father" else "female"
    born = chance.randrange(1950, 2026)
    return {
        "role": role,
        "name": person(chance, sex).name,
        "id_number": id_number(chance, sex, born),
        "phone": phone(chance),
        "birth": f"{born}-{chance.randrange(1, 13):02}-01",
    }


def case(number: int) -> Decoded:
    """The `number`-th filing, below 100,000, as a case file with all that it needs."""
    sample = _samples()[number % len(SAMPLES)]
    answers = _retold(dict(_leaves(sample.file.answers)), number)
    return replace(sample, file=structs.replace(sample.file, answers=answers))


@cache
def _samples() -> tuple[Decoded, ...]:
    return tuple(decode(path) for path in SAMPLES)


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """The answers of a case file by their whole names."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield above + key, value


def _retold(told: Mapping[str, Any], number: int) -> dict[str, Any]:
    """The same answers of other people.

    Who has several roles has them here as well; whoever bear one surname, or live in one place, do.
    """
    chance = random.Random(number)
    surnames: dict[str, str] = {}
    hamlets: dict[str, str] = {}
    people: dict[str, Person] = {}
    ids: dict[str, str] = {}
    holders: dict[str, str] = {}
    for role in dict.fromkeys(key.rpartition(".")[0] for key in told):
        name, old = _name(told, role), _who(told, role)
        if not name or old in people or _OWN_WAY.match(name):
            continue
        sex = told[f"{role}.sex"] if old == name else id_facts(old).sex
        surname = surnames.setdefault(name.split()[0], chance.choice(SURNAMES))
        people[old] = _numbered(number + _APART * len(people), sex, surname)
        holders[fold(name).upper()] = fold(people[old].name).upper()

    def leaf(key: str, value: Any) -> Any:
        role, _, what = key.rpartition(".")
        match what:
            case "name" | "surname" | "middle" | "given" if them := people.get(_who(told, role)):
                return getattr(them, what)
            case "id_number":
                return ids.setdefault(value, f"{value[:6]}{number:05}{len(ids)}")
            case "account_holder":
                return holders.get(value, value)
            case "phone":
                return phone(chance)
            case "detail" if value.startswith(("Thôn", "Khu phố")):
                return hamlets.setdefault(value, chance.choice(HAMLETS))
            case "account_number" | "birth_proof_number":
                return re.sub(r"^\d{5}", f"{number:05}", value)
        return value

    return {key: leaf(key, value) for key, value in told.items()}


def _who(told: Mapping[str, Any], role: str) -> str:
    """What tells whether two roles are one person."""
    return str(told.get(f"{role}.id_number") or _name(told, role))


def _name(told: Mapping[str, Any], role: str) -> str:
    """What somebody is called; "" where the role is nobody's."""
    parts = [told.get(f"{role}.{part}") for part in ("surname", "middle", "given")]
    return str(told.get(f"{role}.name") or " ".join(filter(None, parts)))
