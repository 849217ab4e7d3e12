"""SQL of resets of second factors."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, run, value
from schemas.recovery.wire import FactorRequest, FactorReset

FactorState = Literal["lost", "nothing", "elsewhere"]

SELECT_NAME = """
select f.name from staff f where f.org_id = $1 and f.staff_id = $2 and f.ended_at is null
"""


async def find_name(conn: ReadConn, org_id: int, staff_id: UUID) -> str | None:
    """The name of a colleague who works here today."""
    return await value(conn, SELECT_NAME, org_id, staff_id)


SELECT_STATE = """
select factor_state($1)
"""


async def get_state(conn: ReadConn, staff_id: UUID) -> FactorState:
    """Whether a reset makes sense."""
    return await value(conn, SELECT_STATE, staff_id)


PUT_REQUEST = """
insert into factor_requests (org_id, staff_id, asked_by, asked_by_name, asked_at, expires_at) values ($1, $2, $3, $4, $5, $6)
on conflict (org_id, staff_id) do update set asked_by = excluded.asked_by, asked_by_name = excluded.asked_by_name,
  asked_at = excluded.asked_at, expires_at = excluded.expires_at, confirmed_at = null
"""


async def put_request(
    conn: Conn, org_id: int, staff_id: UUID, by: UUID, by_name: str, now: datetime, until: datetime
) -> None:
    """Notes that one adult says so; an earlier request is replaced."""
    await run(conn, PUT_REQUEST, org_id, staff_id, by, by_name, now, until)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who asked, by today's name."""

    asked_by: UUID
    name: str


SELECT_REQUEST = """
select q.asked_by, f.name from factor_requests q
join staff f on f.org_id = $1 and f.staff_id = q.asked_by and f.ended_at is null and 'school_admin' = any (f.roles)
where q.org_id = $1 and q.staff_id = $2 and q.expires_at > $3 and q.confirmed_at is null
for update of q
"""


async def find_request(conn: Conn, org_id: int, staff_id: UUID, now: datetime) -> Asked | None:
    """What waits for a second adult, locked; none where who asked has left, or administers nothing any more."""
    return await maybe(conn, Asked, SELECT_REQUEST, org_id, staff_id, now)


SET_CONFIRMED = """
update factor_requests set confirmed_at = $3 where org_id = $1 and staff_id = $2
"""


async def set_confirmed(conn: Conn, org_id: int, staff_id: UUID, now: datetime) -> None:
    """It waits no more."""
    await run(conn, SET_CONFIRMED, org_id, staff_id, now)


SELECT_WAITING = """
select q.staff_id, s.name as staff_name, q.asked_by_name as asked_by, q.asked_at, q.expires_at, q.asked_by = $2 as own
from factor_requests q
join staff s on s.org_id = $1 and s.staff_id = q.staff_id and s.ended_at is null
join staff f on f.org_id = $1 and f.staff_id = q.asked_by and f.ended_at is null and 'school_admin' = any (f.roles)
where q.org_id = $1 and q.staff_id <> $2 and q.expires_at > $3 and q.confirmed_at is null
order by q.asked_at desc, q.staff_id
limit 200
"""


async def list_waiting(conn: ReadConn, org_id: int, account_id: UUID, now: datetime) -> list[FactorRequest]:
    """What waits for a second adult, newest first."""
    return await many(conn, FactorRequest, SELECT_WAITING, org_id, account_id, now)


IS_SETTLED = """
select staff_settled($1, $1, $2)
"""


async def is_settled(conn: ReadConn, staff_id: UUID, before: datetime) -> bool:
    """Whether somebody is on the staff since then."""
    return await value(conn, IS_SETTLED, staff_id, before)


ADD_RESET = """
select factor_reset_add($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def add_reset(
    conn: Conn,
    staff_id: UUID,
    reset_id: UUID,
    first: tuple[UUID, str],
    second: tuple[UUID, str],
    *,
    now: datetime,
    opens_at: datetime,
    ends_at: datetime,
) -> None:
    """Keeps a confirmed reset, and ends the person's sessions."""
    await run(conn, ADD_RESET, staff_id, reset_id, *first, *second, now, opens_at, ends_at)


SELECT_RESETS = """
select reset_id, first_name, second_name, confirmed_at, opens_at, ends_at, outcome from factor_reset_list($1)
"""


async def list_resets(conn: ReadConn, account_id: UUID) -> list[FactorReset]:
    """Resets of a person's second factors, the last first."""
    return await many(conn, FactorReset, SELECT_RESETS, account_id)


REFUSE_RESET = """
select factor_reset_refuse($1, $2, $3)
"""


async def refuse_reset(conn: Conn, account_id: UUID, reset_id: UUID, now: datetime) -> bool:
    """Ends a reset that was not used. False: there is none."""
    return await value(conn, REFUSE_RESET, account_id, reset_id, now)
