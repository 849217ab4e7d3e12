"""SQL of the mailbox."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, queue, run


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """Where a row is."""

    slot_id: UUID


class Ticketed(msgspec.Struct, frozen=True, kw_only=True):
    """A row without its parcel."""

    slot_id: UUID
    ticket: bytes


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A whole row."""

    slot_id: UUID
    ticket: bytes
    parcel: bytes


INSERT_ROW = """
insert into observation_mailbox (org_id, slot_id, ticket, parcel) values ($1, $2, $3, $4)
on conflict (org_id, slot_id) do nothing
"""


async def add_row(conn: Conn, org_id: int, row: Row) -> bool:
    """Puts one row in. False: the slot is taken. Waits for a twin at work."""
    return await run(conn, INSERT_ROW, org_id, row.slot_id, row.ticket, row.parcel) == 1


SELECT_SLOTS = """
select slot_id from observation_mailbox where org_id = $1 order by slot_id
"""


async def list_slots(conn: ReadConn, org_id: int) -> list[UUID]:
    """Where there are rows."""
    return [row.slot_id for row in await many(conn, Slot, SELECT_SLOTS, org_id)]


INSERT_ROWS = """
insert into observation_mailbox (org_id, slot_id, ticket, parcel)
select $1, u.slot_id, u.ticket, u.parcel from unnest($2::uuid[], $3::bytea[], $4::bytea[]) as u (slot_id, ticket, parcel)
on conflict (org_id, slot_id) do nothing
"""


async def add_rows(conn: Conn, org_id: int, rows: Sequence[Row]) -> None:
    """Puts rows in, in their order."""
    columns = [r.slot_id for r in rows], [r.ticket for r in rows], [r.parcel for r in rows]
    await queue(conn, INSERT_ROWS, org_id, *columns)


SELECT_TICKETS = """
select slot_id, ticket from observation_mailbox where org_id = $1
"""


async def list_tickets(conn: ReadConn, org_id: int) -> list[Ticketed]:
    """All rows, without their parcels."""
    return await many(conn, Ticketed, SELECT_TICKETS, org_id)


TAKE_ROWS = """
delete from observation_mailbox where org_id = $1 returning slot_id, ticket, parcel
"""


async def take_rows(conn: Conn, org_id: int) -> list[Row]:
    """Takes all rows out. A twin at work is waited for, and what it took is not taken again."""
    return await many(conn, Row, TAKE_ROWS, org_id)


TAKE_SOME = """
delete from observation_mailbox where org_id = $1 and slot_id = any ($2) returning slot_id, ticket, parcel
"""


async def take_some(conn: Conn, org_id: int, slot_ids: Sequence[UUID]) -> list[Row]:
    """Takes these rows out; those that a twin at work took are not taken again."""
    return await many(conn, Row, TAKE_SOME, org_id, slot_ids)


DELETE_ROW = """
delete from observation_mailbox where org_id = $1 and slot_id = $2
"""


async def remove_row(conn: Conn, org_id: int, slot_id: UUID) -> None:
    """Removes a row."""
    await queue(conn, DELETE_ROW, org_id, slot_id)
