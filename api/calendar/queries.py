"""SQL of calendar events and of what each person was sent of them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, queue, run
from schemas.calendar.rows import (
    Event,
    EventKind,
    EventState,
    InviteClaim,
    InviteMail,
    InviteState,
    Reach,
    Unsent,
    Waiting,
)

SELECT_EVENT = """
select event_id, organizer_token, kind, tentative, sequence, starts_at, ends_at, location, cancelled_at, updated_at
from calendar_events where org_id = $1 and event_id = $2
"""


async def find_event(conn: ReadConn, org_id: int, event_id: UUID) -> Event | None:
    """The event."""
    return await maybe(conn, Event, SELECT_EVENT, org_id, event_id)


SELECT_EVENT_LOCKED = """
select event_id, organizer_token, kind, tentative, sequence, starts_at, ends_at, location, cancelled_at, updated_at
from calendar_events where org_id = $1 and event_id = $2
for update
"""


async def lock_event(conn: Conn, org_id: int, event_id: UUID) -> Event | None:
    """The event, locked: its sequence rises once for each change."""
    return await maybe(conn, Event, SELECT_EVENT_LOCKED, org_id, event_id)


SELECT_REACH = """
select org_ids, closed_until from mail_reach($1, $2)
"""


async def get_reach(door: ReadConn, account_id: UUID, now: datetime) -> Reach:
    """Where somebody may have appointments. Asked as the door."""
    return (await many(door, Reach, SELECT_REACH, account_id, now))[0]


# Waits for who is deciding about one of them right now, and sees what they noted; what is being sent is left to its sender.
LOCK_WAITING = """
select e.event_id from calendar_invites i join calendar_events e on e.org_id = i.org_id and e.event_id = i.event_id
where i.org_id = $1 and i.account_id = $2 and e.starts_at > $3 and i.sending is null
  and (i.sent_sequence is null or i.sent_sequence < e.sequence)
order by e.event_id
for no key update of i
"""


async def lock_waiting(conn: Conn, org_id: int, account_id: UUID, now: datetime) -> list[UUID]:
    """Events still ahead whose newest state a person was not mailed, and nobody is mailing right now."""
    return [row.event_id for row in await many(conn, Waiting, LOCK_WAITING, org_id, account_id, now)]


INSERT_EVENT = """
insert into calendar_events (org_id, event_id, organizer_token, kind, tentative, starts_at, ends_at, location, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (org_id, event_id) do nothing
"""


async def add_event(
    conn: Conn,
    org_id: int,
    event_id: UUID,
    token: str,
    kind: EventKind,
    state: EventState,
    now: datetime,
) -> bool:
    """Writes a new event. False: it is there already."""
    what = (state.tentative, state.starts_at, state.ends_at, state.location)
    return await run(conn, INSERT_EVENT, org_id, event_id, token, kind, *what, now) == 1


UPDATE_EVENT = """
update calendar_events
set sequence = sequence + 1, tentative = $3, starts_at = $4, ends_at = $5, location = $6, updated_at = $7,
  moved_sequence = case when (starts_at, ends_at, location) = ($4, $5, $6) then moved_sequence else sequence + 1 end
where org_id = $1 and event_id = $2 and cancelled_at is null
"""


async def set_event(conn: Conn, org_id: int, event_id: UUID, state: EventState, now: datetime) -> None:
    """Changes an event; its sequence rises."""
    what = (state.tentative, state.starts_at, state.ends_at, state.location)
    await queue(conn, UPDATE_EVENT, org_id, event_id, *what, now)


CANCEL_EVENT = """
update calendar_events set sequence = sequence + 1, cancelled_at = $3, updated_at = $3
where org_id = $1 and event_id = $2 and cancelled_at is null
"""


async def cancel_event(conn: Conn, org_id: int, event_id: UUID, now: datetime) -> bool:
    """Cancels an event; its sequence rises. False: it was cancelled before, or is not there."""
    return await run(conn, CANCEL_EVENT, org_id, event_id, now) == 1


SELECT_INVITES = """
select account_id, tried_sequence, sent_sequence, sent_method, removed_at, told_starts_at, told_ends_at from calendar_invites
where org_id = $1 and event_id = $2 order by account_id
"""


async def list_invites(conn: ReadConn, org_id: int, event_id: UUID) -> list[InviteState]:
    """Everybody who is or was part of an event."""
    return await many(conn, InviteState, SELECT_INVITES, org_id, event_id)


UPSERT_INVITES = """
insert into calendar_invites as i (org_id, event_id, account_id, updated_at)
select $1, $2, u.account_id, $4 from unnest($3::uuid[]) as u (account_id)
on conflict (org_id, event_id, account_id) do update set removed_at = null, updated_at = excluded.updated_at
where i.removed_at is not null
"""


async def add_invites(conn: Conn, org_id: int, event_id: UUID, people: Iterable[UUID], now: datetime) -> None:
    """These people take part (again)."""
    await queue(conn, UPSERT_INVITES, org_id, event_id, sorted(people), now)


REMOVE_INVITES = """
update calendar_invites set removed_at = $4, updated_at = $4
where org_id = $1 and event_id = $2 and account_id = any ($3) and removed_at is null
"""


async def remove_invites(conn: Conn, org_id: int, event_id: UUID, people: Iterable[UUID], now: datetime) -> None:
    """These people no longer take part."""
    await queue(conn, REMOVE_INVITES, org_id, event_id, sorted(people), now)


SELECT_INVITE = """
select account_id, tried_sequence, sent_sequence, sent_method, removed_at, told_starts_at, told_ends_at from calendar_invites
where org_id = $1 and event_id = $2 and account_id = $3 and (sending_until is null or sending_until <= $4)
for no key update skip locked
"""


async def lock_invite(conn: Conn, org_id: int, event_id: UUID, account_id: UUID, now: datetime) -> InviteState | None:
    """What a person was sent, locked until this transaction ends. None: somebody else is sending to them right now."""
    return await maybe(conn, InviteState, SELECT_INVITE, org_id, event_id, account_id, now)


SET_SENDING = """
update calendar_invites set tried_sequence = $4, sending = $5, sending_until = $6, updated_at = $7,
  told_starts_at = coalesce($8, told_starts_at), told_ends_at = coalesce($9, told_ends_at)
where org_id = $1 and event_id = $2 and account_id = $3
"""


async def set_sending(
    conn: Conn, org_id: int, event: Event, account_id: UUID, claim: InviteClaim, now: datetime, *, invites: bool
) -> None:
    """Notes that this state is about to leave, and who sends it. `invites`: its time is told, and not taken back."""
    told = (event.starts_at, event.ends_at) if invites else (None, None)
    what = (event.sequence, claim.sender, claim.until, now, *told)
    await queue(conn, SET_SENDING, org_id, event.event_id, account_id, *what)


EXTEND_SENDING = """
update calendar_invites set sending_until = $5
where org_id = $1 and event_id = $2 and account_id = $3 and sending = $4
"""


async def extend_sending(conn: Conn, org_id: int, event_id: UUID, account_id: UUID, claim: InviteClaim) -> None:
    """Notes that the sender lives."""
    await queue(conn, EXTEND_SENDING, org_id, event_id, account_id, claim.sender, claim.until)


END_SENDING = """
update calendar_invites set sending = null, sending_until = null
where org_id = $1 and event_id = $2 and account_id = $3 and sending = $4
"""


async def end_sending(conn: Conn, org_id: int, event_id: UUID, account_id: UUID, sender: UUID) -> None:
    """Notes that nothing is being sent any more, whatever became of it."""
    await queue(conn, END_SENDING, org_id, event_id, account_id, sender)


SET_SENT = """
update calendar_invites set sent_sequence = $4, sent_method = $5, unsent = null, updated_at = $6
where org_id = $1 and event_id = $2 and account_id = $3 and sending = $7
"""


async def set_sent(
    conn: Conn, org_id: int, event_id: UUID, account_id: UUID, mail: InviteMail, sender: UUID, now: datetime
) -> None:
    """Notes that this state has left; nothing when another sender took over meanwhile."""
    await queue(conn, SET_SENT, org_id, event_id, account_id, mail.sequence, mail.invite.method, now, sender)


SET_UNSENT = """
update calendar_invites set unsent = $4, updated_at = $5 where org_id = $1 and event_id = $2 and account_id = $3
"""


async def set_unsent(conn: Conn, org_id: int, event_id: UUID, account_id: UUID, why: Unsent, now: datetime) -> None:
    """Notes why the newest state was not mailed."""
    await queue(conn, SET_UNSENT, org_id, event_id, account_id, why, now)
