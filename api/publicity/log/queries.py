"""SQL of the log of events."""

from datetime import date, datetime
from uuid import UUID

from asyncpg import UniqueViolationError

from api.core.db import Conn, ReadConn, many, maybe, queue, run
from api.publicity.errors import LectureLogged
from schemas.publicity.wire import PublicityEvent, PublicityEventEdit

_EVENTS = """
select e.event_id, e.kind, e.held_on, e.topic, e.audience, e.count, e.people, e.place, e.materials, e.link, e.lecture_id,
  f.name as entered_by, e.version
from publicity_events e
join staff f on f.org_id = e.org_id and f.staff_id = e.entered_by
"""
SELECT_EVENTS = (
    _EVENTS
    + "where e.org_id = $1 and e.held_on between $2 and $3 and e.ended_at is null order by e.held_on desc, e.event_id desc limit 2000"
)
SELECT_EVENT = _EVENTS + "where e.org_id = $1 and e.event_id = $2"


async def list_events(conn: ReadConn, org_id: int, first: date, last: date) -> list[PublicityEvent]:
    """The events of a period, the latest first."""
    return await many(conn, PublicityEvent, SELECT_EVENTS, org_id, first, last)


async def find_event(conn: ReadConn, org_id: int, event_id: UUID) -> PublicityEvent | None:
    """An event, also one that was taken out."""
    return await maybe(conn, PublicityEvent, SELECT_EVENT, org_id, event_id)


INSERT_EVENT = """
insert into publicity_events (org_id, event_id, kind, held_on, topic, audience, count, people, place, materials, link,
  lecture_id, entered_by, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)
"""


async def add_event(
    conn: Conn, org_id: int, event_id: UUID, new: PublicityEventEdit, lecture_id: UUID | None, by: UUID, now: datetime
) -> None:
    """Adds a line. Raises LectureLogged."""
    what = (new.kind, new.held_on, new.topic, new.audience, new.count, new.people, new.place, new.materials, new.link)
    means: dict[type[Exception], type[Exception]] = {UniqueViolationError: LectureLogged}
    await queue(conn, INSERT_EVENT, org_id, event_id, *what, lecture_id, by, now, means=means)


UPDATE_EVENT = """
update publicity_events set kind = $4, held_on = $5, topic = $6, audience = $7, count = $8, people = $9, place = $10,
  materials = $11, link = $12, version = version + 1, updated_at = $13
where org_id = $1 and event_id = $2 and version = $3 and ended_at is null
"""


async def set_event(
    conn: Conn, org_id: int, event_id: UUID, version: int, edit: PublicityEventEdit, now: datetime
) -> bool:
    """Replaces a line; False when it is another version, or was taken out."""
    what = (edit.kind, edit.held_on, edit.topic, edit.audience, edit.count, edit.people)
    more = (edit.place, edit.materials, edit.link, now)
    return await run(conn, UPDATE_EVENT, org_id, event_id, version, *what, *more) == 1


END_EVENT = """
update publicity_events set ended_at = $3, version = version + 1, updated_at = $3
where org_id = $1 and event_id = $2 and ended_at is null
"""


async def end_event(conn: Conn, org_id: int, event_id: UUID, now: datetime) -> bool:
    """Takes a line out; False when it is out already."""
    return await run(conn, END_EVENT, org_id, event_id, now) == 1
