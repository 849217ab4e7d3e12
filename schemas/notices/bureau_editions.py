"""Corrections of a bureau's notice, on the wire and as rows (N1, G4)."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.input import Input
from schemas.notices.files import FileIds, NoticeFile
from schemas.notices.wire import Body, Instant, Title


class BureauCorrectionNew(Input, frozen=True, kw_only=True):
    """What a bureau's notice says from its next edition on, whole. Kind, places and people stay, and its files where `fileIds` is left out."""

    title_zh: Title
    body_zh: Body
    title_en: Title | None = None
    body_en: Body | None = None
    answer_by: Instant | None = None
    file_ids: FileIds | None = None


class BureauCorrection(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A correction that waits for a second officer. `digest` stands for its text, its files and the schools; an approval sends it back."""

    edition: int
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    answer_by: datetime | None
    submitted_by: str
    submitted_at: datetime
    digest: str
    can_approve: bool
    files: list[NoticeFile]


class CorrectionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A correction that waits, with all it is decided by."""

    bureau_notice_id: UUID
    edition: int
    title_zh: str
    body_zh: str
    title_en: str | None
    body_en: str | None
    answer_by: datetime | None
    submitted_by: UUID
    submitted_name: str
    submitted_at: datetime
