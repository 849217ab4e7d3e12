"""Messages: the texts that features tell, and what fills them."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

import msgspec


class Params(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a message may say, the base of each feature's own. It is stored with the message, so it holds nothing confidential."""


class NoParams(Params, frozen=True, kw_only=True, rename="camel"):
    """Of a confidential matter: that there is something, and no more."""


class Words(msgspec.Struct, frozen=True):
    """A title and a body; `{places}` are fields of the params."""

    title: str
    body: str


Audience: TypeAlias = Callable[[Any, Any], Awaitable[frozenset[UUID] | None]]
"""Who may be told today, asked with the unit of work and the params. None: there is nothing behind it that could say so."""

Among: TypeAlias = Callable[[Any, Any, Sequence[UUID]], Awaitable[frozenset[UUID]]]
"""The same for some people, where those concerned may be a whole school: who of these may be told today."""


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of message, in both languages side by side.

    No text names what an appointment is about: a lock screen, an SMS or a subject line is read by others (DESIGN §4). A
    `confidential` text leaves the app only for those who chose plain titles. `about`: the kind of resource that the message
    leads to, and the field of the params that holds its id. `audience`: asked with the unit of work and the params each
    time before something is sent: only these people still have to be told. `among`: the same, asked about some people at a time.
    A template that is about something must have one of the two.
    `before`: the field of the params by which it must have arrived: quiet hours that last longer do not hold it back.
    `sms`: what an SMS says in place of the body, in Chinese and in English, since it has no title.
    `never_by`: a channel that does not carry it, since it tells that this one was opened.
    `latest_alone`: on a phone it takes the place of the one before.
    `unread_wait`: how long one of high importance may stay unread before the next channel; None: as long as any other.
    """

    params: type[Params]
    about: tuple[str, str] | None
    confidential: bool
    zh: Words
    en: Words
    audience: Audience | None = None
    among: Among | None = None
    before: str | None = None
    unread_wait: timedelta | None = None
    latest_alone: bool = False
    never_by: str | None = None
    sms: tuple[str, str] | None = None
