"""Gives a picture to a process of its own, which has neither our memory nor our secrets, and waits for it."""

import struct
from pathlib import Path

from api.core import programs
from api.notices.errors import PictureBroken, PictureTooLarge
from api.notices.files import picture
from api.notices.files.room import Room
from schemas.notices.files import StoredFile

WAIT = 20.0
"""Seconds by the clock; the process has fewer seconds of CPU."""
_PROGRAM = Path(__file__).with_name("picture.py")
room = Room()


async def to_picture(org_id: int, name: str, data: bytes) -> StoredFile:
    """The picture as it is kept. Raises PictureTooLarge, PictureBroken, PicturesBusy."""
    try:
        async with room.place(org_id):
            code, made = await programs.run("-I", str(_PROGRAM), data=data, wait=WAIT)
    except TimeoutError as error:
        raise PictureBroken from error
    if code == picture.TOO_MANY:
        raise PictureTooLarge(limit=picture.MOST_PIXELS // 10_000)
    if code != 0 or len(made) <= 8:
        raise PictureBroken
    width, height = struct.unpack(">II", made[:8])
    return StoredFile(name=name, kind="picture", data=made[8:], width=width, height=height)
