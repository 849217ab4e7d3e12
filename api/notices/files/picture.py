"""Makes an uploaded picture into one of ours. Run as a program of its own: bytes in, bytes out, no secrets and little memory.

It imports nothing of the service. Input: the picture on stdin. Output: width and height as two big-endian integers, then a JPEG of the
pixels alone, without EXIF, position, profile or comment. Exit codes: 3 no picture of a known format, 4 too many pixels.
"""

import io
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
CPU_SECONDS = 10
NO_PICTURE, TOO_MANY = 3, 4


def limit() -> None:
    """What a crafted picture may use at most: it ends this process, never the service."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))


def convert(data: bytes) -> bytes:
    """The picture as a JPEG, turned as it was held, on white where it is transparent. Raises OSError, ValueError."""
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


def _on_white(image: Image.Image) -> Image.Image:
    """A new picture of the pixels, with nothing that the old one knew."""
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
