"""Notices as their readers have and answer them."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input
from schemas.notices.files import NoticeFile
from schemas.notices.wire import NoticeImportance, NoticeKind, NoticeLanguage
from schemas.roster.rows import Relation
from schemas.text import LINE

SignedName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=50, pattern=LINE)]


class OtherSignature(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What another guardian of the child signed. `settles`: it answers for the reader too, who is no longer asked where one is enough;
    not that of a guardian who was added after the reader and within a week."""

    name: str
    relation: Relation
    signed_at: datetime
    agrees: bool
    settles: bool


class NoticeChild(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A student for whom the reader was told. `agrees`: what they signed for this student. `others`: what its other guardians of today did,
    where the reader is one."""

    student_id: UUID
    name: str
    class_name: str
    signed_at: datetime | None
    agrees: bool | None
    others: list[OtherSignature]


class MyNoticeLine(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A notice in its reader's list; withdrawn: without its title. `openedAt`, `acknowledgedAt` and `signedAt` are of every child for whom it
    reaches the reader today, and null again when another joins. `answered` once acknowledged, or signed for every child; `late` after `answerBy`. `disagreed`: signed, for a child at least, that the reader does not agree. `over`: its last day, `expiresAt`, has passed, and nobody is asked any more.
    `asked`: the reader's answer is waited for; not where another guardian has signed for each child, and one is enough.
    `edition` rises with each correction."""

    org_id: int
    notice_id: UUID
    kind: NoticeKind
    state: Literal["sent", "withdrawn"]
    title: str | None
    language: NoticeLanguage
    children: list[NoticeChild]
    sent_at: datetime
    answer_by: datetime | None
    importance: NoticeImportance
    expires_at: datetime | None
    over: bool
    opened_at: datetime | None
    acknowledged_at: datetime | None
    signed_at: datetime | None
    answered: bool
    asked: bool
    disagreed: bool
    late: bool
    edition: int


class MyNotice(MyNoticeLine, frozen=True, kw_only=True, rename="camel"):
    """A notice as a recipient reads it, in their language if it was written in it. Withdrawn: without its text and files.

    `answeredBefore`: when the reader answered an earlier edition, which no longer counts.
    """

    author_name: str
    body: str | None
    files: list[NoticeFile]
    withdrawn_at: datetime | None
    corrected_at: datetime | None
    answered_before: datetime | None


class NoticeSignature(Input, frozen=True, kw_only=True):
    """Signs a notice with one's full name, as the school has it, for the named children; staff name none.

    `edition`: the one that was read. `agrees`: false says no; that is an answer as well.
    """

    edition: Annotated[int, Meta(ge=1)] = 1
    name: SignedName
    agrees: bool
    student_ids: Annotated[list[UUID], Meta(max_length=20)]
