"""Who plays in the demo's sample of school life: the class of the sign-in table, and how its people act."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import msgspec

from api.core import access, audit, db
from api.core.actors import find_actor
from api.core.db import ReadConn, many, value
from api.core.demo import Cast, Home
from api.core.unit_of_work import Reading, UnitOfWork
from api.roster.demo import city


class HomeRow(Home, frozen=True, kw_only=True):
    """The same with the class it is of."""

    class_id: UUID
    teacher_id: UUID


# A family to which the class teacher belongs is visited by somebody else.
SELECT_HOMES = """
select c.class_id, f.staff_id as teacher_id, s.student_id, g.guardian_id, g.name as guardian_name
from classes c
join class_staff f on f.org_id = c.org_id and f.class_id = c.class_id and f.part = 'class_teacher' and f.ended_at is null
join students s on s.org_id = c.org_id and s.class_id = c.class_id and s.ended_at is null
join lateral (
  select t.guardian_id from guardianships t
  where t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null
  order by t.contact_order, t.guardian_id limit 1
) t on true
join guardians g on g.org_id = c.org_id and g.guardian_id = t.guardian_id
where c.org_id = $1 and c.ended_at is null
  and c.school_year = (select max(k.school_year) from classes k where k.org_id = $1 and k.name = $2 and k.ended_at is null)
  and c.name = $2
  and not exists (select 1 from guardianships t where t.org_id = $1 and t.student_id = s.student_id
                  and t.guardian_id = f.staff_id and t.ended_at is null)
order by s.student_number
"""
SELECT_ACCOUNT = """
select account_id from login_find($1)
"""


async def find_cast(uow: Reading) -> Cast | None:
    """The class and its people, while they are those of the table: a demo may have been given another roster."""
    rows = await _list_homes(uow.conn, uow.actor.org_id)
    async with db.reading(uow.services.door, db.PLATFORM) as door:
        mother, counsellor = [
            await value(door, SELECT_ACCOUNT, uow.sealer.phone(one.phone)) for one in (city.MOTHER, city.COUNSELLOR)
        ]
    if len(rows) < 20 or counsellor is None or rows[0].guardian_id != mother:
        return None
    return Cast(
        class_id=rows[0].class_id,
        teacher_id=rows[0].teacher_id,
        counsellor_id=counsellor,
        ours=rows[0],
        others=list(rows[1:]),
    )


async def _list_homes(conn: ReadConn, org_id: int) -> list[HomeRow]:
    return await many(conn, HomeRow, SELECT_HOMES, org_id, city.CHILD_CLASS)


@asynccontextmanager
async def acting(uow: UnitOfWork, account_id: UUID | None, at: datetime) -> AsyncGenerator[UnitOfWork]:
    """The same transaction, as that person would have acted at that time; None is the worker. Audited as theirs."""
    org_id = uow.actor.org_id
    actor = access.system(org_id) if account_id is None else await find_actor(uow, account_id)
    own = uow.acting_as(msgspec.structs.replace(actor, assurance=2))
    own.now, own.changes = at, []
    db.enter(
        uow.conn, own.actor.org_id, own.actor.account_id
    )  # the database takes an audit row only of the account that acts
    yield own
    if own.changes:
        await audit.add_changes(own, own.changes)
    db.enter(uow.conn, org_id, uow.actor.account_id)
    uow.due = uow.due or own.due
