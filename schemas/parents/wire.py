"""Parent committees and parent schools on the wire (V11)."""

from datetime import date
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.text import LINE

GroupKind = Literal["committee", "school"]
MemberRole = Literal["chair", "deputy", "member"]
MemberEnd = Literal["left", "barred", "taken_out"]
MeetingKind = Literal["meeting", "course"]
GroupName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=40, pattern=LINE)]
Topic: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]


class ParentGroupEdit(Input, frozen=True, kw_only=True):
    """A group's name and term of office as they are to be; `ended`: it was dissolved before its last day."""

    name: GroupName
    first_day: date
    last_day: date
    ended: bool = False


class ParentGroupNew(Input, frozen=True, kw_only=True):
    """A parent committee or parent school. `classId`: null is of the whole school."""

    kind: GroupKind
    class_id: UUID | None = None
    name: GroupName
    first_day: date
    last_day: date


class ParentMemberNew(Input, frozen=True, kw_only=True):
    """A guardian to become a member."""

    guardian_id: UUID
    role: MemberRole


class ParentMeetingNew(Input, frozen=True, kw_only=True):
    """A meeting or a course that was held. `came`: the members who came. `guests`: how many others. `lectureId`: the lecture it was."""

    kind: MeetingKind
    held_on: date
    topic: Topic
    lecture_id: UUID | None = None
    came: Annotated[list[UUID], Meta(max_length=200)]
    guests: Annotated[int, Meta(ge=0, le=100_000)] = 0


class ParentMember(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A member, or one whose membership ended and how. `came`: meetings and courses they came to.

    `name` is empty where a court's order keeps the family from the reader.
    """

    group_id: UUID
    member_id: UUID
    guardian_id: UUID
    name: str
    students: list[str]
    role: MemberRole
    how: MemberEnd | None
    came: int


class ParentMeeting(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A meeting or a course."""

    group_id: UUID
    meeting_id: UUID
    kind: MeetingKind
    held_on: date
    topic: str
    lecture_id: UUID | None
    came: int
    guests: int


class ParentGroup(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A group with its members and its meetings, the latest first. `current`: its term of office goes on."""

    group_id: UUID
    kind: GroupKind
    class_id: UUID | None
    class_name: str | None
    name: str
    first_day: date
    last_day: date
    ended: bool
    current: bool
    can_edit: bool
    members: list[ParentMember]
    meetings: list[ParentMeeting]
    version: int


class ParentGroupClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class whose guardians one may choose."""

    class_id: UUID
    name: str


class ParentGroups(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The groups within reach, the newest term first, and what a form offers. `wholeSchool`: one may form groups of the school."""

    groups: list[ParentGroup]
    classes: list[ParentGroupClass]
    whole_school: bool
    can_edit: bool


class ParentCandidate(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A guardian of a class."""

    guardian_id: UUID
    name: str
    students: list[str]


class MyParentGroup(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A group that the reader is a member of. `meetings`: how many it had, `came`: to how many the reader came."""

    org_id: int
    group_id: UUID
    kind: GroupKind
    name: str
    class_name: str | None
    role: MemberRole
    first_day: date
    last_day: date
    meetings: int
    came: int


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """A group as queries return it."""

    group_id: UUID
    kind: GroupKind
    class_id: UUID | None
    class_name: str | None
    name: str
    first_day: date
    last_day: date
    ended: bool
    version: int
