"""Opens a zip that a stranger made. What is declared in it is not believed: every part is decompressed by us, counted."""

import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from api.roster.errors import Bomb, Damaged, Encrypted, TooManyParts
from api.roster.files.tables import MAX_PARTS, MAX_UNPACKED

_ENTRY = b"PK\x01\x02"  # begins an entry of the central directory
_CHUNK = 1 << 16
_KNOWN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_ENCRYPTED = 0x1
_UTF8 = 0x800


def names(data: bytes) -> list[str]:
    """The names in the archive, nothing decompressed. Raises Damaged, Encrypted, TooManyParts, Bomb."""
    return [_name(info) for info in _open(data).infolist()]


def unpack(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The wanted parts by name. Raises Bomb as soon as they are more than MAX_UNPACKED bytes, or Damaged."""
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED
    with _open(data) as archive:
        for info in archive.infolist():
            name = _name(info)
            if info.is_dir() or not wanted(name):
                continue
            if name in parts:
                raise Damaged  # two parts of one name: readers would differ about which one counts
            parts[name] = read_part(archive, info, left)
            left -= len(parts[name])
    return parts


def unpacked_size(data: bytes) -> int:
    """Bytes of all its parts, as its directory says. Raises Damaged, TooManyParts."""
    with _open(data) as archive:
        return sum(info.file_size for info in archive.infolist())


def pack(parts: dict[str, bytes]) -> bytes:
    """A fresh archive without compression, for a parser that trusts what an archive declares."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _open(data: bytes) -> zipfile.ZipFile:
    if data.count(_ENTRY) > MAX_PARTS:  # counted before the directory is read into memory
        raise TooManyParts(limit=MAX_PARTS)
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Damaged from error
    infos = archive.infolist()
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Encrypted
    if any(info.compress_type not in _KNOWN for info in infos):
        raise Damaged
    if sum(info.file_size for info in infos) > MAX_UNPACKED:
        raise Bomb(limit=MAX_UNPACKED >> 20)
    return archive


def read_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """One part, decompressed piece by piece. Raises Bomb after `left` bytes, whatever was declared."""
    content = bytearray()
    try:
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                content += chunk
                if len(content) > left:
                    raise Bomb(limit=MAX_UNPACKED >> 20)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Damaged from error
    return bytes(content)


def _name(info: zipfile.ZipInfo) -> str:
    """The name; Windows writes Chinese ones in GB18030 without saying so."""
    if info.flag_bits & _UTF8 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename
