"""Notices of a bureau to its schools, on the wire and as rows (N1, G4). An officer reads counts of people, never a person."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.messages.templates import Params
from schemas.notices.bureau_editions import BureauCorrection
from schemas.notices.files import FileIds, NoticeFile
from schemas.notices.wire import Body, Instant, NoticeKind, NoticePart, PartsWanted, Title
from schemas.tasks import TaskPayload
from schemas.text import DIGEST

BureauNoticeState = Literal["draft", "submitted", "approved", "sent", "recalled", "cancelled"]
BackBecause = Literal["officer_left", "too_late"]
Digest: TypeAlias = Annotated[str, Meta(min_length=64, max_length=64, pattern=DIGEST)]
Place: TypeAlias = Annotated[int, Meta(ge=1, le=2**53)]


def _guardians() -> PartsWanted:
    return ["guardian"]


class BureauNoticeNew(Input, frozen=True, kw_only=True):
    """A bureau's notice as it is to be; also what an edit sends, whole. English is optional, both texts or none.

    `places`: the bureau itself, bureaus below it or schools. It goes to all schools at or below these, without those at or
    below `exceptPlaces`. `parts`: which of their people. It leaves at `sendAt`, or as soon as it is approved. `fileIds`: files that you uploaded
    within two weeks for this notice, or that it has already, in order; 5 MB together at most.
    """

    kind: NoticeKind
    title_zh: Title
    body_zh: Body
    title_en: Title | None = None
    body_en: Body | None = None
    answer_by: Instant | None = None
    send_at: Instant | None = None
    places: Annotated[list[Place], Meta(min_length=1, max_length=200)]
    except_places: Annotated[list[Place], Meta(max_length=200)] = msgspec.field(default=[])
    parts: PartsWanted = msgspec.field(default_factory=_guardians)
    file_ids: FileIds = msgspec.field(default=[])


class BureauNoticeApproval(Input, frozen=True, kw_only=True):
    """A yes to exactly what was shown: the `digest` of the notice that the approver read."""

    digest: Digest


class BureauPlace(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The bureau, a bureau below it, or a school. `parentId`: the place that it is below."""

    org_id: int
    parent_id: int | None
    kind: Literal["bureau", "school"]
    name_zh: str
    name_en: str


class BureauNoticeForm(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Where a bureau's notice can go; the bureau itself first."""

    places: list[BureauPlace]


class BureauNoticeLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A bureau's notice in its list."""

    bureau_notice_id: UUID
    kind: NoticeKind
    state: BureauNoticeState
    title_zh: str
    title_en: str | None
    author_name: str
    submitted_at: datetime | None
    sent_at: datetime | None
    recalled_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class SchoolProgress(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How far a notice is at one school. Counts are of people; `sentAt` is null until it has left there.

    `opened` and `answered` are null where a notice reaches fewer than five people: of so few, a count says who.
    """

    school_id: int
    name_zh: str
    name_en: str
    people: int
    opened: int | None
    answered: int | None
    sent_at: datetime | None
    recalled_at: datetime | None
    counted_at: datetime | None


class BureauNotice(BureauNoticeLine, frozen=True, kw_only=True, rename="camel"):
    """A bureau's notice with the schools to which it goes, and what the reader may do.

    `digest` stands for its text, its files and its schools; an approval sends it back. `canApprove`: the reader is neither who
    last changed it nor who submitted it, and an officer of some days' standing. `people`: how many it reaches at its schools together,
    null until they were counted; each school's people are in `schools`. `correction`: the next edition, which waits for a second officer.
    `backBecause`: why one that was approved is a draft again: who submitted or approved it is no officer any more, or its answers were due.
    """

    org_id: int
    body_zh: str
    body_en: str | None
    answer_by: datetime | None
    send_at: datetime | None
    people: int | None
    places: list[BureauPlace]
    except_places: list[BureauPlace]
    parts: list[NoticePart]
    schools: list[SchoolProgress]
    submitted_by: str | None
    approved_by: str | None
    approved_at: datetime | None
    digest: str
    can_change: bool
    can_approve: bool
    edition: int
    corrected_at: datetime | None
    correction: BureauCorrection | None
    back_because: BackBecause | None
    files: list[NoticeFile]


class BureauNoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau's notice with all it is decided by."""

    org_id: int
    bureau_notice_id: UUID
    author_id: UUID
    author_name: str
    kind: NoticeKind
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    answer_by: datetime | None
    send_at: datetime | None
    places: list[int]
    except_places: list[int]
    parts: list[NoticePart]
    state: BureauNoticeState
    changed_by: UUID
    submitted_by: UUID | None
    submitted_name: str | None
    submitted_at: datetime | None
    approved_by: UUID | None
    approved_name: str | None
    approved_at: datetime | None
    sent_at: datetime | None
    recalled_at: datetime | None
    reach_schools: list[int]
    reach_people: list[int]
    reach_at: datetime | None
    edition: int
    corrected_at: datetime | None
    back_because: BackBecause | None
    version: int
    created_at: datetime
    updated_at: datetime


class SchoolCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many people a notice reaches at a school, and how many opened and answered it."""

    people: int
    opened: int
    answered: int


class AfterBureauNotice(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the list; ids rise with time."""

    bureau_notice_id: UUID


class BureauNoticeParams(Params, frozen=True, kw_only=True, rename="camel"):
    """What an officer is told of a notice that waits for a second person."""

    bureau_notice_id: UUID
    title_zh: str
    title_en: str


class SpreadNotice(TaskPayload, frozen=True, kw_only=True):
    """An approved notice goes to the schools of its places, also to those that join later. Key: its id."""

    kind: ClassVar[str] = "spread_notice"
    bureau_notice_id: UUID


class SizeNotice(TaskPayload, frozen=True, kw_only=True):
    """The people whom a notice would reach are to be counted at each of its schools. Key: its id."""

    kind: ClassVar[str] = "size_notice"
    bureau_notice_id: UUID


class CarryNotice(TaskPayload, frozen=True, kw_only=True):
    """A bureau's notice is to be sent, counted or taken back at one school. Key: `<notice>:<school>`."""

    kind: ClassVar[str] = "carry_notice"
    bureau_notice_id: UUID
    school_id: int
