"""Whom a phone number belongs to after a long silence: a carrier may have given it to somebody else meanwhile.

Who has a code to such a number says the name of a child, or staff their own. A device that the person signed in on before needs none.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many
from api.core.name_folding import fold_name
from api.core.unit_of_work import Reading

QUIET = timedelta(days=90)
"""Carriers keep a number that was given up for so long."""
_MONTH = timedelta(days=31)


def is_quiet(heard_of: date, now: datetime) -> bool:
    """Whether nobody signed in by this number for so long after the month that is known."""
    return heard_of.replace(day=1) + _MONTH + QUIET <= now.date()


class _Org(msgspec.Struct, frozen=True, kw_only=True):
    org_id: int


class _Name(msgspec.Struct, frozen=True, kw_only=True):
    name: str


SELECT_ORGS = """
select distinct k.org_id from account_kinds($1) k
"""
SELECT_NAMES = """
select s.name from guardianships t
join students s on s.org_id = $1 and s.student_id = t.student_id and s.ended_at is null
where t.org_id = $1 and t.guardian_id = $2 and t.ended_at is null
union all
select f.name from staff f where f.org_id = $1 and f.staff_id = $2 and f.ended_at is null
"""


async def is_known(uow: Reading, account_id: UUID, typed: str) -> bool:
    """Whether this is the name of a child of theirs today, or their own as staff."""
    names: list[str] = []
    for org in await _list_orgs(uow.conn, account_id):
        with uow.elsewhere(org.org_id):
            names += [row.name for row in await _list_names(uow.conn, org.org_id, account_id)]
    return fold_name(typed) in {fold_name(name) for name in names}


async def _list_orgs(conn: ReadConn, account_id: UUID) -> list[_Org]:
    return await many(conn, _Org, SELECT_ORGS, account_id)


async def _list_names(conn: ReadConn, org_id: int, account_id: UUID) -> list[_Name]:
    return await many(conn, _Name, SELECT_NAMES, org_id, account_id)
