"""Home visits on the wire: availability, visits, records.

Instants are RFC 3339 with offset. Times of day (`HH:MM`), dates and weekdays are meant in the organisation's time zone.
Texts are plain: markup is returned as it was typed.
"""

from datetime import date, datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.school_calendar.wire import ClockEnd
from schemas.text import END, LINE, LINES

VisitMode = Literal["onsite", "video"]
"""V3: only on-site counts for students with needs (V2)."""


PlaceKind = Literal["home", "elsewhere", "video"]


VisitState = Literal["proposed", "move_asked", "confirmed", "declined", "cancelled", "recorded", "missed"]


ContactChannel = Literal["phone", "message", "contact_book", "school_meeting", "online"]


Clock: TypeAlias = Annotated[str, Meta(pattern=rf"^([01][0-9]|2[0-3]):[0-5][0-9]{END}", max_length=5)]


Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]


Place: TypeAlias = Annotated[str, Meta(min_length=1, max_length=60, pattern=LINE)]


Short: TypeAlias = Annotated[str, Meta(min_length=1, max_length=300, pattern=LINES)]


Long: TypeAlias = Annotated[str, Meta(min_length=1, max_length=2000, pattern=LINES)]


Minutes: TypeAlias = Annotated[int, Meta(ge=10, le=240)]


class AvailabilityNew(Input, frozen=True, kw_only=True):
    """When and where a visit suits a family: every `weekday` (ISO 8601: Monday is 1) or once `onDate`.

    `place` says where, for `elsewhere` alone.
    """

    weekday: Annotated[int, Meta(ge=1, le=7)] | None = None
    on_date: date | None = None
    from_time: Clock
    to_time: ClockEnd
    place_kind: PlaceKind
    place: Place | None = None


class Availability(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One time that suits a family. `canEnd`: its reader may take it back. `place`: not told to another guardian of the same child."""

    availability_id: UUID
    student_id: UUID
    guardian_id: UUID
    guardian_name: str
    weekday: int | None
    on_date: date | None
    from_time: str
    to_time: str
    place_kind: PlaceKind
    place: str | None
    ended_at: datetime | None
    can_end: bool


class VisitNew(Input, frozen=True, kw_only=True):
    """A visit proposed to a family. `team`: who comes. `place`: where, if not at home. `message`: to the student's own guardians.

    `withSiblings`: the same visit is made to the siblings who live with the student and are due one, also in other classes.
    """

    student_id: UUID
    starts_at: Instant
    minutes: Minutes
    mode: VisitMode
    team: Annotated[frozenset[UUID], Meta(min_length=1, max_length=6)]
    place: Place | None = None
    message: Short | None = None
    with_siblings: bool = False


class VisitMove(Input, frozen=True, kw_only=True):
    """Another time for a visit; the family is asked again."""

    starts_at: Instant
    minutes: Minutes


class VisitWish(Input, frozen=True, kw_only=True):
    """The time that a family would rather have: one of the visit's free times."""

    starts_at: Instant


class VisitReason(Input, frozen=True, kw_only=True):
    """Why a visit is declined or cancelled, if one wants to say."""

    reason: Short | None = None


class VisitMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Somebody of the visiting team."""

    account_id: UUID
    name: str


class Visit(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A visit as a screen shows it to its reader; the last six say what waits for them and what they may do now.

    `wishedAt`: when the family would rather; null in the state `move_asked` when the team cannot come and the family is asked to choose.
    `heldUntil`: a proposal of a campaign ends by itself then, unless the family answers.
    `withSibling`: a sibling is visited at the same stop, perhaps of another class; a guardian learns it of their own children; `siblings`: names of those who are the reader's own children.
    `answeredBy`: the one guardian who answers, since it is at their place and time; null: any guardian does. `place` is not told to the others.
    """

    visit_id: UUID
    org_id: int
    org_name_zh: str
    org_name_en: str
    time_zone: str
    student_id: UUID
    student_name: str
    siblings: list[str]
    with_sibling: bool
    proposed_by: UUID
    team: list[VisitMember]
    confirmed_by: UUID | None
    answered_by: VisitMember | None
    mode: VisitMode
    place: str | None
    message: str | None
    reason: str | None
    starts_at: datetime
    ends_at: datetime
    wished_at: datetime | None
    held_until: datetime | None
    state: VisitState
    version: int
    updated_at: datetime
    waits_for_me: bool
    can_answer: bool
    can_move: bool
    can_cancel: bool
    can_record: bool
    can_read_record: bool


class FreeTime(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A time that suits the family and at which the team is free."""

    availability_id: UUID
    starts_at: datetime
    ends_at: datetime


class FreeTimes(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The times of the next 28 days to which a visit could be moved."""

    time_zone: str
    times: list[FreeTime]


class FamilyPerson(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian and how to reach them; `mail`: of who has no phone; `comes`: confirmed the visit."""

    account_id: UUID
    name: str
    relation: str
    phone: str | None
    mail: str | None
    comes: bool


class Family(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a family is visited at home, if known, and its phones: for the visiting team until the day of the visit ends."""

    address: str | None
    longitude: float | None
    latitude: float | None
    people: list[FamilyPerson]
    until: datetime


class RecommendedNew(Input, frozen=True, kw_only=True):
    """Something recommended to a family (V6)."""

    kind: Literal["book", "lecture", "hotline"]
    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]


class Recommended(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that was recommended."""

    kind: Literal["book", "lecture", "hotline"]
    name: str


class FollowUpNew(Input, frozen=True, kw_only=True):
    """What follows from a visit, and by which day. `followUpId`: the one of the version being corrected that stays, with its tick."""

    follow_up_id: UUID | None = None
    due_on: date
    text: Short


class RecordNew(Input, frozen=True, kw_only=True):
    """What a visit found (V6): how the child is at home, what the family says, guidance given, what follows.

    `saidAt`: when it was written on a phone, which may have waited for the network; at most three days ago.
    """

    at_home: Long
    family_says: Long | None = None
    guidance: Long | None = None
    next_steps: Long | None = None
    recommended: Annotated[list[RecommendedNew], Meta(max_length=20)] = msgspec.field(default=[])
    follow_ups: Annotated[list[FollowUpNew], Meta(max_length=10)] = msgspec.field(default=[])
    said_at: Instant | None = None


class VisitFollowUp(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What follows from a visit, when it is due and whether it is done.

    `text`: null where the record alone has it (older than a year, or than this field). `late`: not done, though the school has worked since it was due.
    """

    follow_up_id: UUID
    visit_id: UUID
    due_on: date
    text: str | None
    done_at: datetime | None
    late: bool


class FollowUpDue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Something that follows from a visit and is due, for the first screen: of which visit, by when; never what it is.

    `agreed`: what was agreed waits for this guardian's word, and `follow_up_id` is its id. `late`: as of a follow-up.
    """

    org_id: int
    visit_id: UUID
    follow_up_id: UUID
    student_id: UUID
    student_name: str
    due_on: date
    agreed: bool = False
    late: bool = False


class FollowUpText(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What follows from a visit."""

    follow_up_id: UUID
    due_on: date
    text: str


class VisitVersion(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One version of what was written of a visit: by whom and when, never the text.

    `corrects`: the version before it; null for an account of its own. `current`: no other version corrects it. Several current versions
    are several accounts of one visit, or corrections made at the same time: all of them stand.
    """

    record_id: UUID
    corrects: UUID | None
    written_by: UUID
    written_by_name: str
    written_at: datetime
    current: bool


class VisitRecord(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One version of the record of a visit, opened."""

    record_id: UUID
    at_home: str
    family_says: str | None
    guidance: str | None
    next_steps: str | None
    recommended: list[Recommended]
    follow_ups: list[FollowUpText]
    recorded_by: UUID
    recorded_at: datetime
