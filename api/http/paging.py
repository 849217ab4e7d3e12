"""Cursors: opaque to the client, typed for us. A page's `next` is the place after its last row."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, TypeAlias, TypeVar

import msgspec
from litestar.params import QueryParameter

from api.core.errors import invalid

CursorT = TypeVar("CursorT", bound=msgspec.Struct)

Limit: TypeAlias = Annotated[
    int, QueryParameter(ge=1, le=100, description="The number of rows in a page, 100 at most.")
]
Cursor: TypeAlias = Annotated[
    str | None, QueryParameter(name="cursor", max_length=400, description="The `next` of the page before.")
]

From: TypeAlias = Annotated[
    datetime | None,
    QueryParameter(name="from", description="Where the range begins, inclusive (RFC 3339, with offset)."),
]
To: TypeAlias = Annotated[
    datetime | None, QueryParameter(name="to", description="Where the range ends, exclusive (RFC 3339, with offset).")
]


def encode(place: msgspec.Struct) -> str:
    """A place in a list as a cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def decode(cursor: str | None, into: type[CursorT]) -> CursorT | None:
    """The place a cursor names, None at the start. Raises Invalid for a cursor that is not ours."""
    if cursor is None:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(raw, type=into)
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise invalid("$.cursor", "invalid", "cursor") from error
