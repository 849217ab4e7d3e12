"""Messages: broadcasts, what is told to many at once."""

from datetime import datetime
from uuid import UUID

import msgspec

from schemas.messages.audiences import Audience
from schemas.messages.rows import DeliveryAttempt
from schemas.messages.templates import Params
from schemas.messages.wire import Importance


class BroadcastNew(msgspec.Struct, frozen=True, kw_only=True):
    """Something to tell an audience now. `key` names it within the organisation, once for all time.

    `readers_of`: to those who read that broadcast, besides the audience. `in_inbox`: readers also find it there.
    `replaces`: the broadcast whose place it takes on a phone. `planned_at`: the time that somebody has set for it beforehand.
    `routine`: it may wait a day for those who want such matters together. `sms_alone`: where the SMS budget does not do, those whom only SMS reaches have one all the same.
    `done_by`: who sent it, where the worker lets it out; to them it is read.
    """

    broadcast_id: UUID
    key: str
    template: str
    params: Params
    importance: Importance
    audience: Audience
    expires_at: datetime
    in_inbox: bool = True
    readers_of: UUID | None = None
    replaces: UUID | None = None
    planned_at: datetime | None = None
    routine: bool = False
    sms_alone: bool = False
    done_by: UUID | None = None


class Broadcast(msgspec.Struct, frozen=True, kw_only=True):
    """A broadcast as its sending needs it, with the chunk that is at hand. `over`: the channels whose budget does not do for it, each with its rule: `sms:none`."""

    broadcast_id: UUID
    key: str
    template: str
    params: msgspec.Raw
    importance: Importance
    groups: list[str]
    except_groups: list[str]
    parts: list[str]
    readers_of: UUID | None
    replaces: UUID | None
    routine: bool
    created_at: datetime
    expires_at: datetime
    recalled_at: datetime | None
    high: UUID
    upto: UUID
    ended_at: datetime | None
    over: list[str]


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """How far a broadcast is. `through`: nobody is left to be dealt with. `sending`: a worker holds a part of it just now."""

    broadcast_id: UUID
    groups: list[str]
    except_groups: list[str]
    parts: list[str]
    routine: bool
    created_at: datetime
    through: bool
    sending: bool


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be told."""

    account_id: UUID


class Later(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is not to be told now, and when to look again."""

    account_id: UUID
    at: datetime


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The next people of a chunk: those to be told now, those later, and those whom nothing reaches.

    After this page everybody up to `upto` was dealt with. `after`: where the page began. `people`: of whom all these are, and perhaps
    some of the next page.
    """

    broadcast: Broadcast
    chunk: int
    after: UUID
    upto: UUID
    people: list[UUID]
    attempts: list[DeliveryAttempt]
    later: list[Later]
    unreachable: int
    last: bool


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the telling is: people it was for, whom any channel took it for, others, and chunks and messages that are to leave now."""

    people: int
    sent: int
    unsent: int
    left: int
