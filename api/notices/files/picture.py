"""Makes an uploaded picture into one of ours. Run as a program of its own: bytes in, bytes out, no secrets and little memory.

It imports nothing of the service. Input: the picture on stdin. Output: width and height as two big-endian integers, then a JPEG of the
pixels alone, without EXIF, position, profile or comment. Exit codes: 3 no picture of a known format or one of too many scans, 4 too many pixels.
"""

import io
import re
import resource
import struct
import sys
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LONGEST = 2048
QUALITY = 82
MEMORY = 1 << 30
CPU_SECONDS = 4
MOST_SCANS = 64
"""Encoders write about ten. Each one goes over all pixels again, and can be as short as ten bytes."""
NO_PICTURE, TOO_MANY = 3, 4
_MARKER = re.compile(rb"\xff+[^\x00\xff]")
_FIRST, _RESTARTS, _END, _SCAN = 0xC0, range(0xD0, 0xD9), 0xD9, 0xDA


def limit() -> None:
    """What a crafted picture may use at most: it ends this process, never the service."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def convert(data: bytes) -> bytes:
    """The picture as a JPEG, turned as it was held, on white where it is transparent. Raises OSError, ValueError, OverflowError."""
    if data.startswith(b"\xff\xd8") and has_many_scans(data):
        raise ValueError
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise OverflowError
        opened.draft("RGB", (LONGEST, LONGEST))  # a JPEG is decoded no larger than needed
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((LONGEST, LONGEST))
        plain = _on_white(turned)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return struct.pack(">II", plain.width, plain.height) + out.getvalue()


def has_many_scans(data: bytes) -> bool:
    """Whether a JPEG has more scans than MOST_SCANS, by its markers alone (ITU-T T.81 B.1.1).

    A marker below SOF0 has no length here, as libjpeg skips it inside a scan: its length could else hide scans.
    """
    scans, at = 0, 2
    while (found := _MARKER.search(data, at)) and found[0][-1] != _END:
        marker, at = found[0][-1], found.end()
        if marker >= _FIRST and marker not in _RESTARTS:
            at += max(2, int.from_bytes(data[at : at + 2]))
        scans += marker == _SCAN
        if scans > MOST_SCANS:
            return True
    return False


def _on_white(image: Image.Image) -> Image.Image:
    """A new picture of the pixels, with nothing that the old one knew."""
    if image.mode.startswith("I"):  # sixteen bits a pixel, as scanners write: Pillow would cut off what is above eight
        image = image.convert("I").point(lambda value: value / 256).convert("L")
    plain = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        plain.paste(clear, mask=clear)
    else:
        plain.paste(image.convert("RGB"))
    return plain


def main() -> int:
    """Reads, converts, writes."""
    limit()
    warnings.simplefilter("ignore")
    try:
        made = convert(sys.stdin.buffer.read())
    except (OverflowError, Image.DecompressionBombError):
        return TOO_MANY
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError, struct.error):
        return NO_PICTURE
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
