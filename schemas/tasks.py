"""Payloads of tasks, one struct a kind: ids only, never confidential text (DESIGN §4).

`kind` is the task's kind and names its handler's file in `jobs`. Fields may be added with a default; a task planned by an
older version must still be understood.
"""

from datetime import datetime
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from schemas.replies import Answer


class BookingChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A booking was made, moved, cancelled or given other people. Key: `booking:<id>`; due at once.

    The handler reads how the booking stands then, so several changes in a row become one telling.
    """

    kind: ClassVar[str] = "booking_changed"
    booking_id: UUID


class VisitChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A home visit was proposed, answered, moved or cancelled. Key: the visit's id; due at once.

    The handler reads how the visit stands then, so several changes in a row become one telling.
    """

    kind: ClassVar[str] = "visit_changed"
    visit_id: UUID


class DeliverMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message's time has come. Key: the message's id; planned by `messages.service.tell` alone."""

    kind: ClassVar[str] = "deliver_message"
    message_id: UUID


class SendInvite(msgspec.Struct, frozen=True, kw_only=True):
    """One person's invitation to an event has to follow the event. Key: `<event>:<account>`."""

    kind: ClassVar[str] = "send_invite"
    event_id: UUID
    account_id: UUID


class SignInCode(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody asked for a one-time code. Planned in organisation 0. Key: `<kind>:<key_hash>`; due at once.

    `key_hash` is the login key in hex (`Sealer.phone(...)`, or `Sealer.name("email", ...)`), under which the code is
    stored. A phone's number is found by the key; a mail address that is being verified by its account.
    """

    kind: ClassVar[str] = "sign_in_code"
    key_hash: str
    to: Literal["phone", "email"] = "phone"
    account_id: UUID | None = None


class ImportRoster(msgspec.Struct, frozen=True, kw_only=True):
    """A checked workbook is to be applied. Key: the import's id; `Job.progress` shows on it."""

    kind: ClassVar[str] = "import_roster"
    import_id: UUID


class SendNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice's time has come. Key: its id; moved and cancelled with it."""

    kind: ClassVar[str] = "send_notice"
    notice_id: UUID


class TellNotice(msgspec.Struct, frozen=True, kw_only=True):
    """One chunk of a sent notice's people is to be told. Key: `<notice>:<chunk>`."""

    kind: ClassVar[str] = "tell_notice"
    notice_id: UUID
    chunk: int


class RemindNotice(msgspec.Struct, frozen=True, kw_only=True):
    """Who has not answered a notice is reminded, once. Key: the notice's id."""

    kind: ClassVar[str] = "remind_notice"
    notice_id: UUID


class ObservationFiled(msgspec.Struct, frozen=True, kw_only=True):
    """Those who own a new observation are to be told. Key: the observation's id; due at the next full hour.

    At once when it is urgent: a telephone that buzzes as a student puts theirs away would tell who reported.
    """

    kind: ClassVar[str] = "observation_filed"
    observation_id: UUID


class ObservationDue(msgspec.Struct, frozen=True, kw_only=True):
    """An observation's deadline. Key: the observation's id; moved when it is raised, withdrawn when it is closed."""

    kind: ClassVar[str] = "observation_due"
    observation_id: UUID


class CalendarReply(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar answered an invite. `sender` is a keyed hash of the mail address. Key: hash of all of it."""

    kind: ClassVar[str] = "calendar_reply"
    organizer_token: str
    event_id: UUID
    sender: bytes
    answer: Answer
    sequence: int
    stamped_at: datetime


class CountFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A school is to count itself for its bureaus, daily. Key: `daily`. Planned by an import and when a worker starts."""

    kind: ClassVar[str] = "count_figures"


class Purge(msgspec.Struct, frozen=True, kw_only=True):
    """Old idempotency keys and finished tasks go, daily. Planned in organisation 0 when a worker starts."""

    kind: ClassVar[str] = "purge"
