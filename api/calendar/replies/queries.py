"""SQL of replies."""

from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.calendar.replies.rows import Answered, Invited
from schemas.calendar.replies.wire import Answer

SELECT_ANSWERED = """
select event_id, organizer_token, kind, moved_sequence, cancelled_at is null and ends_at > $3 as open
from calendar_events where org_id = $1 and event_id = $2
"""


async def find_event(conn: ReadConn, org_id: int, event_id: UUID, now: datetime) -> Answered | None:
    """The event of this id."""
    return await maybe(conn, Answered, SELECT_ANSWERED, org_id, event_id, now)


SELECT_INVITED = """
select account_id, sent_sequence, answered_at from calendar_invites
where org_id = $1 and event_id = $2 and sent_sequence is not null and removed_at is null
for update
"""


async def list_invited(conn: Conn, org_id: int, event_id: UUID) -> list[Invited]:
    """Who was mailed an invite of the event; locked, since two answers of one person may come at once."""
    return await many(conn, Invited, SELECT_INVITED, org_id, event_id)


SET_ANSWER = """
update calendar_invites set answer = $4, answer_sequence = $5, answered_at = $6, updated_at = $7
where org_id = $1 and event_id = $2 and account_id = $3
"""


async def set_answer(
    conn: Conn,
    org_id: int,
    event_id: UUID,
    account_id: UUID,
    answer: tuple[Answer, int, datetime],
    now: datetime,
) -> None:
    """Notes what a person answered, to which SEQUENCE, when."""
    await queue(conn, SET_ANSWER, org_id, event_id, account_id, *answer, now)
