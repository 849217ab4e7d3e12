"""The made-up city: the same for the same seed, lifelike, and loaded by the importer without a single fault."""

import tracemalloc
from collections import Counter

import pytest

from api.roster.demo import city, load
from api.roster.demo.city import MIDDLE, PRIMARY, STATION, OrgRows
from api.roster.demo.people import PREFIX
from api.roster.files import template, upload
from api.roster.rules import check
from api.roster.values import SUPPORT
from schemas.roster.rows import Roster

YEAR = 2026


@pytest.fixture(scope="module")
def orgs() -> dict[int, OrgRows]:
    return {o.org.org_id: o for o in city.demo(YEAR)}


@pytest.fixture(scope="module")
def rosters(orgs: dict[int, OrgRows]) -> dict[int, Roster]:
    """What the importer makes of the workbooks that the generator writes."""
    found: dict[int, Roster] = {}
    for org_id, one in orgs.items():
        file = upload.read(template.workbook(one.org.kind, one.rows), "名单.xlsx")
        got = check(file, one.org.kind)
        assert got.bad_rows == []
        assert got.roster is not None
        found[org_id] = got.roster
    return found


def test_the_second_school_is_one_wide_sheet_that_says_the_same(
    orgs: dict[int, OrgRows], rosters: dict[int, Roster]
) -> None:
    one = orgs[PRIMARY]
    file = upload.read(load.workbook_of(one, YEAR), "名单.xlsx")
    assert [table.name for table in file.tables] == ["花名册", "教职工"]
    got = check(file, "school")
    assert (got.bad_rows, got.asks, {note.code for note in got.notes}) == ([], [], {"heading_row", "classes_derived"})
    assert got.roster == rosters[PRIMARY]


def test_size(rosters: dict[int, Roster]) -> None:
    assert [len(rosters[o].classes) for o in (MIDDLE, PRIMARY)] == [36, 18]
    assert 2300 < sum(len(r.students) for r in rosters.values()) < 2500


def test_the_same_seed_the_same_city(orgs: dict[int, OrgRows]) -> None:
    assert {o.org.org_id: o for o in city.demo(YEAR)} == orgs
    assert {o.org.org_id: o for o in city.demo(YEAR, seed=2)} != orgs


def test_a_counsellor_and_families_span_organisations(rosters: dict[int, Roster]) -> None:
    shared = set(rosters[MIDDLE].staff) & set(rosters[STATION].staff)
    assert [rosters[MIDDLE].staff[p].roles for p in shared] == [("counsellor", "custodian")]
    both = set(rosters[MIDDLE].guardians) & set(rosters[PRIMARY].guardians)
    assert {city.MOTHER.phone, city.FATHER.phone} <= both
    assert len(both) > 10
    for phone in both:
        assert rosters[MIDDLE].guardians[phone].name == rosters[PRIMARY].guardians[phone].name


def test_lifelike(rosters: dict[int, Roster]) -> None:
    students = [s for r in rosters.values() for s in r.students.values()]
    ties = [t for r in rosters.values() for t in r.guardianships.values()]
    assert 1.9 < len(ties) / len(students) < 2.3
    assert 0.49 < sum(s.sex == "male" for s in students) / len(students) < 0.57
    flags = Counter(flag for s in students for flag in s.support)
    assert set(flags) == set(SUPPORT)
    assert 0.04 < flags["left_behind"] / len(students) < 0.10
    assert 0.03 < flags["single_parent"] / len(students) < 0.09
    assert len({s.name for s in students}) > 0.85 * len(students)
    staff = set(rosters[MIDDLE].staff) & set(rosters[MIDDLE].guardians)
    assert staff  # teachers with a child at their own school
    assert all(len(r.students) / len(r.staff) < 20 for r in rosters.values() if r.students)


def test_every_class_has_a_teacher(rosters: dict[int, Roster]) -> None:
    for roster in rosters.values():
        led = Counter(x.class_key for x in roster.lessons.values() if x.part == "class_teacher")
        assert led == Counter(roster.classes.keys())
        taught = {x.class_key for x in roster.lessons.values() if x.part == "subject_teacher"}
        assert taught == set(roster.classes)


def test_no_number_of_a_living_person(rosters: dict[int, Roster]) -> None:
    phones = {p for r in rosters.values() for p in (*r.guardians, *r.staff)}
    assert all(p.startswith(PREFIX) for p in phones)


def test_a_streamed_city_in_constant_memory() -> None:
    phones: Counter[str] = Counter()
    students, schools = 0, 0
    tracemalloc.start()
    for one in city.city(YEAR, 4_000):
        students += len(one.rows["students"])
        schools += 1
        phones.update({row[2]: 1 for row in [*one.rows["guardians"][:200], *one.rows["staff"]]}.keys())
        assert tracemalloc.get_traced_memory()[0] < 12_000_000
    tracemalloc.stop()
    assert (students, schools > 2) == (4_000, True)
    assert phones.most_common(1)[0][1] <= 3  # siblings of a neighbouring school, never two people
