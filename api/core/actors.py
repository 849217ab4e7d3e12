"""What a person is in an organisation: read from its own tables, behind row security, in one statement with who they are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, LiteralString, TypeVar
from uuid import UUID

import msgspec

from api.core import db
from api.core.access import Actor, Role
from api.core.db import Missing, Pool, ReadConn, many, maybe, on_cluster
from api.core.unit_of_work import Reading


class Ties(msgspec.Struct, frozen=True, kw_only=True):
    """Memberships and the roster rows behind them. `client_*`: as family of schools that this centre serves (C2).

    `kinds` has the permitted roles of colleagues besides: one that the roster alone claims counts for nothing (0196).
    """

    kinds: list[str]
    client_student: bool
    client_guardian_of: list[int]
    staff_roles: list[str] | None
    appointed_by: UUID | None
    role_by: UUID | None
    lead_class_ids: list[UUID]
    taught_class_ids: list[UUID]
    child_ids: list[UUID]
    barred_ids: list[UUID]
    class_id: UUID | None
    time_zone: str


_Ties = TypeVar("_Ties", bound=Ties)


class _Child(msgspec.Struct, frozen=True, kw_only=True):
    student_id: UUID


# A court's order that keeps a colleague from a child keeps them from its class, however they came to have it (0264).
_KEPT_FROM = """(
          select from guardianships b join students k on k.org_id = $2 and k.student_id = b.student_id
          where b.org_id = $2 and b.guardian_id = $1 and b.barred and k.class_id = c.class_id and k.ended_at is null)"""
# Of the account $1 in the organisation $2, which must be the one that was entered. `TIES_BESIDE` follows a source of one row.
SELECTED_TIES = """
  s.roles as staff_roles, s.appointed_by, s.role_by, t.lead_class_ids, t.taught_class_ids,
  array(select g.student_id from guardianships g
        where g.org_id = $2 and g.guardian_id = $1 and g.ended_at is null) as child_ids,
  array(select b.student_id from guardianships b
        where b.org_id = $2 and b.guardian_id = $1 and b.barred
        union select o.student_id from client_bars o where o.org_id = $2 and o.account_id = $1) as barred_ids,
  (select s.class_id from students s where s.org_id = $2 and s.student_id = $1 and s.ended_at is null) as class_id,
  coalesce((select o.time_zone from orgs o where o.org_id = $2), 'Asia/Shanghai') as time_zone
"""
TIES_BESIDE = """
left join staff s on s.org_id = $2 and s.staff_id = $1 and s.ended_at is null
cross join lateral (
  select coalesce(array_agg(c.class_id) filter (where c.part = 'class_teacher'), '{}') as lead_class_ids,
    coalesce(array_agg(c.class_id) filter (where c.part = 'subject_teacher'), '{}') as taught_class_ids
  from class_staff c
  where c.org_id = $2 and c.staff_id = $1 and c.ended_at is null and not exists KEPT_FROM
) t
""".replace("KEPT_FROM", _KEPT_FROM)
# A cluster asks who somebody is and what they are here in turn: the two groups of tables lie on different nodes.
SELECT_MEMBERSHIPS = "select m.kinds, m.client_student, m.client_guardian_of from memberships_entered($1, $2) m"
SELECT_PLACES = "select" + SELECTED_TIES + "from orgs here" + TIES_BESIDE + "where here.org_id = $2"
_NO_PLACES: dict[str, Any] = {
    "staff_roles": None,
    "appointed_by": None,
    "role_by": None,
    "lead_class_ids": [],
    "taught_class_ids": [],
    "child_ids": [],
    "barred_ids": [],
    "class_id": None,
    "time_zone": "Asia/Shanghai",
}
SELECT_TIES = (
    "select m.kinds, m.client_student, m.client_guardian_of,"
    + SELECTED_TIES
    + "from memberships_entered($1, $3) m"
    + TIES_BESIDE
)


async def find_actor(uow: Reading, account_id: UUID) -> Actor:
    """The person as an actor of the organisation; without any role when they are none there.

    For the worker, acting as somebody whose calendar answered, and for the demo.
    """
    org_id = uow.actor.org_id
    if on_cluster(uow.conn):
        found = await find_apart(uow.conn, Ties, account_id, org_id, SELECT_MEMBERSHIPS, account_id, uow.now)
    else:
        found = await maybe(uow.conn, Ties, SELECT_TIES, account_id, org_id, uow.now)
    if found is None:
        raise Missing(Ties.__name__)
    ties = found
    children: frozenset[UUID] = frozenset()
    if is_client(ties):
        children = await list_client_children(uow.services.pool, account_id, ties.client_guardian_of, uow.now)
    return actor_of(Actor(account_id=account_id, org_id=org_id, roles=frozenset()), ties, children)


async def find_apart(
    conn: ReadConn, into: type[_Ties], account_id: UUID, org_id: int, who: LiteralString, *args: Any
) -> _Ties | None:
    """The same in two statements, `who` first: on a cluster. None when `who` finds nobody."""
    found = await conn.fetchrow(who, *args)
    if found is None:
        return None
    return into(**found, **(await conn.fetchrow(SELECT_PLACES, account_id, org_id) or _NO_PLACES))


def is_client(ties: Ties) -> bool:
    """Whether the person is nobody here and a guardian in a school that is served from here."""
    return not _roles(ties) and bool(ties.client_guardian_of)


def actor_of(bare: Actor, ties: Ties, client_children: frozenset[UUID]) -> Actor:
    """The actor with the roles, classes and children that the ties give."""
    roles, staff = _roles(ties), "staff" in ties.kinds
    children = frozenset(ties.child_ids) if "guardian" in ties.kinds else frozenset[UUID]()
    if not roles:
        children = client_children
        roles = {Role.CLIENT_STUDENT} if ties.client_student else set[Role]()
        roles |= {Role.CLIENT_GUARDIAN} if children else set[Role]()
    return msgspec.structs.replace(
        bare,
        roles=frozenset(roles),
        appointed_by=ties.appointed_by,
        role_by=ties.role_by,
        lead_class_ids=frozenset(ties.lead_class_ids if staff else ()),
        taught_class_ids=frozenset(ties.taught_class_ids if staff else ()),
        child_ids=children,
        barred_ids=frozenset(ties.barred_ids),
        class_id=ties.class_id if "student" in ties.kinds else None,
        only_guardian=_is_only_guardian(ties),
        time_zone=ties.time_zone,
    )


def _is_only_guardian(ties: Ties) -> bool:
    """The rows of the roster alone decide, whatever the memberships give: a read may leave out what cannot be found there."""
    return bool(ties.child_ids) and ties.class_id is None and ties.staff_roles is None


def _roles(ties: Ties) -> set[Role]:
    roles: set[Role] = set()
    if "staff" in ties.kinds:
        if ties.staff_roles is not None:
            roles |= {Role.STAFF, *map(Role, set(ties.staff_roles) & set(ties.kinds))}
        roles |= {Role.CLASS_TEACHER} if ties.lead_class_ids else set[Role]()
        roles |= {Role.SUBJECT_TEACHER} if ties.taught_class_ids else set[Role]()
    if "guardian" in ties.kinds and ties.child_ids:
        roles.add(Role.GUARDIAN)
    if "student" in ties.kinds and ties.class_id is not None:
        roles.add(Role.STUDENT)
    return roles


SELECT_CHILDREN = """
select t.student_id from guardianships t
left join students s on s.org_id = t.org_id and s.student_id = t.student_id and s.ended_at > $3
where t.org_id = $1 and t.guardian_id = $2 and (t.ended_at is null or (t.ended_at = s.ended_at and not t.barred))
"""
FAMILY_LASTS = timedelta(days=366)
"""So long after a student left, a centre goes on with the family (`family_lasts` in SQL, 0658)."""


async def list_client_children(pool: Pool, account_id: UUID, org_ids: Iterable[int], now: datetime) -> frozenset[UUID]:
    """The children that a guardian has in other organisations, each asked in a read of its own (DESIGN §3).

    Also those who left within a year, and whose tie ended by that alone.
    """
    found: set[UUID] = set()
    for org_id in org_ids:
        async with db.reading(pool, org_id, account_id) as conn:
            found |= {child.student_id for child in await _list_children(conn, org_id, account_id, now)}
    return frozenset(found)


async def _list_children(conn: ReadConn, org_id: int, account_id: UUID, now: datetime) -> list[_Child]:
    return await many(conn, _Child, SELECT_CHILDREN, org_id, account_id, now - FAMILY_LASTS)
