"""Receipts that prove themselves: what was said, who answered it, for which student, signed by the service. Also as a file."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from schemas.notices.files import FileDigest
from schemas.notices.wire import NoticeKind, NoticeLanguage

ReceiptAct = Literal["acknowledged", "signed", "disagreed"]
"""`signed`: and agreed to. `disagreed`: signed, and not agreed to."""


class NoticeText(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, omit_defaults=True
):
    """What one edition of a notice says. `files` is there alone where it has some."""

    org_id: int
    notice_id: UUID
    edition: int
    kind: NoticeKind
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    answer_by: datetime | None
    files: list[FileDigest] = msgspec.field(default_factory=list)


class ReceiptStatement(
    msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, omit_defaults=True
):
    """One answer. `content`: SHA-256 of the edition's text, in hex. `studentId` is null for staff, who answer for themselves.

    `name`: as typed under a signature, else as the school has it. `language`: the wording that the person read.
    `numberMovedAt` is there alone when the school moved the signer's phone number within eight weeks before the signature.
    """

    org_id: int
    notice_id: UUID
    edition: int
    content: str
    account_id: UUID
    name: str
    student_id: UUID | None
    student_name: str | None
    act: ReceiptAct
    at: datetime
    language: NoticeLanguage
    number_moved_at: datetime | None = None


class SignedReceipt(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An answer and its Ed25519 signature, in base64."""

    statement: ReceiptStatement
    signature: str


class ReceiptFile(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """The answers to a notice with the texts that they are to. `key`: the public key, in base64; trust the one that you were given."""

    format: Literal["xinqiao-receipts-1"]
    key: str
    texts: list[NoticeText]
    receipts: list[SignedReceipt]


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it is stored."""

    account_id: UUID
    name: str
    student_id: UUID | None
    student_name: str | None
    edition: int
    language: NoticeLanguage | None
    at: datetime
    act: ReceiptAct
    number_moved_at: datetime | None


class EditionRow(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition says."""

    edition: int
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    answer_by: datetime | None
