"""A file completed to a whole roster: what it leaves blank stays, and only what it covers can end."""

from collections.abc import Collection, Mapping

import msgspec

from schemas.roster.rows import (
    ClassKey,
    Covers,
    GuardianshipKey,
    Home,
    LessonKey,
    Roster,
    RosterClass,
    RosterGuardianship,
    RosterLesson,
    RosterStaff,
    RosterStudent,
    Said,
    SheetKey,
)


def complete(now: Roster, file: Roster, said: Said, given: frozenset[SheetKey], covers: Covers) -> Roster:
    """The roster that a file asks for. `given`: the sheets that hold any row; the others stay as they are."""
    merge = _Merge(now=now, file=file, said=said, given=given, covers=covers)
    new = covers == "new"
    return consistent(
        Roster(
            classes=merge.classes(),
            students=merge.students(),
            guardians={**file.guardians, **now.guardians} if new else {**now.guardians, **file.guardians},
            guardianships=merge.ties(),
            staff=merge.staff(),
            lessons=merge.lessons(),
        )
    )


def consistent(roster: Roster) -> Roster:
    """The same without ties to who is not here, lessons of what is not here, and guardians without a child."""
    ties = {
        key: tie
        for key, tie in roster.guardianships.items()
        if tie.number in roster.students and tie.person in roster.guardians
    }
    return msgspec.structs.replace(
        roster,
        guardianships=ties,
        guardians={p: roster.guardians[p] for p in dict.fromkeys(tie.person for tie in ties.values())},
        lessons={k: x for k, x in roster.lessons.items() if x.class_key in roster.classes and x.person in roster.staff},
    )


def kept_leads(now: Roster, file: Roster) -> list[str]:
    """Classes for which a file of new people names a class teacher, while they have another one."""
    leads = {x.class_key: x.person for x in now.lessons.values() if x.part == "class_teacher"}
    wanted = [x for x in file.lessons.values() if x.part == "class_teacher"]
    return sorted(x.class_key[1] for x in wanted if leads.get(x.class_key, x.person) != x.person)


def without_ties(roster: Roster, keys: Collection[GuardianshipKey]) -> Roster:
    """The same without some ties."""
    if not any(key in roster.guardianships for key in keys):
        return roster
    ties = {key: tie for key, tie in roster.guardianships.items() if key not in keys}
    return consistent(msgspec.structs.replace(roster, guardianships=ties))


class _Merge(msgspec.Struct, frozen=True, kw_only=True):
    now: Roster
    file: Roster
    said: Said
    given: frozenset[SheetKey]
    covers: Covers

    def classes(self) -> dict[ClassKey, RosterClass]:
        if "classes" not in self.given:
            return self.now.classes
        file = {key: self._class(row) for key, row in self.file.classes.items()}
        if self.covers == "school":
            return file
        return {**file, **self.now.classes} if self.covers == "new" else {**self.now.classes, **file}

    def _class(self, row: RosterClass) -> RosterClass:
        """No file says when a class graduates: that day stays."""
        before = self.now.classes.get(row.key)
        return row if before is None else msgspec.structs.replace(row, ends_on=before.ends_on)

    def students(self) -> dict[str, RosterStudent]:
        if "students" not in self.given:
            return self.now.students
        if self.covers == "new":
            return {**self.file.students, **self.now.students}
        filled = {number: self._student(student) for number, student in self.file.students.items()}
        if self.covers == "school":
            return filled
        covered = self._covered()
        return {n: s for n, s in self.now.students.items() if s.class_key not in covered} | filled

    def _covered(self) -> set[ClassKey]:
        """The classes whose students a file lists."""
        return {s.class_key for s in self.file.students.values()}

    def _student(self, row: RosterStudent) -> RosterStudent:
        before = self.now.students.get(row.number)
        if before is None:
            return row
        kept = set(before.support) - set(self.said.denied.get(row.number, ()))
        home = None if row.number in self.said.homeless else _home(before.home, row.home)
        return msgspec.structs.replace(row, support=tuple(sorted({*row.support, *kept})), home=home)

    def ties(self) -> dict[GuardianshipKey, RosterGuardianship]:
        if "guardians" not in self.given:
            return self.now.guardianships
        file, now = self.file.guardianships, self.now.guardianships
        if self.covers == "new":
            new = {key: tie for key, tie in file.items() if key not in now}
            return _in_order({**now, **new}, now, set(new))
        named = {tie.number for tie in file.values()} if self.covers == "classes" else None
        kept = {} if named is None else {key: tie for key, tie in now.items() if tie.number not in named}
        return {**kept, **_in_order(file, now, self.said.unordered)}

    def staff(self) -> dict[str, RosterStaff]:
        if "staff" not in self.given:
            return self.now.staff
        if self.covers == "new":
            return {**self.file.staff, **self.now.staff}
        filled = {person: self._colleague(row) for person, row in self.file.staff.items()}
        if self.covers == "school":
            return filled
        # A number that somebody else bears from now on is a person with a new phone, or a successor.
        numbers = {row.number for row in filled.values()}
        return {p: row for p, row in self.now.staff.items() if row.number not in numbers} | filled

    def _colleague(self, row: RosterStaff) -> RosterStaff:
        before = self.now.staff.get(row.person)
        if before is None or row.person in self.said.roles:
            return row
        return msgspec.structs.replace(row, roles=before.roles)

    def lessons(self) -> dict[LessonKey, RosterLesson]:
        if "staff" not in self.given:
            return self.now.lessons
        file = self._new_lessons() if self.covers == "new" else self.file.lessons
        led = {x.class_key for x in file.values() if x.part == "class_teacher"}
        kept = {k: x for k, x in self.now.lessons.items() if self._is_kept(x)}
        return {k: x for k, x in kept.items() if x.part != "class_teacher" or x.class_key not in led} | file

    def _new_lessons(self) -> dict[LessonKey, RosterLesson]:
        """Those of new colleagues. A class that has a class teacher keeps theirs: a file of new people ends nobody's part."""
        led = {x.class_key for x in self.now.lessons.values() if x.part == "class_teacher"}
        return {
            k: x
            for k, x in self.file.lessons.items()
            if x.person not in self.now.staff and not (x.part == "class_teacher" and x.class_key in led)
        }

    def _is_kept(self, lesson: RosterLesson) -> bool:
        """Whether a file says nothing of a lesson. `complete` drops those of people who are gone."""
        if self.covers == "new":
            return True
        if self.covers == "classes" and "students" in self.given and lesson.class_key not in self._covered():
            return True
        return lesson.person not in (self.said.led if lesson.part == "class_teacher" else self.said.taught)


def _home(before: Home | None, file: Home | None) -> Home | None:
    """A blank address keeps the address, blank degrees keep the place, unless the address is another one now."""
    if before is None or file is None:
        return before if file is None else file
    address = file.address or before.address
    if file.longitude is not None or address != before.address:
        return msgspec.structs.replace(file, address=address)
    return before


def _in_order(
    wanted: Mapping[GuardianshipKey, RosterGuardianship],
    now: Mapping[GuardianshipKey, RosterGuardianship],
    unordered: set[GuardianshipKey],
) -> dict[GuardianshipKey, RosterGuardianship]:
    """The ties with an order of contact each: the written one, else today's, else the first that is free."""
    taken: dict[str, set[int]] = {}
    for key, tie in wanted.items():
        if key not in unordered:
            taken.setdefault(tie.number, set()).add(tie.contact_order)
    orders: dict[GuardianshipKey, int] = {}
    for key in wanted:  # not the set: of two with the same order it is always the same one that keeps it
        if key in unordered and key in now and now[key].contact_order not in taken.setdefault(key[0], set()):
            orders[key] = now[key].contact_order
            taken[key[0]].add(orders[key])
    for key, tie in wanted.items():
        if key in unordered and key not in orders:
            used = taken.setdefault(tie.number, set())
            orders[key] = next(n for n in range(1, 10) if n not in used or n == 9)
            used.add(orders[key])
    return {
        key: msgspec.structs.replace(tie, contact_order=orders[key]) if key in orders else tie
        for key, tie in wanted.items()
    }
