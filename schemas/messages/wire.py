"""Messages: as they are added, as an inbox shows them, and how people can be reached."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from schemas.input import Input

Importance = Literal["low", "normal", "high"]
"""low: inbox only. normal: waits for quiet hours to end. high: goes through, and falls back while it is unread."""


class About(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message leads to in the app. `kind`: e.g. `booking`, `notice`, `visit`; a client may not know every kind."""

    kind: str
    id: UUID


class InboxMessage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A message as its reader sees it; `title` and `body` are in their language. `childIds`: their own children whom it is about."""

    org_id: int
    message_id: UUID
    title: str
    body: str
    importance: Importance
    at: datetime
    read_at: datetime | None
    about: About | None
    child_ids: list[UUID]


class InboxRead(Input, frozen=True, kw_only=True):
    """Messages that were read together. `until`: when the newest of them came; what comes after it stays unread."""

    until: Annotated[datetime, Meta(tz=True)]


class FirebaseSettings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a browser needs to know of the Firebase project; all of it is public."""

    api_key: str
    project_id: str
    app_id: str
    messaging_sender_id: str
    vapid_key: str


class PushSettings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How a browser can be told resources; null where none of the person's organisations turned it on (P6).

    `vapidKey`: the `applicationServerKey` of the browser's own push (RFC 8292).
    """

    vapid_key: str | None
    firebase: FirebaseSettings | None
