"""Has a virus scanner (clamd) look into files that are handed out as they came, before anything of them is kept."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from aioclamd import ClamdAsyncClient, ClamdError

from api.notices.errors import FileInfected, ScannerSilent
from api.notices.files.room import Room

SECONDS = 30.0
"""How long a scan may take from its turn on, its connection included."""
PIECE = 256 << 10
"""The client asks for 1 KB at a time, each in a thread: 10 MB took seconds, and several at once the time of all."""
room = Room()


class _Pieces(BytesIO):
    """A file that is read in larger pieces than are asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size if size is None or size < 0 else max(size, PIECE))


async def scan(url: str | None, org_id: int, data: bytes) -> None:
    """Scans a file when its turn comes; without a scanner, does nothing.

    Raises FileInfected, PicturesBusy, and ScannerSilent where it does not say that the file is clean.
    """
    if url is None:
        return
    try:
        async with room.place(org_id):
            found: dict[str, tuple[str, str | None]] | None = await _client(url).instream(_Pieces(data))
    except (ClamdError, OSError) as failure:
        raise ScannerSilent from failure
    status, _ = (found or {}).get("stream", ("", None))
    if status == "FOUND":
        raise FileInfected
    if status != "OK":
        raise ScannerSilent


async def ask_version(url: str) -> str:
    """What the scanner is. Raises ClamdError, OSError."""
    return str(await _client(url).version()).strip()


def _client(url: str) -> Any:  # its package has no types
    parts = urlsplit(url)
    return ClamdAsyncClient(parts.hostname or "", parts.port or 0, timeout=SECONDS)
