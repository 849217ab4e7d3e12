"""Random parts of a random roster: whatever a file does not cover stays as it is, and whatever goes was listed before."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from api.roster import rules
from schemas.roster.rows import Loss, Roster, RosterLesson, Said, SheetKey, Snapshot
from tests.roster import books
from tests.roster.books import guardian
from tests.roster.test_diff import PHONES, rosters

SHEETS: list[SheetKey] = ["classes", "students", "guardians", "staff"]
GIVEN = st.sets(st.sampled_from(SHEETS), min_size=1).map(frozenset)
people = st.sets(st.sampled_from(PHONES))


@st.composite
def led(draw: st.DrawFn) -> Roster:
    """A roster with class teachers and needs for support."""
    roster = draw(rosters())
    leads = [
        RosterLesson(
            class_key=key, person=draw(st.sampled_from(sorted(roster.staff))), part="class_teacher", subject=""
        )
        for key in roster.classes
        if roster.staff and draw(st.booleans())
    ]
    needs = st.sampled_from([(), ("hardship",), ("hardship", "orphan")])
    students = {n: msgspec.structs.replace(s, support=draw(needs)) for n, s in roster.students.items()}
    return msgspec.structs.replace(
        roster, students=students, lessons=roster.lessons | {lesson.key: lesson for lesson in leads}
    )


@st.composite
def saids(draw: st.DrawFn, file: Roster) -> Said:
    """What a file states beyond its rows."""
    here = sorted(file.students)
    some = st.sets(st.sampled_from(here)) if here else st.just(set[str]())
    return Said(
        homeless=draw(some),
        denied=dict.fromkeys(draw(some), ("hardship",)),
        roles=draw(people),
        taught=draw(people),
        led=draw(people) | {x.person for x in file.lessons.values() if x.part == "class_teacher"},
    )


@given(led(), led(), GIVEN, st.data())
@settings(deadline=None, max_examples=40)
def test_what_a_file_does_not_cover_stays(
    now: Roster, file: Roster, sheets: frozenset[SheetKey], data: st.DataObject
) -> None:
    said = data.draw(saids(file))
    new = rules.complete(now, file, said, sheets, "new")
    for kind in ("classes", "students", "staff", "guardianships", "lessons"):
        kept = getattr(new, kind)
        assert {key: kept.get(key) for key in getattr(now, kind)} == getattr(now, kind), kind
    part = rules.complete(now, file, said, sheets, "classes")
    covered = {s.class_key for s in file.students.values()} if "students" in sheets else set[tuple[int, str]]()
    assert set(now.classes) <= set(part.classes)
    for number, student in now.students.items():
        if number not in file.students and student.class_key not in covered:
            assert part.students[number] == student
    named = {tie.number for tie in file.guardianships.values()} if "guardians" in sheets else set[str]()
    for key, tie in now.guardianships.items():
        if tie.number in part.students and tie.number not in named:
            assert part.guardianships[key] == tie
    replaced = {row.number for row in file.staff.values()} if "staff" in sheets else set[str]()
    assert all(p in part.staff for p, row in now.staff.items() if row.number not in replaced)
    leads = (
        {x.class_key for x in file.lessons.values() if x.part == "class_teacher"}
        if "staff" in sheets
        else set[tuple[int, str]]()
    )
    for key, lesson in now.lessons.items():
        untold = lesson.person not in (said.led if lesson.part == "class_teacher" else said.taught)
        outside = "students" in sheets and lesson.class_key not in covered
        if (
            lesson.person in part.staff
            and (untold or outside)
            and not (lesson.part == "class_teacher" and lesson.class_key in leads)
        ):
            assert key in part.lessons


def test_a_file_of_new_people_keeps_two_guardians_with_the_same_order() -> None:
    """Two may have the same order of contact; each stays, although the file names one of them."""
    book = books.school()
    book["家长"].append(guardian("S2", "16400000178", "赵小兰", "外婆", 联系顺序="1"))
    now, file = books.checked(book).roster, books.checked(books.school()).roster
    assert now
    assert file
    same = {key: msgspec.structs.replace(tie, contact_order=1) for key, tie in now.guardianships.items()}
    now = msgspec.structs.replace(now, guardianships=same)
    for first in (now, msgspec.structs.replace(now, guardianships=dict(reversed(same.items())))):
        wanted = rules.complete(first, file, Said(), frozenset({"guardians"}), "new")
        assert wanted.guardianships == same


@given(led(), led(), GIVEN, st.data())
@settings(deadline=None, max_examples=40)
def test_whatever_goes_is_listed(now: Roster, file: Roster, sheets: frozenset[SheetKey], data: st.DataObject) -> None:
    said = data.draw(saids(file))
    for covers in ("school", "classes", "new"):
        wanted = rules.complete(now, file, said, sheets, covers)  # pyright: ignore[reportArgumentType]
        changes = rules.diff(Snapshot(now=now, former=Roster()), wanted)
        _are_listed(now, wanted, rules.losses(now, changes))


def _are_listed(now: Roster, wanted: Roster, listed: list[Loss]) -> None:
    """Every row, home, need and role that is gone stands in the list, by itself or with the person or class it belongs to."""
    by = {(loss.kind, loss.number or loss.name) for loss in listed}
    for number, student in now.students.items():
        after = wanted.students.get(number)
        assert after is not None or ("student", number) in by
        if after is not None:
            assert after.home is not None or student.home is None or ("home", number) in by
            assert set(student.support) <= set(after.support) or ("support", number) in by
    for key, tie in now.guardianships.items():
        assert key in wanted.guardianships or {("student", tie.number), ("guardianship", tie.number)} & by
    for person, row in now.staff.items():
        after_staff = wanted.staff.get(person)
        assert after_staff is not None or ("staff", row.number) in by
        assert after_staff is None or set(row.roles) <= set(after_staff.roles) or ("role", row.number) in by
    for key, lesson in now.lessons.items():
        gone = {("lesson", now.staff[lesson.person].number), ("staff", now.staff[lesson.person].number)}
        assert key in wanted.lessons or ({*gone, ("class", lesson.class_key[1])} & by)
    assert all(key in wanted.classes or ("class", key[1]) in by for key in now.classes)
