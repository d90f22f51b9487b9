from datetime import date, time

import pytest

from lienthong_tui.filing.checks import check
from lienthong_tui.filing.outline import outline
from lienthong_tui.problems import Problem
from lienthong_tui.procedures import loading, overlay
from lienthong_tui.procedures.overlay import DayOff, Facility, Hamlet, Overlay, OwnAgency

from .toys import FEE, SUGGESTING, field, toy

OTHER_SCHEME = """
[[scheme]]
id = "draft-2027"
name = { vi = "Theo dự thảo năm 2027", en = "2027 draft" }
cut_off = "16:30"
effective_from = 2026-07-01
effective_to = 2026-12-31
law = "Dự thảo"

[[deadline]]
scheme = "draft-2027"
procedure = "copy"
working_days = 2
basis = { vi = "hai ngày làm việc", en = "two working days" }
law = "Dự thảo"
"""
LAW_ENDED = "effective_from = 2016-01-01\neffective_to = 2026-06-30"
WHOLE = """
overlay = 1
cut_off = "14:00"
saturday_until = "11:30"
office = "Trung tâm Phục vụ hành chính công xã Mẫu"
contact = "0233 000 000, sáng 7:00 – 11:30"

[deadlines]
copies = "draft-2027"

[fees]
search = 10000

[agencies]
civil-status = { vi = "Ủy ban nhân dân xã Mẫu", en = "Sample People's Committee", code = "H50.1" }

[phrases]
purposes = ["Làm hồ sơ đi học", "Bổ sung lý lịch"]

[letters]
02 = "Quyết định số 12/QĐ-UBND ngày 05/10/2026"

[[days]]
date = 2026-12-24
kind = "off"
name = "Ngày truyền thống xã"

[[facilities]]
name = "Trạm y tế mẫu"
address = "thôn Một"
code = "45001"
lists = ["houses", "codes"]

[[hamlets]]
name = "Thôn Một"
former = "19630"
"""


DAY = date(2026, 11, 20)


CARE = 'suggest = "codes"\npattern = "^[0-9]{2}[0-9A-Z]{3}$"\nexample = "45001"'
MORE = OTHER_SCHEME + SUGGESTING + FEE + field("holder.care", extra=CARE)


def problem(source: bytes) -> Problem:
    with pytest.raises(Problem) as found:
        overlay.read(source, (toy(more=MORE),))
    return found.value


def test_a_whole_overlay() -> None:
    group = toy(more=MORE)
    office = overlay.read(WHOLE.encode(), (group,))
    assert office == Overlay(
        overlay=1,
        deadlines={"copies": "draft-2027"},
        cut_off="14:00",
        saturday_until="11:30",
        office="Trung tâm Phục vụ hành chính công xã Mẫu",
        contact="0233 000 000, sáng 7:00 – 11:30",
        fees={"search": 10_000},
        agencies={
            "civil-status": OwnAgency(
                vi="Ủy ban nhân dân xã Mẫu", en="Sample People's Committee", code="H50.1"
            )
        },
        phrases={"purposes": ("Làm hồ sơ đi học", "Bổ sung lý lịch")},
        days=(DayOff(date(2026, 12, 24), "off", "Ngày truyền thống xã"),),
        facilities=(Facility("Trạm y tế mẫu", ("houses", "codes"), "thôn Một", "45001"),),
        hamlets=(Hamlet("Thôn Một", "19630"),),
        letters={"02": "Quyết định số 12/QĐ-UBND ngày 05/10/2026"},
    )
    assert overlay.read(overlay.encode(office), (group,)) == office
    scheme = overlay.scheme_of(group, office, DAY)
    assert scheme.id == "draft-2027"
    assert overlay.deadlines_of(group, scheme)["copy"].working_days == 2
    assert overlay.cut_off(scheme, office) == time(14)
    (agency,) = group.definition.agency
    assert overlay.agency_name(agency, office).vi == "Ủy ban nhân dân xã Mẫu"
    assert overlay.agency_code(agency, office) == "H50.1"
    assert [overlay.amount(fee, office) for fee in group.definition.fee] == [8_000, 10_000]


def test_what_an_office_did_not_set_is_the_definitions() -> None:
    group = toy(more=OTHER_SCHEME)
    office = overlay.read(b"overlay = 1\n[deadlines]\n", (group,))
    scheme = overlay.scheme_of(group, office, DAY)
    assert scheme.id == "law-2014"
    assert overlay.deadlines_of(group, scheme)["copy"].working_days == 0
    assert overlay.cut_off(scheme, office) == time(15)
    (agency,) = group.definition.agency
    assert overlay.agency_name(agency, office) == agency.name
    assert overlay.agency_code(agency, office) is None


@pytest.mark.parametrize(
    ("own", "vi", "en"),
    [
        ('code = "H50.1"', None, None),
        ('en = "Sample committee"', None, "Sample committee"),
        ('vi = "Ủy ban mẫu"', "Ủy ban mẫu", None),
        # As a desk of 0.3.0 may have stored it.
        ('vi = ""\nen = ""\ncode = "H50.1"', None, None),
    ],
)
def test_a_name_not_set_is_the_definitions(own: str, vi: str | None, en: str | None) -> None:
    office = overlay.decode(f"overlay = 1\n[deadlines]\n[agencies.civil-status]\n{own}".encode())
    (agency,) = toy().definition.agency
    found = overlay.agency_name(agency, office)
    assert (found.vi, found.en) == (vi or agency.name.vi, en or agency.name.en)


def test_the_cut_off_follows_the_chosen_scheme() -> None:
    group = toy(more=OTHER_SCHEME)
    office = overlay.read(b'overlay = 1\n[deadlines]\ncopies = "draft-2027"', (group,))
    assert overlay.cut_off(overlay.scheme_of(group, office, DAY), office) == time(16, 30)


@pytest.mark.parametrize(
    ("day", "scheme"),
    [
        (date(2026, 6, 30), "law-2014"),
        (date(2026, 7, 1), "draft-2027"),
        (date(2026, 12, 31), "draft-2027"),
        (date(2027, 1, 1), "law-2014"),
    ],
)
def test_a_choice_counts_only_while_it_is_in_force(day: date, scheme: str) -> None:
    office = Overlay(overlay=1, deadlines={"copies": "draft-2027"})
    assert overlay.scheme_of(toy(more=OTHER_SCHEME), office, day).id == scheme


def test_without_a_choice_the_first_in_force_counts() -> None:
    ended = toy(("effective_from = 2016-01-01", LAW_ENDED), more=OTHER_SCHEME)
    office = Overlay(overlay=1, deadlines={})
    assert overlay.scheme_of(ended, office, date(2026, 7, 1)).id == "draft-2027"
    # On a day no scheme covers, the first written still gives a filing its dates.
    assert overlay.scheme_of(ended, office, date(2027, 1, 1)).id == "law-2014"


def test_a_choice_outlives_the_version_it_was_made_under() -> None:
    earlier, later = toy(more=OTHER_SCHEME), toy()
    office = overlay.read(b'overlay = 1\n[deadlines]\ncopies = "draft-2027"', (earlier, later))
    assert overlay.scheme_of(earlier, office, DAY).id == "draft-2027"
    assert overlay.scheme_of(later, office, DAY).id == "law-2014"


@pytest.mark.parametrize(
    ("last", "told"), [("2025-12-31", True), ("2026-01-01", False), (None, False)]
)
def test_a_choice_that_never_counts_is_told(last: str | None, told: bool) -> None:
    end = f"\neffective_to = {last}" if last else ""
    group = toy(("effective_from = 2016-01-01", f"effective_from = 2016-01-01{end}"))
    source = b'overlay = 1\n[deadlines]\ncopies = "law-2014"'
    if told:
        with pytest.raises(Problem) as found:
            overlay.read(source, (group,))
        assert found.value == Problem("overlay-never", name="law-2014")
        # Another version of the group may be in force with it.
        overlay.read(source, (group, toy()))
    else:
        overlay.read(source, (group,))


def test_the_shipped_overlay_fits_the_shipped_definitions() -> None:
    office = overlay.read(overlay.shipped(), loading.shipped())
    assert (office.days, office.facilities, office.fees) == ((), (), {})
    assert office.letters == {}
    assert b"letters" not in overlay.encode(office)
    assert len(overlay.sha256(overlay.shipped())) == 64


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('copies = "draft-2027"', 'copies = "draft-2028"', "draft-2028"),
        ('copies = "draft-2027"', 'copy = "draft-2027"', "copy"),
        ("civil-status =", "court =", "court"),
        ("search =", "searches =", "searches"),
        ("purposes =", "houses =", "houses"),
        ('["houses", "codes"]', '["hamlets"]', "hamlets"),
        ('former = "19630"', 'former = "99999"', "99999"),
        ("02 =", "08 =", "08"),
    ],
)
def test_what_no_definition_knows(old: str, new: str, name: str) -> None:
    assert problem(WHOLE.replace(old, new).encode()) == Problem("overlay-unknown", name=name)


@pytest.mark.parametrize("text", ["25:00", "15", "15:00+07:00", "15h", ""])
def test_a_cut_off_is_an_hour(text: str) -> None:
    source = WHOLE.replace('"14:00"', f'"{text}"').encode()
    assert problem(source) == Problem("overlay-time", text=text)
    source = WHOLE.replace('"11:30"', f'"{text}"').encode()
    assert problem(source) == Problem("overlay-time", text=text)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("[[days]]", '[[days]]\ndate = 2026-12-24\nkind = "work"\nname = "Bù"\n[[days]]',
         "24/12/2026"),
        ("[[hamlets]]", '[[hamlets]]\nname = "Thôn Một"\nformer = "19630"\n[[hamlets]]',
         "Thôn Một 19630"),
        ("[[facilities]]", '[[facilities]]\nname = "Trạm y tế mẫu"\nlists = ["codes"]\n'
         "[[facilities]]",
         "Trạm y tế mẫu"),
        ('"Bổ sung lý lịch"', '"Làm hồ sơ đi học"', "Làm hồ sơ đi học"),
    ],
)  # fmt: skip
def test_nothing_stands_twice_on_a_list(old: str, new: str, name: str) -> None:
    assert problem(WHOLE.replace(old, new, 1).encode()) == Problem("overlay-twice", name=name)


@pytest.mark.parametrize(
    ("old", "new", "item"),
    [
        ("Ủy ban nhân dân xã Mẫu", "", "agencies.civil-status"),
        ("Sample People's Committee", "", "agencies.civil-status"),
        ("Ngày truyền thống xã", "", "days 1"),
        ("Trạm y tế mẫu", "", "facilities 1"),
        ('name = "Thôn Một"', 'name = ""', "hamlets 1"),
        ("Bổ sung lý lịch", "", "phrases.purposes 2"),
        ("Quyết định số 12/QĐ-UBND ngày 05/10/2026", "", "letters.02"),
    ],
)
def test_a_text_says_something(old: str, new: str, item: str) -> None:
    assert problem(WHOLE.replace(old, new, 1).encode()) == Problem("overlay-empty", item=item)


@pytest.mark.parametrize("unclean", ["{} ", "{}  x", "{}\\u001b[31m", "{}\\nx", "e\\u0300 {}"])
@pytest.mark.parametrize(
    "text",
    ["Ủy ban nhân dân xã Mẫu", "Sample People's Committee", "Ngày truyền thống xã",
     "Trạm y tế mẫu", "thôn Một", "Thôn Một", "Bổ sung lý lịch",
     "Quyết định số 12/QĐ-UBND ngày 05/10/2026"],
)  # fmt: skip
def test_a_text_is_as_if_it_was_typed(text: str, unclean: str) -> None:
    found = problem(WHOLE.replace(text, unclean.format(text), 1).encode())
    assert found.code == "overlay-text"


@pytest.mark.parametrize("code", ["", "h50.1", "H50.", "H50 1", "H50.1\\n", "mã"])
def test_an_agencys_code_has_its_form(code: str) -> None:
    found = problem(WHOLE.replace('code = "H50.1"', f'code = "{code}"').encode())
    assert (found.code, found.params["text"]) == ("overlay-agency-code", code.replace("\\n", "\n"))


@pytest.mark.parametrize("lists", ['["houses", "codes"]', '["houses"]'])
def test_a_facilitys_code_is_one_its_field_takes(lists: str) -> None:
    source = WHOLE.replace('["houses", "codes"]', lists).replace("45001", "45abc")
    assert problem(source.encode()) == Problem("overlay-care-code", text="45abc", example="45001")


def test_a_facility_is_offered_somewhere() -> None:
    source = WHOLE.replace('["houses", "codes"]', "[]")
    assert problem(source.encode()) == Problem("overlay-no-list", name="Trạm y tế mẫu")


def test_first_care_is_told_by_a_code() -> None:
    source = WHOLE.replace('code = "45001"\n', "").encode()
    assert problem(source) == Problem("overlay-code", name="Trạm y tế mẫu")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b"overlay = ", "overlay-toml"),
        (b"overlay = 1\nname = '\xff'", "overlay-toml"),
        (b"x = " + b"[" * 5000, "overlay-toml"),
        (b"a." * 200_000 + b"a = 1", "overlay-toml"),
        (b"overlay = 1" + b"1" * 5000, "overlay-toml"),
        (b"", "overlay-shape"),
        (b"overlay = 2\n[deadlines]", "overlay-shape"),
        (b"overlay = 1\n[deadlines]\n[holidays]", "overlay-shape"),
        (WHOLE.replace('"off"', '"holiday"').encode(), "overlay-shape"),
        (WHOLE.replace("search = 10000", "search = -1").encode(), "overlay-shape"),
        (WHOLE.replace("2026-12-24", '"Christmas"').encode(), "overlay-shape"),
    ],
)
def test_what_is_no_overlay(source: bytes, code: str) -> None:
    found = problem(source)
    assert found.code == code
    assert found.params["said"]


def test_an_office_takes_what_it_relaxes() -> None:
    source = overlay.shipped().replace(
        b"overlay = 1", b'overlay = 1\nrelaxed = ["abandoned-child"]'
    )
    assert overlay.read(source, loading.shipped()).relaxed == ("abandoned-child",)
    for now, told in (
        (b'"abandoned"', Problem("overlay-unknown", name="abandoned")),
        (b'"recognition", "recognition"', Problem("overlay-twice", name="recognition")),
    ):
        with pytest.raises(Problem) as caught:
            overlay.read(source.replace(b'"abandoned-child"', now), loading.shipped())
        assert caught.value == told


def test_a_relaxed_referral_only_informs() -> None:
    group = next(g for g in loading.shipped() if g.definition.group == "birth")
    outlined = outline(
        group, {"registration.case": "abandoned"}, today=date(2026, 11, 20), commune="19639"
    )
    levels = {
        relaxed: {f.rule: f.level for f in check(outlined, relaxed=relaxed)}["child-abandoned"]
        for relaxed in ((), ("abandoned-child",), ("recognition",))
    }
    assert levels == {(): "error", ("abandoned-child",): "info", ("recognition",): "error"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('contact = "☎ 0233 000 000"', "letter-missing"),
        ('office = "Bộ phận 王"', "letter-missing"),
        ('letters = { "02" = "x" }', "overlay-decision"),
        ('letters = { "02" = "Quyết định số 12/QĐ-UBND" }', "overlay-decision"),
        ('letters = { "07" = "Quyết định số 12/QĐ-UBND ngày 05/10/2026" }', None),
    ],
)
def test_what_goes_onto_paper_can_be_printed_and_stands_on_a_decision(
    line: str, code: str | None
) -> None:
    source = f"overlay = 1\ndeadlines = {{}}\n{line}\n".encode()
    if code is None:
        overlay.read(source, loading.shipped())
        return
    with pytest.raises(Problem, match=code):
        overlay.read(source, loading.shipped())
