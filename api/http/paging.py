"""Cursors: opaque to the client, typed for us, good for one reader and one list. A page's `next` is the place after its last row."""

import base64
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Annotated, TypeAlias, TypeVar

import msgspec
from cryptography.exceptions import InvalidTag
from litestar.params import QueryParameter

from api.core.errors import Invalid
from api.http import problems
from api.http.request_runner import RequestRunner
from schemas.paging import Page
from schemas.text import END

CursorT = TypeVar("CursorT", bound=msgspec.Struct)
Row = TypeVar("Row")

Limit: TypeAlias = Annotated[
    int, QueryParameter(ge=1, le=100, description="The number of rows in a page, 100 at most.")
]
Cursor: TypeAlias = Annotated[
    str | None,
    QueryParameter(
        name="cursor", max_length=600, pattern=rf"^[A-Za-z0-9_-]+{END}", description="The `next` of the page before."
    ),
]

From: TypeAlias = Annotated[
    datetime | None,
    QueryParameter(name="from", description="Where the range begins, inclusive (RFC 3339, with offset)."),
]
To: TypeAlias = Annotated[
    datetime | None, QueryParameter(name="to", description="Where the range ends, exclusive (RFC 3339, with offset).")
]


def encode(runner: RequestRunner, place: msgspec.Struct) -> str:
    """A place in this list as a cursor of this reader. It is sealed: nobody else can use, read or make one."""
    sealed = runner.services.sealer.seal_cursor(msgspec.json.encode(place), _bound_to(runner))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def page(runner: RequestRunner, rows: list[Row], limit: int, cursor_of: Callable[[Row], msgspec.Struct]) -> Page[Row]:
    """A page of a list. `cursor_of` says which place a row is at."""
    return Page(items=rows, next=next_cursor(runner, rows, limit, cursor_of))


def next_cursor(
    runner: RequestRunner, rows: Sequence[Row], limit: int, cursor_of: Callable[[Row], msgspec.Struct]
) -> str | None:
    """The cursor after the last row; None when the list ended within this page."""
    return encode(runner, cursor_of(rows[-1])) if len(rows) == limit else None


def decode(runner: RequestRunner, cursor: str | None, into: type[CursorT]) -> CursorT | None:
    """The place a cursor names, None at the start. Raises Invalid unless this list gave it to this reader."""
    if cursor is None:
        return None
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        return msgspec.json.decode(runner.services.sealer.open_cursor(raw, _bound_to(runner)), type=into)
    except (ValueError, InvalidTag) as error:
        raise Invalid(fields=(problems.field("$.cursor", "cursor", runner.language),)) from error


def _bound_to(runner: RequestRunner) -> str:
    request = runner.request
    reader = runner.token().account_id
    return f"{reader} {request.route_handler.operation_id} {request.scope['path']}"
