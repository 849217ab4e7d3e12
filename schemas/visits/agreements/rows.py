"""What was agreed with a family at a visit: what queries return."""

from datetime import datetime
from uuid import UUID

import msgspec


class AgreementRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version of what was agreed, sealed."""

    agreement_id: UUID
    text_sealed: bytes
    written_by_name: str
    written_at: datetime


class LastAgreementRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was agreed last with a student's family, sealed, and at which visit."""

    student_id: UUID
    visit_id: UUID
    visited_at: datetime
    agreement_id: UUID
    text_sealed: bytes


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a guardian answered, sealed."""

    guardian_id: UUID
    guardian_name: str
    confirmed_at: datetime | None
    disagrees: bool
    word_sealed: bytes | None
    answered_at: datetime
