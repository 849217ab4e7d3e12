"""Notices: what queries return."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.notices.wire import NoticeBack, NoticeImportance, NoticeKind, NoticePart, NoticeState

NoticeScope = Literal["classes", "grades", "school"]


class NoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A notice with all it is decided by."""

    org_id: int
    notice_id: UUID
    author_id: UUID | None
    author_name: str
    from_org_id: int | None
    from_zh: str | None
    from_en: str | None
    kind: NoticeKind
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    answer_by: datetime | None
    importance: NoticeImportance
    expires_at: datetime | None
    scope: NoticeScope
    class_ids: list[UUID]
    grades: list[str]
    groups: list[str]
    except_groups: list[str]
    parts: list[NoticePart]
    saved_audience_id: UUID | None
    state: NoticeState
    send_at: datetime | None
    scheduled_by: UUID | None
    sms_alone: bool | None
    each_guardian: bool
    sent_at: datetime | None
    withdrawn_at: datetime | None
    audience_class_ids: list[UUID]
    audience_people: int
    audience_students: int
    chunks: int
    edition: int
    corrected_at: datetime | None
    changed_by: UUID | None
    changed_name: str | None
    back_because: NoticeBack | None
    version: int
    created_at: datetime
    updated_at: datetime


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """An audience in order, and the groups that it is in the roster.

    `scope`, `class_ids` and `grades` say what must be within the writer's reach: these classes, or the whole organisation. Students
    stand there by their classes.
    """

    scope: NoticeScope
    class_ids: list[UUID]
    grades: list[str]
    groups: list[str]
    except_groups: list[str]
    parts: list[NoticePart]


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """What an audience and its exceptions name, or what of it there is."""

    class_ids: list[UUID]
    grades: list[str]
    student_ids: list[UUID]


class MineRow(msgspec.Struct, frozen=True, kw_only=True):
    """A notice for one of its recipients. `children` and `files` are lists; `as_staff` also counts now."""

    notice_id: UUID
    kind: NoticeKind
    state: Literal["sent", "withdrawn"]
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    answer_by: datetime | None
    importance: NoticeImportance
    expires_at: datetime | None
    withdrawn_at: datetime | None
    author_name: str
    from_en: str | None
    sent_at: datetime
    opened_at: datetime | None
    acknowledged_at: datetime | None
    signed_at: datetime | None
    edition: int
    corrected_at: datetime | None
    answered_before: datetime | None
    disagreed: bool
    each_guardian: bool
    as_staff: bool
    children: msgspec.Raw
    files: msgspec.Raw


class ReceiptRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody whom a notice reaches, for one student, and what they did."""

    name: str
    part: NoticePart
    student_name: str | None
    student_number: str
    grade: str
    class_name: str
    opened_at: datetime | None
    answered_at: datetime | None
    agrees: bool | None


class AfterNotice(msgspec.Struct, frozen=True, kw_only=True):
    """Place in the senders' list; ids rise with time."""

    notice_id: UUID


class AfterMine(msgspec.Struct, frozen=True, kw_only=True):
    """Place in a reader's list: unread urgent ones (`rank` 0), unread ones (1), read ones (2), each the newest first. The same in every organisation."""

    rank: int
    sent_at: datetime
    notice_id: UUID


class AfterWaiting(msgspec.Struct, frozen=True, kw_only=True):
    """Place among those who have not answered."""

    grade: str
    class_name: str
    student_number: str
    account_id: UUID
