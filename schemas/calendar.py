"""Appointments as calendars see them: plain values in, iCalendar text out (DESIGN §6)."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec

Method = Literal["REQUEST", "CANCEL"]


class CalendarEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment in one of its versions. `uid` stays for life; `sequence` rises with every change and on cancel.

    Instants are aware. `zone` is the IANA zone in which people read the times. `organizer_address` is an address
    nobody can guess, made for this event alone. Texts may hold anything a person typed; they are cleaned on rendering.
    """

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    title: str
    description: str
    location: str
    organizer_address: str
    updated_at: datetime
    cancelled: bool
    tentative: bool = False
    alarms: tuple[timedelta, ...] = ()
    """How long before the start the calendar itself rings; none, unless somebody asked for it."""


class Recipient(msgspec.Struct, frozen=True, kw_only=True):
    """The one person named in an invite."""

    address: str
    name: str


class Invite(msgspec.Struct, frozen=True, kw_only=True):
    """A whole VCALENDAR in UTF-8 with CRLF, for one recipient. `method` is also written in its text (RFC 5546)."""

    method: Method
    content: bytes
