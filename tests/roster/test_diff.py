"""What an import changes: applying the difference gives the file, and the same file again gives nothing."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from api.roster import rules
from api.roster.undoing import read_undo, write_undo
from schemas.roster.rows import (
    Covers,
    Home,
    Roster,
    RosterClass,
    RosterGuardian,
    RosterGuardianship,
    RosterLesson,
    RosterStaff,
    RosterStudent,
    Said,
    SheetKey,
    Snapshot,
)

# Few different keys, so that two rosters often meet in one.
YEARS, NAMES, NUMBERS, PHONES = [2025, 2026], ["1班", "2班", "3班"], list("abcdefgh"), list("123456")
texts = st.sampled_from(["甲", "乙"])


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """A consistent roster: students in classes that are there, ties between people who are there."""
    classes = draw(st.lists(st.tuples(st.sampled_from(YEARS), st.sampled_from(NAMES)), unique=True, max_size=4))
    keys = st.sampled_from(classes) if classes else st.nothing()
    numbers = draw(st.lists(st.sampled_from(NUMBERS), unique=True)) if classes else []
    ties = draw(st.lists(st.tuples(st.sampled_from(numbers), st.sampled_from(PHONES)), unique=True)) if numbers else []
    people = draw(st.lists(st.sampled_from(PHONES), unique=True))
    lessons = [
        RosterLesson(class_key=draw(keys), person=p, part="subject_teacher", subject=draw(texts))
        for p in people
        if classes and draw(st.booleans())
    ]
    homes = st.none() | st.builds(Home, address=texts, longitude=st.none(), latitude=st.none())
    return Roster(
        classes={(y, n): RosterClass(school_year=y, grade=draw(texts), name=n) for y, n in classes},
        students={
            n: RosterStudent(number=n, name=draw(texts), sex="male", class_key=draw(keys), support=(), home=draw(homes))
            for n in numbers
        },
        guardians={p: RosterGuardian(person=p, name=draw(texts), email=draw(texts)) for p in {p for _, p in ties}},
        guardianships={
            (n, p): RosterGuardianship(number=n, person=p, relation="other", contact_order=draw(st.integers(1, 2)))
            for n, p in ties
        },
        staff={p: RosterStaff(person=p, number=p, name=draw(texts), email="", roles=()) for p in people},
        lessons={lesson.key: lesson for lesson in lessons},
    )


ALL: frozenset[SheetKey] = frozenset({"classes", "students", "guardians", "staff"})
COVERS: tuple[Covers, ...] = ("school", "classes", "new")
NOBODY = Snapshot(now=Roster(), former=Roster())


@given(st.lists(rosters(), min_size=1, max_size=4))
@settings(deadline=None)
def test_applying_the_difference_gives_the_file(files: list[Roster]) -> None:
    snapshot = NOBODY
    for wanted in files:
        before = snapshot
        changes = rules.diff(snapshot, wanted)
        snapshot = rules.apply(snapshot, changes)
        assert snapshot.now == wanted
        assert rules.empty(rules.diff(snapshot, wanted))
        for kind in Roster.__struct_fields__:
            # Nobody is lost: everybody who was a member still is one, or is among the ended.
            earlier = {*getattr(before.now, kind), *getattr(before.former, kind)}
            assert earlier <= {*getattr(snapshot.now, kind), *getattr(snapshot.former, kind)}
            assert not {*getattr(snapshot.now, kind)} & {*getattr(snapshot.former, kind)}


@given(rosters(), rosters())
@settings(deadline=None)
def test_every_row_is_in_one_place(first: Roster, second: Roster) -> None:
    snapshot = rules.apply(NOBODY, rules.diff(NOBODY, first))
    changes = rules.diff(snapshot, second)
    for kind in Roster.__struct_fields__:
        change = getattr(changes, kind)
        keys = [row.key for part in (change.added, change.changed, change.returned, change.ended) for row in part]
        assert len(keys) == len(set(keys))


@given(rosters(), rosters(), st.sets(st.sampled_from(["classes", "students", "guardians", "staff"])))
@settings(deadline=None)
def test_a_file_with_some_sheets_leaves_the_others(first: Roster, second: Roster, given_: set[str]) -> None:
    snapshot = rules.apply(NOBODY, rules.diff(NOBODY, first))
    said = Said(homeless=set(NUMBERS), denied={}, roles=set(PHONES), taught=set(PHONES), led=set(PHONES))
    whole = rules.complete(snapshot.now, second, said, frozenset(given_), "school")  # pyright: ignore[reportArgumentType]
    for sheet in ("classes", "students", "staff"):
        assert set(getattr(whole, sheet)) == set(getattr(second if sheet in given_ else first, sheet))
    assert {tie.number for tie in whole.guardianships.values()} <= set(whole.students)
    assert set(whole.guardians) == {tie.person for tie in whole.guardianships.values()}
    assert {lesson.class_key for lesson in whole.lessons.values()} <= set(whole.classes)
    if given_ == {"classes", "students", "guardians", "staff"}:
        assert faulty(whole) == []


@given(rosters(), rosters())
@settings(deadline=None)
def test_what_a_file_leaves_blank_stays(first: Roster, second: Roster) -> None:
    now = rules.apply(NOBODY, rules.diff(NOBODY, first)).now
    for covers in COVERS:
        whole = rules.complete(now, second, Said(), ALL, covers)
        lost = rules.losses(now, rules.diff(Snapshot(now=now, former=Roster()), whole))
        assert not [loss for loss in lost if loss.kind in {"home", "support", "role"}]
        if covers == "new":
            assert [loss for loss in lost if loss.kind != "lesson"] == []
            assert {n: whole.students[n] for n in now.students} == now.students
        if covers == "classes":
            covered = {s.class_key for s in second.students.values()}
            assert all(n in whole.students for n, s in now.students.items() if s.class_key not in covered)
            assert set(now.classes) <= set(whole.classes)
            assert set(now.staff) - {p for p, s in now.staff.items() if s.number in second.staff} <= set(whole.staff)


@given(rosters(), rosters(), rosters())
@settings(deadline=None)
def test_an_import_is_undone(first: Roster, second: Roster, other: Roster) -> None:
    snapshot = rules.apply(NOBODY, rules.diff(NOBODY, first))
    changes = rules.diff(snapshot, second)
    undo = read_undo(write_undo(rules.undo_of(snapshot.now, changes)))
    assert mailless(rules.undone(second, undo)) == mailless(first)
    # Whatever was imported in between, what comes out is a roster of one piece.
    later = rules.undone(other, undo)
    assert faulty(later) == []
    assert set(later.guardians) == {tie.person for tie in later.guardianships.values()}
    assert all(x.class_key in later.classes and x.person in later.staff for x in later.lessons.values())


def faulty(roster: Roster) -> list[str]:
    """What is impossible in it; nobody here is an administrator."""
    return [bad.code for bad in rules.stranded(roster) if bad.code != "no_admin"]


def mailless(roster: Roster) -> Roster:
    """Without mail addresses, which stay with the person."""
    return msgspec.structs.replace(
        roster,
        guardians={p: msgspec.structs.replace(g, email="") for p, g in roster.guardians.items()},
    )


def school(students: int, staff: int) -> Roster:
    """A roster of this many."""
    key = (2026, "1班")
    return Roster(
        classes={key: RosterClass(school_year=2026, grade="一", name="1班")},
        students={
            str(n): RosterStudent(number=str(n), name="甲", sex="male", class_key=key, support=(), home=None)
            for n in range(students)
        },
        staff={str(n): RosterStaff(person=str(n), number=str(n), name="乙", email="", roles=()) for n in range(staff)},
    )


def test_a_class_left_out_while_students_stay() -> None:
    snapshot = Snapshot(now=school(3, 1), former=Roster())
    only = Roster(classes={(2027, "1班"): RosterClass(school_year=2027, grade="一", name="1班")})
    (bad, _) = rules.stranded(rules.complete(snapshot.now, only, Said(), frozenset({"classes"}), "school"))
    assert (bad.code, bad.params) == ("class_still_used", {"value": "1班", "count": "3"})


def backwards(roster: Roster) -> Roster:
    """The same people, read in the opposite order."""
    return Roster(**{name: dict(reversed(getattr(roster, name).items())) for name in Roster.__struct_fields__})


def preview(now: Roster, wanted: Roster) -> bytes:
    changes = rules.diff(Snapshot(now=now, former=Roster()), wanted)
    return rules.preview_of(changes, rules.losses(now, changes))


def test_the_guardians_of_who_leaves_are_named_in_one_order() -> None:
    student = RosterStudent(number="a", name="甲", sex="male", class_key=(2026, "1班"), support=(), home=None)
    classes = {(2026, "1班"): RosterClass(school_year=2026, grade="甲", name="1班")}
    ties = [
        RosterGuardianship(number="a", person=p, relation="other", contact_order=n) for n, p in ((1, "2"), (2, "1"))
    ]
    now = Roster(
        classes=classes,
        students={"a": student},
        guardians={p: RosterGuardian(person=p, name=p, email="") for p in ("1", "2")},
        guardianships={tie.key: tie for tie in ties},
    )
    changes = rules.diff(Snapshot(now=backwards(now), former=Roster()), Roster(classes=classes))
    assert [loss.detail for loss in rules.losses(now, changes) if loss.kind == "student"] == ["2、1"]
    assert preview(now, Roster(classes=classes)) == preview(backwards(now), Roster(classes=classes))


def test_the_lessons_of_who_leaves_are_named_in_one_order() -> None:
    taught = [("class_teacher", ""), ("subject_teacher", "数学"), ("subject_teacher", "语文")]
    lessons = [
        RosterLesson(class_key=(2026, name), person="1", part=part, subject=subject)  # pyright: ignore[reportArgumentType]
        for name in ("1班", "2班")
        for part, subject in taught
    ]
    now = Roster(
        classes={(2026, n): RosterClass(school_year=2026, grade="甲", name=n) for n in ("1班", "2班")},
        staff={"1": RosterStaff(person="1", number="1", name="甲", email="", roles=())},
        lessons={lesson.key: lesson for lesson in lessons},
    )
    left = Roster(classes=now.classes)
    [loss] = rules.losses(backwards(now), rules.diff(Snapshot(now=backwards(now), former=Roster()), left))
    assert loss.detail == "1班 班主任、1班 数学、1班 语文、2班 班主任、2班 数学、2班 语文"
    assert preview(now, left) == preview(backwards(now), left)
