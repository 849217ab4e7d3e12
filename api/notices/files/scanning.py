"""Has a virus scanner (clamd) look into files that are handed out as they came, before anything of them is kept."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from aioclamd import ClamdAsyncClient, ClamdError

from api.notices.errors import FileInfected, ScannerSilent

SECONDS = 30.0
"""How long a scan may take, its connection included."""


async def scan(url: str | None, data: bytes) -> None:
    """Scans a file; without a scanner, does nothing. Raises FileInfected, and ScannerSilent where it does not say that the file is clean."""
    if url is None:
        return
    try:
        found: dict[str, tuple[str, str | None]] | None = await _client(url).instream(BytesIO(data))
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
