"""Roster: what queries return."""

from datetime import date
from typing import Generic, Literal, TypeAlias, TypeVar

import msgspec

from schemas.roster.moved import NumberAsked
from schemas.roster.touching import TouchedColleague, TouchedKind, TouchedName

SHOWN = 5
"""Rows and values that a group of faults names."""

SheetKey = Literal["classes", "students", "guardians", "staff"]


WordKind = Literal["sheet", "classes", "students", "guardians", "staff", "sex", "relation", "role", "class"]
"""What a word of a school's own is: the name of a sheet, a heading in a sheet of a kind, or a value."""


Sex = Literal["male", "female"]


Relation = Literal["father", "mother", "grandparent", "relative", "other"]


Part = Literal["class_teacher", "subject_teacher"]


ClassKey: TypeAlias = tuple[int, str]  # school year, name


GuardianshipKey: TypeAlias = tuple[str, str]  # student number, person


LessonKey: TypeAlias = tuple[ClassKey, str, Part, str]  # class, person, part, subject


class RosterClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class; `school_year` 2026 is 2026-2027. `ends_on`: it graduates, and this is its last day."""

    school_year: int
    grade: str
    name: str
    ends_on: date | None = None

    @property
    def key(self) -> ClassKey:
        return self.school_year, self.name


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """Where a student lives. Degrees in GCJ-02, the datum of the country's maps; both or neither."""

    address: str
    longitude: float | None
    latitude: float | None


class RosterStudent(msgspec.Struct, frozen=True, kw_only=True):
    """A student; `support` are sorted codes of needs (V2, S6), never a diagnosis."""

    number: str
    name: str
    sex: Sex
    class_key: ClassKey
    support: tuple[str, ...]
    home: Home | None

    @property
    def key(self) -> str:
        return self.number


class RosterGuardian(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian. `person` is the phone number in a workbook, and its login key in hex beside the database.

    For a guardian without a number see `api/roster/rules/unnumbered.py`.
    """

    person: str
    name: str
    email: str

    @property
    def key(self) -> str:
        return self.person


class RosterGuardianship(msgspec.Struct, frozen=True, kw_only=True):
    """The tie of a guardian to one student; `contact_order` 1 is asked first."""

    number: str
    person: str
    relation: Relation
    contact_order: int

    @property
    def key(self) -> GuardianshipKey:
        return self.number, self.person


class RosterStaff(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works here; `roles` sorted, without those that follow from `RosterLesson`."""

    person: str
    number: str
    name: str
    email: str
    roles: tuple[str, ...]

    @property
    def key(self) -> str:
        return self.person


class RosterLesson(msgspec.Struct, frozen=True, kw_only=True):
    """Who leads or teaches a class; a class teacher has no subject here."""

    class_key: ClassKey
    person: str
    part: Part
    subject: str

    @property
    def key(self) -> LessonKey:
        return self.class_key, self.person, self.part, self.subject


class Roster(msgspec.Struct, frozen=True, kw_only=True):
    """All people of one organisation at one time, each kind by its key."""

    classes: dict[ClassKey, RosterClass] = {}
    students: dict[str, RosterStudent] = {}
    guardians: dict[str, RosterGuardian] = {}
    guardianships: dict[GuardianshipKey, RosterGuardianship] = {}
    staff: dict[str, RosterStaff] = {}
    lessons: dict[LessonKey, RosterLesson] = {}


Covers = Literal["school", "classes", "new"]
"""`school`: who is missing from the file has left. `classes`: so among the classes of the file's students. `new`: nobody ends or changes."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a file states beyond its roster. A cell that is left blank leaves what is stored as it is."""

    denied: dict[str, tuple[str, ...]] = {}  # needs for support with an explicit no, by student number
    homeless: set[str] = set()  # students whose address is to be removed
    unordered: set[GuardianshipKey] = set()  # ties without an order of contact of their own
    roles: set[str] = set()  # people whose roles are given
    taught: set[str] = set()  # people whose lessons are given
    led: set[str] = set()  # people whose own class is given


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """The roster as the database has it: who is here, and who was here once and may return."""

    now: Roster
    former: Roster


R = TypeVar("R")


class Change(msgspec.Struct, Generic[R], frozen=True, kw_only=True):
    """What happens to one kind of rows; `ended` holds rows as they are, the others as they are to be."""

    added: list[R]
    changed: list[R]
    returned: list[R]
    ended: list[R]


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an import does."""

    classes: Change[RosterClass]
    students: Change[RosterStudent]
    guardians: Change[RosterGuardian]
    guardianships: Change[RosterGuardianship]
    staff: Change[RosterStaff]
    lessons: Change[RosterLesson]


LossKind = Literal["student", "staff", "class", "guardianship", "lesson", "home", "support", "role"]


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that an import would end or remove.

    `detail`: the guardian, the class and subject, the code of the need or role, or who and what goes with a student or colleague.
    """

    kind: LossKind
    number: str
    name: str
    detail: str


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What a file may cover, and how much it would end or remove then; null: it cannot be read so."""

    covers: Covers
    loss_count: int | None


class Undo(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did: its changes, what the changed rows said before, and the names of those who got a new number by it."""

    changes: Changes
    before: Roster
    renumbered: list[str] = []


class BadRow(msgspec.Struct, frozen=True, kw_only=True):
    """One resource that is wrong. `row` as the spreadsheet counts, 0 for the whole sheet; `column` is its heading.

    `items`: what a note speaks of, each to be shown in a line of its own.
    """

    sheet: str
    row: int
    column: str
    code: str
    params: dict[str, str]
    items: list[str] = []


class FaultGroup(msgspec.Struct, frozen=True, kw_only=True):
    """All faults of one code in one column: how many, in which rows, and the values, the first few of each."""

    first: BadRow
    count: int
    rows: list[int]
    values: list[str]

    def with_one(self, row: int, value: str) -> "FaultGroup":
        """The same with one fault more."""
        if len(self.rows) < SHOWN:
            self.rows.append(row)
        if value and value not in self.values and len(self.values) < SHOWN:
            self.values.append(value)
        return msgspec.structs.replace(self, count=self.count + 1)


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A word that a person settles once for the school. `meaning`: what it seems to mean; null: nobody knows."""

    kind: WordKind
    word: str
    meaning: str | None
    count: int
    choices: list[str]


class ColumnRead(msgspec.Struct, frozen=True, kw_only=True):
    """A column, the field it is read as (empty: it is not read), and what some of its cells say."""

    heading: str
    field: str
    samples: list[str] = []


class SheetRead(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet and how it is read; null: it is not. `fields`: what a column may hold."""

    name: str
    key: SheetKey | None
    heading_row: int
    columns: list[ColumnRead]
    fields: list[str]


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept, sealed, of a check: faults and the first losses, which quote the file.

    `scopes`: what the file may cover. `scope_stated`: a person has said it. `scope_asked`: nobody has, and it makes a difference.
    """

    bad_rows: list[BadRow]
    groups: list[FaultGroup]
    notes: list[BadRow]
    asks: list[Ask]
    sheets: list[SheetRead]
    losses: list[Loss]
    loss_count: int
    numbers: list[NumberAsked] = []
    loss_counts: dict[LossKind, int] = {}
    touched: dict[TouchedKind, int] = {}
    touched_names: dict[TouchedKind, list[TouchedName]] = {}
    touched_colleagues: dict[TouchedKind, list[TouchedColleague]] = {}
    scopes: list[Scope] = []
    scope_stated: bool = False
    scope_asked: bool = False
