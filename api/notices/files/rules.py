"""What may be attached to a notice. Pure."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import PurePath
from urllib.parse import quote

from schemas.notices.files import FileKind

MOST_BYTES = 10 << 20
PART = 256 << 10
KEPT = timedelta(days=15)
"""How long a file waits for its notice: a draft on a phone lasts two weeks."""
USABLE = timedelta(days=14)
A_DAY = 60
"""Files that one person uploads within a day."""
TRIES_A_DAY = 120
"""Uploads that one person begins within a day, also those that were refused or sent twice."""
SCHOOL_BYTES = 1 << 30
"""What the files of a school, or of a bureau, may have together. Copies of a bureau's count in the bureau."""
OLD = timedelta(days=90)
"""So long after a notice was sent, corrected and had to be answered its files may go."""
_EXTENSIONS: dict[FileKind, str] = {"picture": ".jpg", "pdf": ".pdf"}


def kind_of(data: bytes) -> FileKind | None:
    """What a file is by its content; its name says nothing."""
    if data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]:
        return "pdf"
    is_webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return "picture" if is_webp or data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) else None


def name_of(file_name: str, kind: FileKind) -> str:
    """The name with the ending of what it is, at most 100 characters."""
    ending = _EXTENSIONS[kind]
    stem = PurePath(file_name.replace("\\", "/")).name
    for known in (ending, ".jpeg", ".png", ".webp"):
        if stem.lower().endswith(known):
            stem = stem[: -len(known)]
            break
    return (stem.strip(" .")[: 100 - len(ending)] or kind) + ending


def parts_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The file in numbered parts."""
    for number, at in enumerate(range(0, len(data), PART)):
        yield number, data[at : at + PART]


def digest(data: bytes) -> str:
    """What a receipt names of the file."""
    return hashlib.sha256(data).hexdigest()


def join(parts: Iterable[bytes]) -> bytes:
    """The file from its parts, which come in order."""
    return b"".join(parts)


def disposition(name: str) -> str:
    """The header that makes a browser keep the file and never show it by its address (RFC 6266, RFC 8187)."""
    return f"attachment; filename=\"file{PurePath(name).suffix}\"; filename*=UTF-8''{quote(name, safe='')}"
