"""SQL of saved audiences."""

from datetime import datetime
from uuid import UUID

from asyncpg.exceptions import UniqueViolationError

from api.core.db import Conn, ReadConn, many, maybe, queue, run, value
from api.notices.saved.errors import AudienceNameTaken
from schemas.notices.saved import Choice, SavedRow, Successor

# Another writer's own is as if it were not there.
_SEEN = "where a.org_id = $1 and (a.owner_id is null or a.owner_id = $2)"
_ROW = """
select a.audience_id, a.owner_id, a.name, a.groups, a.except_groups, a.parts, a.removed_at, a.version from saved_audiences a
"""
LIST_SAVED = _ROW + _SEEN + " and a.removed_at is null order by a.owner_id is null, a.name, a.audience_id limit 200"


async def list_saved(conn: ReadConn, org_id: int, account_id: UUID) -> list[SavedRow]:
    """Somebody's own audiences, then the organisation's."""
    return await many(conn, SavedRow, LIST_SAVED, org_id, account_id)


FIND_SAVED = _ROW + _SEEN + " and a.audience_id = $3"


async def find_saved(conn: ReadConn, org_id: int, account_id: UUID, audience_id: UUID) -> SavedRow | None:
    """One that is somebody's own or shared, also when it was removed."""
    return await maybe(conn, SavedRow, FIND_SAVED, org_id, account_id, audience_id)


FIND_ANY = _ROW + "where a.org_id = $1 and a.audience_id = $2 and a.removed_at is null"


async def find_any(conn: ReadConn, org_id: int, audience_id: UUID) -> SavedRow | None:
    """One that was not removed, of whichever writer: a notice that was written with it goes to it."""
    return await maybe(conn, SavedRow, FIND_ANY, org_id, audience_id)


COUNT_SAVED = """
select count(*)::integer from saved_audiences a
where a.org_id = $1 and a.owner_id is not distinct from $2 and a.removed_at is null
"""


async def count_saved(conn: ReadConn, org_id: int, owner_id: UUID | None) -> int:
    """How many somebody, or the organisation, has."""
    return int(await value(conn, COUNT_SAVED, org_id, owner_id))


INSERT_SAVED = """
insert into saved_audiences (org_id, audience_id, owner_id, name, groups, except_groups, parts, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
"""
_TAKEN: dict[type[Exception], type[Exception]] = {UniqueViolationError: AudienceNameTaken}


async def add_saved(
    conn: Conn, org_id: int, audience_id: UUID, owner_id: UUID | None, choice: Choice, now: datetime
) -> None:
    """Keeps an audience. Raises AudienceNameTaken."""
    await queue(conn, INSERT_SAVED, org_id, audience_id, owner_id, *_what(choice), now, means=_TAKEN)


UPDATE_SAVED = """
update saved_audiences set name = $4, groups = $5, except_groups = $6, parts = $7, version = version + 1, updated_at = $8
where org_id = $1 and audience_id = $2 and version = $3 and removed_at is null
"""


async def set_saved(conn: Conn, org_id: int, audience_id: UUID, version: int, choice: Choice, now: datetime) -> bool:
    """Replaces an audience; False when it is another version. Raises AudienceNameTaken."""
    try:
        return await run(conn, UPDATE_SAVED, org_id, audience_id, version, *_what(choice), now) == 1
    except UniqueViolationError:
        raise AudienceNameTaken from None


SELECT_URGENT_WAITING = """
select exists (
  select from notices n
  where n.org_id = $1 and n.saved_audience_id = $2 and n.state = 'scheduled' and n.importance = 'urgent')
"""


async def has_urgent_waiting(conn: ReadConn, org_id: int, audience_id: UUID) -> bool:
    """Whether an urgent notice is to leave to whom an audience names then."""
    return bool(await value(conn, SELECT_URGENT_WAITING, org_id, audience_id))


REMOVE_SAVED = """
update saved_audiences set removed_at = $3, version = version + 1, updated_at = $3
where org_id = $1 and audience_id = $2 and removed_at is null
"""


async def remove_saved(conn: Conn, org_id: int, audience_id: UUID, now: datetime) -> None:
    """Takes an audience out of the lists."""
    await queue(conn, REMOVE_SAVED, org_id, audience_id, now)


LIST_SUCCESSORS = """
select s.class_id, s.next_class_id, c.ended_at is null as present
from class_successors s
join classes c on c.org_id = s.org_id and c.class_id = s.next_class_id
where s.org_id = $1
"""


async def list_successors(conn: ReadConn, org_id: int) -> list[Successor]:
    """Which class went on as which, in all school years."""
    return await many(conn, Successor, LIST_SUCCESSORS, org_id)


def _what(choice: Choice) -> tuple[str, list[str], list[str], list[str]]:
    return choice.name, choice.groups, choice.except_groups, list(choice.parts)
