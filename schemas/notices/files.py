"""Notices: pictures and PDF files that come with them."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, TypeAlias
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.tasks import TaskPayload
from schemas.text import LINE

MOST_FILES = 6
FileKind = Literal["picture", "pdf"]
FileName: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100, pattern=LINE)]
FileIds: TypeAlias = Annotated[list[UUID], Meta(max_length=MOST_FILES)]


class NoticeFile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """An attachment. `size` in bytes; `width` and `height` of a picture in pixels, as it is stored. `removed`: its name alone is kept."""

    file_id: UUID
    name: str
    kind: FileKind
    size: int
    width: int | None
    height: int | None
    removed: bool


class KeptFile(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A file that takes room, and a notice that has it. `canRemove`: each of its notices is withdrawn, expired or old. `size` in bytes."""

    file_id: UUID
    name: str
    kind: FileKind
    size: int
    notice_id: UUID
    notice_title: str
    sent_at: datetime
    withdrawn: bool
    can_remove: bool


class KeptFiles(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The room of the files of a school or bureau, in bytes, and the files of sent notices that the reader may see: first what can be removed, the largest first; at most 200."""

    used: int
    room: int
    items: list[KeptFile]


class FileDigest(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """An attachment as a receipt names it: SHA-256 of its bytes, in hex."""

    name: str
    sha256: str


class StoredFile(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an upload: a picture as it was encoded here, a PDF as it came."""

    name: str
    kind: FileKind
    data: bytes
    width: int | None
    height: int | None


class FileContent(msgspec.Struct, frozen=True, kw_only=True):
    """A file to hand out."""

    name: str
    data: bytes


class EditionFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an edition, for receipts."""

    edition: int
    name: str
    sha256: str


class BureauFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file of an edition of a bureau's notice, as the bureau keeps it."""

    edition: int
    file_id: UUID
    name: str
    kind: FileKind
    size: int
    width: int | None
    height: int | None
    sha256: str
    removed: bool


class Enclosed(msgspec.Struct, frozen=True, kw_only=True):
    """A bureau's file on its way to a school. `data`: its bytes where the school does not have it yet; empty: their content was removed, or the school has it."""

    file: BureauFile
    data: bytes


class SweepNoticeFile(TaskPayload, frozen=True, kw_only=True):
    """A file that no notice has by now is removed. Key: its id."""

    kind: ClassVar[str] = "sweep_notice_file"
    file_id: UUID
