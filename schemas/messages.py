"""Messages: what is told to whom (`Tell`), how it stands in an inbox, and how people can be reached."""

from datetime import datetime, time
from typing import Literal, TypeAlias
from uuid import UUID

import msgspec

Importance = Literal["low", "normal", "high"]
"""low: inbox only. normal: waits for quiet hours to end. high: goes through, and falls back while it is unread."""
ChannelName = Literal["fcm", "webpush", "sms", "mail"]
DeliveryState = Literal["sending", "sent", "later", "refused", "gone", "none"]


class AppointmentParams(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message about an appointment may say: when, never what it is about."""

    booking_id: UUID
    starts_at: datetime


class NoticeParams(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message about a notice may say: its title, which every reader of a lock screen may know."""

    notice_id: UUID
    title_zh: str
    title_en: str


class NoParams(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Of a confidential matter: that there is something, and no more."""


class VisitParams(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message about a home visit may say: when, and never a reason. `wished_at`: when the family would rather."""

    visit_id: UUID
    starts_at: datetime
    wished_at: datetime | None = None


Params: TypeAlias = AppointmentParams | NoticeParams | NoParams | VisitParams


class MessageNew(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell some people. `key` names it within the organisation (150 characters at most).

    `earliest_at` None: at once. After `expires_at` nothing leaves any more; the inbox keeps it.
    """

    template: str
    people: frozenset[UUID]
    params: Params
    key: str
    importance: Importance
    expires_at: datetime
    earliest_at: datetime | None = None


class About(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message leads to in the app."""

    kind: Literal["booking", "notice", "visit"]
    id: UUID


class InboxMessage(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A message as its reader sees it; `title` and `body` are in their language."""

    org_id: int
    message_id: UUID
    title: str
    body: str
    importance: Importance
    at: datetime
    read_at: datetime | None
    about: About | None


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """How a person can be reached and wishes to be; addresses are sealed. Times of day are meant in the org's zone."""

    account_id: UUID
    language: str
    quiet_from: time
    quiet_to: time
    channels: list[str]
    plain_titles: bool
    email_sealed: bytes | None
    phone_sealed: bytes | None
    device_ids: list[UUID]
    device_kinds: list[str]
    device_addresses: list[bytes]


class OrgChannels(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation lets out, in its order; FCM and web push leave the country, so each is turned on apart (P6)."""

    time_zone: str
    channels: list[str]
    fcm_enabled: bool
    webpush_enabled: bool


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


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """How one message to one person stands on one channel."""

    message_id: UUID
    account_id: UUID
    channel: ChannelName
    state: DeliveryState
    tries: int
    retry_at: datetime | None
    updated_at: datetime


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """One opened address: a phone number (E.164), a mail address, or a device's token."""

    text: str
    device_id: UUID | None


class DeliveryAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """One message for one person on one channel, marked as being sent."""

    message_id: UUID
    account_id: UUID
    channel: ChannelName
    tries: int
    addresses: list[Address]
    title: str
    body: str
    expires_at: datetime
    urgent: bool


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a attempt. `gone`: devices whose address is dead."""

    attempt: DeliveryAttempt
    state: DeliveryState
    provider_id: str | None
    error: str | None
    retry_at: datetime | None
    gone: list[UUID]
