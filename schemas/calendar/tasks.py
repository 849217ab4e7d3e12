"""Calendar: payloads of tasks, ids only (DESIGN §4)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from schemas.calendar.replies.wire import Answer
from schemas.tasks import TaskPayload


class SendInvite(TaskPayload, frozen=True, kw_only=True):
    """One person's invitation to an event has to follow the event. Key: `<event>:<account>`."""

    kind: ClassVar[str] = "send_invite"
    event_id: UUID
    account_id: UUID


class SendWaiting(TaskPayload, frozen=True, kw_only=True):
    """Mails can reach a person now who had no proved address: invites that could not leave do so. Key: the account."""

    kind: ClassVar[str] = "send_waiting"
    account_id: UUID


class CalendarReply(TaskPayload, frozen=True, kw_only=True):
    """A calendar answered an invite. `sender` is a keyed hash of the mail address. Key: hash of all of it."""

    kind: ClassVar[str] = "calendar_reply"
    organizer_token: str
    event_id: UUID
    sender: bytes
    answer: Answer
    sequence: int
    stamped_at: datetime
    wished_at: datetime | None = None
