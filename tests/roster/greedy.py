"""Stands in for `api.roster.checking` with a file that takes all memory, and with a fault of ours."""

import sys

import msgspec

from api.roster.checking import CheckTask, Failed, serve


def eat(data: bytes) -> msgspec.Struct:
    """What a crafted workbook makes a reader do."""
    if msgspec.msgpack.decode(data, type=CheckTask).file_name == "memory.xlsx":
        return Failed(what=f"{len(bytearray(1 << 30))} bytes were given")
    raise ZeroDivisionError("李小红 13900000000")


if __name__ == "__main__":
    sys.exit(serve(eat))
