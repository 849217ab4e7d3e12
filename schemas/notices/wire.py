"""Notices on the wire: written by staff, read and answered by those they reach (N1, N5).

Text is plain text: markup in it is shown as it was typed. Instants are RFC 3339 with offset.
"""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.notices.files import FileIds, NoticeFile
from schemas.text import LINE, LINES

NoticeKind = Literal["information", "acknowledge", "sign"]


NoticeState = Literal["draft", "scheduled", "sent", "withdrawn", "cancelled"]


NoticePart = Literal["guardian", "student", "staff"]


NoticeImportance = Literal["ordinary", "urgent"]


NoticeBack = Literal["changed", "stopped", "over", "left", "not_allowed", "nobody"]
"""Why a notice that was to leave is a draft again: a colleague changed it or stopped it; its last day had passed; who let it out had left, or
might not write to all of its audience any more; it had nobody to reach."""


NoticeLanguage = Literal["zh-CN", "en"]


Title: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80, pattern=LINE)]


Body: TypeAlias = Annotated[str, Meta(min_length=1, max_length=4000, pattern=LINES)]


Grade: TypeAlias = Annotated[str, Meta(min_length=1, max_length=20, pattern=LINE)]


Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]


PartsWanted: TypeAlias = Annotated[list[NoticePart], Meta(min_length=1, max_length=3)]


def guardians() -> PartsWanted:
    """Whom a notice is for unless it says otherwise."""
    return ["guardian"]


StaffRole = Literal[
    "class_teacher", "subject_teacher", "grade_lead", "counsellor", "leader", "school_admin", "custodian"
]


Need = Literal[
    "left_behind",
    "single_parent",
    "hardship",
    "migrant",
    "disabled",
    "orphan",
    "without_care",
    "divorced",
    "bereaved",
    "moved_school",
]
"""Needs for support as the roster has them; never a diagnosis, and never shown to a reader."""


class AudienceExcept(Input, frozen=True, kw_only=True):
    """Whom a notice is not for, of those it would reach. A guardian of two children is told about the other one; staff who teach in what is
    left out are not told at all."""

    class_ids: Annotated[list[UUID], Meta(max_length=100)] = msgspec.field(default=[])
    grades: Annotated[list[Grade], Meta(max_length=20)] = msgspec.field(default=[])
    student_ids: Annotated[list[UUID], Meta(max_length=100)] = msgspec.field(default=[])


class AudienceNew(Input, frozen=True, kw_only=True):
    """Whom a notice is for: the whole school, or everybody of these lists together; and which of their people.

    `staff` of classes or grades are those who teach there. `roles` are of staff, so `parts` must have `staff`. `needs` reaches the
    students with such a need and their guardians, without naming it to anybody.
    """

    class_ids: Annotated[list[UUID], Meta(max_length=100)] = msgspec.field(default=[])
    grades: Annotated[list[Grade], Meta(max_length=20)] = msgspec.field(default=[])
    student_ids: Annotated[list[UUID], Meta(max_length=100)] = msgspec.field(default=[])
    roles: Annotated[list[StaffRole], Meta(max_length=7)] = msgspec.field(default=[])
    needs: Annotated[list[Need], Meta(max_length=10)] = msgspec.field(default=[])
    whole_school: bool = False
    without: AudienceExcept | None = None
    parts: PartsWanted = msgspec.field(default_factory=guardians)


class AudienceAsked(AudienceNew, frozen=True, kw_only=True):
    """An audience whose size is asked for. SMS count with the titles, without them as with the longest that an SMS says."""

    title_zh: Title | None = None
    title_en: Title | None = None


class NoticeNew(Input, frozen=True, kw_only=True):
    """A notice as it is to be; also what an edit sends, whole. English is optional, both texts or none.

    `answerBy`: until when an answer is wished for; later ones are taken and marked late. `urgent` is told in quiet hours too, and by the
    next channel while it is unread. From `expiresAt` on nobody is told, reminded or asked for an answer. `fileIds`: files that you uploaded
    within two weeks, or that it has already, in order. `eachGuardian`: of one to be signed, every guardian is asked, also after another
    has signed for the child. `savedAudienceId`: it goes to that saved audience as it is when it is sent, and not to `audience`.
    """

    kind: NoticeKind
    title_zh: Title
    body_zh: Body
    title_en: Title | None = None
    body_en: Body | None = None
    answer_by: Instant | None = None
    importance: NoticeImportance = "ordinary"
    expires_at: Instant | None = None
    file_ids: FileIds = msgspec.field(default=[])
    each_guardian: bool = False
    audience: AudienceNew
    saved_audience_id: UUID | None = None


class NoticeCorrection(Input, frozen=True, kw_only=True):
    """What a sent notice says from now on, whole. Kind, importance and audience stay, and its files where `fileIds` is left out."""

    title_zh: Title
    body_zh: Body
    title_en: Title | None = None
    body_en: Body | None = None
    answer_by: Instant | None = None
    expires_at: Instant | None = None
    file_ids: FileIds | None = None


class NoticeSend(Input, frozen=True, kw_only=True):
    """When a notice goes out; null is now, or once `undoSeconds` have passed, during which it can be unscheduled.

    `smsAlone`: what becomes of those whom only SMS reaches, if the month's SMS budget does not do. True: they have one all the same,
    which leaders and administrators decide. False: the sender tells them. It must be said where it does not do.
    """

    send_at: Instant | None = None
    sms_alone: bool | None = None
    undo_seconds: Annotated[int, Meta(ge=0, le=120)] = 0


class Except(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom a notice is not for."""

    class_ids: list[UUID]
    grades: list[str]
    student_ids: list[UUID]


class Audience(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Whom a notice is for."""

    class_ids: list[UUID]
    grades: list[str]
    student_ids: list[UUID]
    roles: list[StaffRole]
    needs: list[Need]
    whole_school: bool
    without: Except
    parts: list[NoticePart]


class NoticeAudience(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How many different people an audience reaches, and how many students they are told about."""

    people: int
    students: int


class NoticeLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A notice in its senders' list. `authorId` is null for a bureau's, whose name is the author's."""

    notice_id: UUID
    kind: NoticeKind
    state: NoticeState
    title_zh: str
    title_en: str | None
    audience: Audience
    author_id: UUID | None
    author_name: str
    answer_by: datetime | None
    importance: NoticeImportance
    expires_at: datetime | None
    send_at: datetime | None
    sent_at: datetime | None
    withdrawn_at: datetime | None
    reached: NoticeAudience
    edition: int
    corrected_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    can_change: bool


class NoticeClass(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A class that an audience names, or leaves out."""

    class_id: UUID
    grade: str
    name: str


class NoticeStudent(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student whom an audience names, or leaves out."""

    student_id: UUID
    name: str
    class_name: str


class NoticeNames(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What classes and students of an audience are called. Students of classes that the reader does not reach are missing."""

    classes: list[NoticeClass]
    students: list[NoticeStudent]


class Notice(NoticeLine, frozen=True, kw_only=True, rename="camel"):
    """A notice as its senders see it. `canChange`: the reader may edit, send, cancel or withdraw it, as its state allows.

    `savedAudienceId`: it goes to that saved audience as it is when it is sent. `changedBy`: who edited or corrected it last, where that is not
    its author. `backBecause`: why one that was to leave is a draft again, until it is edited or let out.
    """

    org_id: int
    body_zh: str
    body_en: str | None
    files: list[NoticeFile]
    names: NoticeNames
    each_guardian: bool
    saved_audience_id: UUID | None
    changed_by: str | None
    back_because: NoticeBack | None
