"""Messages: what queries return."""

from datetime import datetime, time, timedelta
from typing import Literal
from uuid import UUID

import msgspec

from schemas.messages.budgets import Cost
from schemas.messages.templates import Params
from schemas.messages.wire import Importance

ChannelName = Literal["fcm", "webpush", "wecom", "wechat", "sms", "mail"]


DeliveryState = Literal["sending", "sent", "later", "refused", "gone", "none"]


class MessageNew(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell some people. `key` names it within the organisation (150 characters at most).

    `earliest_at` None: at once. After `expires_at` nothing leaves any more; the inbox keeps it. `broadcast_id`: it tries again
    whom that broadcast did not reach at once, and no inbox shows it. `done_by`: whose own act it tells of; to them it is read.
    """

    template: str
    people: frozenset[UUID]
    params: Params
    key: str
    importance: Importance
    expires_at: datetime
    earliest_at: datetime | None = None
    broadcast_id: UUID | None = None
    done_by: UUID | None = None


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody was told something under a key."""

    key: str
    account_id: UUID
    at: datetime


class OwnLink(msgspec.Struct, frozen=True, kw_only=True):
    """Who a guardian is in the WeCom, or WeChat service account, of an organisation. `phone_mark` is of the number that proved it: with another number it proves nothing, nor does a WeChat's after signing out everywhere."""

    account_id: UUID
    user_id: str
    phone_mark: bytes


class ContactRow(msgspec.Struct, frozen=True, kw_only=True):
    """How a person can be reached and wishes to be; addresses are sealed. Times of day are meant in the org's zone.

    `email_proved`: the person has shown that they read what comes to the mail address.
    """

    account_id: UUID
    language: str
    quiet_from: time
    quiet_to: time
    channels: list[str]
    plain_titles: bool
    email_sealed: bytes | None
    email_proved: bool
    phone_sealed: bytes | None
    device_ids: list[UUID]
    device_kinds: list[str]
    device_addresses: list[bytes]
    sign_outs: int


class Contact(ContactRow, frozen=True, kw_only=True):
    """The same, with who they are in the WeCom and the WeChat service account of the organisation that tells them something."""

    wecom: OwnLink | None = None
    wechat: OwnLink | None = None


class OrgChannels(msgspec.Struct, frozen=True, kw_only=True):
    """What an organisation lets out, in its order; FCM and web push leave the country, so each is turned on apart (P6)."""

    time_zone: str
    channels: list[str]
    fcm_enabled: bool
    webpush_enabled: bool


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """The delivery of one message to one person on one channel."""

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
    """One message for one person on one channel, marked as being sent. `unread_wait`: until the next channel, if urgent.

    `told_id`: what the person's phone shows once, however often it is sent: the message, or the broadcast that it belongs to.
    `replaces`: the broadcast whose place it takes there. `cost`: what it counts as, where its channel can have a budget.
    """

    message_id: UUID
    told_id: UUID
    replaces: UUID | None
    account_id: UUID
    channel: ChannelName
    tries: int
    addresses: list[Address]
    title: str
    body: str
    expires_at: datetime
    urgent: bool
    unread_wait: timedelta
    cost: Cost | None


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a attempt. `gone`: devices whose address is dead."""

    attempt: DeliveryAttempt
    state: DeliveryState
    provider_id: str | None
    error: str | None
    retry_at: datetime | None
    gone: list[UUID]


class Live(msgspec.Struct, frozen=True, kw_only=True):
    """The message that holds a key now."""

    message_id: UUID
    template: str
    params: msgspec.Raw
    importance: Importance
    earliest_at: datetime
    expires_at: datetime
    people: list[UUID]


class Mine(msgspec.Struct, frozen=True, kw_only=True):
    """A message in a person's inbox."""

    message_id: UUID
    template: str
    params: msgspec.Raw
    importance: Importance
    visible_at: datetime
    read_at: datetime | None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """A message for one person, to be delivered. `over`: the channels whose budget does not do for its broadcast, each
    with its rule: `sms:none`.

    `routine`: it belongs to a broadcast that may wait. `created_at`: of that broadcast, or of the message.
    """

    message_id: UUID
    account_id: UUID
    template: str
    params: msgspec.Raw
    importance: Importance
    expires_at: datetime
    told_id: UUID
    replaces: UUID | None
    broadcast: bool
    routine: bool
    created_at: datetime
    over: list[str]


class Retired(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was withdrawn just now, and whose inboxes it left."""

    message_id: UUID
    people: list[UUID]
