"""Health committees and observations: the wire, and the rows behind it."""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.observations.disclosing.states import CaseDisclosure
from schemas.text import END, LINES

MemberState = Literal["asked", "serving", "declined", "ended"]
"""asked: a guardian has to answer. ended: left, or was asked to stop; nobody notes why (P5)."""


ObservationKind = Literal["parent_child", "family_change", "conflict", "unusual_behaviour", "other"]
"""What is observed (R3)."""


ObservationState = Literal["received", "being_handled", "done"]


Rung = Literal["class", "grade", "school"]


ObservationOutcome = Literal["helped", "no_concern", "unfounded", "referred", "family_told"]


FirstStep = Literal["child_where", "child_with", "guardian", "called"]
"""What is settled first about an urgent one: where the child is, who is with them, a guardian, whom somebody called."""


StepKind = Literal[
    "taken_up",
    "follow_up",
    "family_told",
    "raised",
    "close_asked",
    "close_refused",
    "closed",
    "child_where",
    "child_with",
    "guardian",
    "called",
    "bureau_read",
    "owner_named",
]


StepAnswer = Literal[
    "at_school",
    "at_home",
    "elsewhere",
    "unknown",
    "staff",
    "guardian",
    "other",
    "nobody",
    "told",
    "not_reached",
    "not_told",
    "counsellor",
    "leader",
    "police",
    "ambulance",
    "helpline",
]
"""The answers of first steps, each of one of them (`api/observations/urgent/rules.py`)."""


Known = Literal["not_yet", "somebody", "counsellor"]
"""Who has opened a report, of those who own it today. `counsellor`: a counsellor is among them."""


PlainText: TypeAlias = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=1000,
        pattern=LINES,
        description="Plain text: markup has no effect. Line breaks are allowed, other control characters are not.",
    ),
]


class MemberNew(Input, frozen=True, kw_only=True):
    """A student whom the class teacher asks to serve, both days included; 200 days at most."""

    student_id: UUID
    starts_on: date
    ends_on: date


class MemberAnswer(Input, frozen=True, kw_only=True):
    """A guardian's answer. `consent_version`: of the wording they were shown."""

    consents: bool
    consent_version: Annotated[str, Meta(min_length=1, max_length=20, pattern=rf"^[0-9A-Za-z.-]+{END}")]


class Member(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student who serves or was asked to. `consent_version`: of the wording to be shown to the guardian now."""

    org_id: int
    member_id: UUID
    class_id: UUID
    class_name: str
    student_id: UUID
    student_name: str
    starts_on: date
    ends_on: date
    state: MemberState
    consent_version: str
    version: int


class ObservationNew(Input, frozen=True, kw_only=True):
    """What somebody saw. `student_id`: whom it is about, if they name somebody.

    `class_id`: for staff who name nobody; a member's is their own. `about_staff_id`: a teacher whom it concerns; they
    are kept from it. `slip`: a counsellor enters the text of a paper slip (P7). `slip_from`: the member who wrote it, as
    whose report it counts; without one nobody signed it.
    """

    kind: ObservationKind
    text: PlainText
    student_id: UUID | None = None
    class_id: UUID | None = None
    seen_on: date | None = None
    urgent: bool = False
    about_staff_id: UUID | None = None
    slip: bool = False
    slip_from: UUID | None = None


class Filed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """That a report has arrived; never what it says."""

    observation_id: UUID
    state: ObservationState


class OwnObservation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The state of one's own report; never its text. `known`: who has opened it, of those who own it today.

    `disclosed_on`: the day on which two custodians learned who reported it.
    """

    observation_id: UUID
    state: ObservationState
    filed_on: date
    urgent: bool
    known: Known
    disclosed_on: date | None


class Observation(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An observation for those who own it. Who saw it, its kind and its text are opened apart.

    `filed_on`: a day in the organisation's time zone; the hour would tell who. `rungs`: who owns it now.
    """

    observation_id: UUID
    class_id: UUID
    class_name: str
    student_id: UUID | None
    student_name: str | None
    urgent: bool
    rung: Rung
    rungs: list[Rung]
    state: ObservationState
    waits: bool
    outcome: ObservationOutcome | None
    filed_on: date
    due_at: datetime
    late: bool
    version: int


class Step(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that was done about an observation. `answer`: of a first step. `bureau_read`: an officer of the bureau read the text."""

    step_id: UUID
    kind: StepKind
    answer: StepAnswer | None
    by_id: UUID
    by_name: str
    rung: Rung
    has_note: bool
    at: datetime


class Reader(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody who opened a case. `read_at`: when they first opened its text."""

    account_id: UUID
    name: str
    opened_at: datetime
    read_at: datetime | None


class AskedClosing(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """That one person asked to close an urgent one; a second has to agree."""

    outcome: ObservationOutcome
    by_id: UUID
    by_name: str
    at: datetime


class Case(Observation, frozen=True, kw_only=True, rename="camel"):
    """An observation and what was done about it, in order. `canReadObserver`: its reader may learn who saw it.

    `canAskObserver`: its reader is a custodian, who may ask another one to learn it with them. `disclosure`: the newest such request.
    `canRaise`: its reader is below the highest rung. `readers`: who opened it, in order. `closing`: of an urgent one
    that one person asked to close.
    """

    can_read_observer: bool
    can_ask_observer: bool
    disclosure: CaseDisclosure | None
    can_raise: bool
    readers: list[Reader]
    closing: AskedClosing | None
    steps: list[Step]


class ObservationText(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What was seen; in the vault as JSON."""

    kind: ObservationKind
    text: str
    seen_on: date


class Observer(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Who saw it; in the vault as JSON of one length. `unsigned_slip`: a paper slip without a name; nobody is known."""

    account_id: UUID | None
    name: str
    part: Literal["member", "staff", "unsigned_slip"]


class StepNote(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What somebody wrote about a step."""

    text: str


class ObservationFollowUp(Input, frozen=True, kw_only=True):
    """Something done about it. `family_told`: a person decided to tell the family, and did (R4)."""

    text: PlainText
    family_told: bool = False


class RaiseNew(Input, frozen=True, kw_only=True):
    """Why it goes to the next rung."""

    reason: PlainText


class Raised(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where it went. The person who raised it no longer owns it, unless they are of that rung too."""

    observation_id: UUID
    rung: Rung
    version: int


class Closing(Input, frozen=True, kw_only=True):
    """How it ended, and a note for those who come after."""

    outcome: ObservationOutcome
    note: PlainText


class ClosingRefused(Input, frozen=True, kw_only=True):
    """Why it is not to be closed yet."""

    reason: PlainText
