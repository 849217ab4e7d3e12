"""SQL of plans, and of what they are made from."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, maybe, queue, run, value
from schemas.campaigns.plan_rows import FamilyRow, HelperRow, OwnVisitRow, PlanRow, StandingVisit, WaveRow, WishRow
from schemas.campaigns.plans import PlanWish

SELECT_PLAN = """
select p.plan_id, p.state, p.asked_by, p.made_for, p.result, coalesce(p.result, p.before) as last, p.again_state, p.version, p.updated_at
from campaign_plans p
where p.org_id = $1 and p.campaign_id = $2
"""


async def find_plan(conn: ReadConn, org_id: int, campaign_id: UUID) -> PlanRow | None:
    """The campaign's newest plan, and how far the one is that is made again."""
    return await maybe(conn, PlanRow, SELECT_PLAN, org_id, campaign_id)


UPSERT_PLAN = """
insert into campaign_plans as p (org_id, campaign_id, plan_id, state, asked_by, created_at, updated_at)
values ($1, $2, $3, 'solving', $4, $5, $5)
on conflict (org_id, campaign_id) do update
set plan_id = case when p.result is null then excluded.plan_id else p.plan_id end,
  state = case when p.result is null then 'solving' else p.state end,
  again_id = case when p.result is not null then excluded.plan_id end,
  again_state = case when p.result is not null then 'solving' end,
  asked_by = excluded.asked_by, version = p.version + 1
"""


async def put_plan(conn: Conn, org_id: int, campaign_id: UUID, plan_id: UUID, asked_by: UUID, now: datetime) -> None:
    """Begins a plan; one that is there stays as it is, with its waves, until the new one is made."""
    await queue(conn, UPSERT_PLAN, org_id, campaign_id, plan_id, asked_by, now)


SET_APPLIED = """
update campaign_plans set state = 'applied', version = version + 1, updated_at = $4
where org_id = $1 and campaign_id = $2 and plan_id = $3
"""


async def set_applied(conn: Conn, org_id: int, campaign_id: UUID, plan_id: UUID, now: datetime) -> None:
    """Notes that a plan goes out."""
    await queue(conn, SET_APPLIED, org_id, campaign_id, plan_id, now)


SET_CANCELLED = """
update campaign_plans set state = case when result is null then 'cancelled' else state end,
  again_id = null, again_state = null, version = version + 1
where org_id = $1 and campaign_id = $2 and 'solving' in (state, again_state)
"""


async def set_cancelled(conn: Conn, org_id: int, campaign_id: UUID) -> None:
    """Stops the plan that is being made; the one before it is left."""
    await queue(conn, SET_CANCELLED, org_id, campaign_id)


SET_FAILED = """
update campaign_plans set state = case when result is null then 'failed' else state end,
  again_state = case when result is not null then 'failed' end, version = version + 1
where org_id = $1 and campaign_id = $2 and coalesce(again_id, plan_id) = $3 and coalesce(again_state, state) = 'solving'
"""


async def set_failed(conn: Conn, org_id: int, campaign_id: UUID, plan_id: UUID) -> None:
    """Notes that a plan that is still wanted could not be made; the one before it is left."""
    await queue(conn, SET_FAILED, org_id, campaign_id, plan_id)


SET_RESULT = """
update campaign_plans set plan_id = $3, state = 'ready', made_for = $4, result = $5, before = coalesce(result, before),
  again_id = null, again_state = null, version = version + 1, updated_at = $6
where org_id = $1 and campaign_id = $2 and coalesce(again_id, plan_id) = $3 and coalesce(again_state, state) = 'solving'
"""


async def set_result(
    conn: Conn, org_id: int, campaign_id: UUID, plan_id: UUID, made_for: bytes, result: bytes, now: datetime
) -> bool:
    """Stores a plan that is still wanted; the one that was shown last is kept as the one before it. False: it was cancelled, or another was asked for."""
    return await run(conn, SET_RESULT, org_id, campaign_id, plan_id, made_for, result, now) == 1


SELECT_WISHES = """
select w.student_id, w.excluded, w.pinned_to, w.preferred from campaign_wishes w where w.org_id = $1 and w.campaign_id = $2
"""


async def list_wishes(conn: ReadConn, org_id: int, campaign_id: UUID) -> list[WishRow]:
    """What is wished of the plan, by family."""
    return await many(conn, WishRow, SELECT_WISHES, org_id, campaign_id)


UPSERT_WISH = """
insert into campaign_wishes as w (org_id, campaign_id, student_id, excluded, pinned_to, preferred) values ($1, $2, $3, $4, $5, $6)
on conflict (org_id, campaign_id, student_id) do update set excluded = excluded.excluded, pinned_to = excluded.pinned_to, preferred = excluded.preferred
"""


async def set_wish(conn: Conn, org_id: int, campaign_id: UUID, student_id: UUID, wish: PlanWish) -> None:
    """Writes what is wished for a family."""
    await queue(conn, UPSERT_WISH, org_id, campaign_id, student_id, wish.excluded, wish.pinned_to, wish.preferred)


SELECT_FAMILIES = """
select s.student_id, s.class_id, s.home_sealed,
  array(select distinct k.staff_id from class_staff k
        where k.org_id = $1 and k.class_id = s.class_id and k.ended_at is null) as teacher_ids,
  array(select t.guardian_id from guardianships t
        where t.org_id = $1 and t.student_id = s.student_id and t.ended_at is null order by t.guardian_id) as guardian_ids,
  array(select b.guardian_id from guardianships b
        where b.org_id = $1 and b.student_id = s.student_id and b.barred order by b.guardian_id) as barred_ids
from students s
where s.org_id = $1 and s.student_id = any ($2) and s.ended_at is null
order by s.student_id
"""


async def list_families(conn: ReadConn, org_id: int, student_ids: Sequence[UUID]) -> list[FamilyRow]:
    """What planning needs of these students' families."""
    return await many(conn, FamilyRow, SELECT_FAMILIES, org_id, student_ids)


SELECT_HELPERS = """
select f.staff_id, f.name, f.roles && '{counsellor,leader}'::text[] as any_class from campaign_visitors v
join staff f on f.org_id = v.org_id and f.staff_id = v.staff_id and f.ended_at is null
where v.org_id = $1 and v.campaign_id = $2
order by f.staff_id
"""


async def list_helpers(conn: ReadConn, org_id: int, campaign_id: UUID) -> list[HelperRow]:
    """Who visits and still works here."""
    return await many(conn, HelperRow, SELECT_HELPERS, org_id, campaign_id)


SELECT_OWN_VISITS = """
select m.staff_id, i.starts_at from visit_team m
join visits i on i.org_id = m.org_id and i.visit_id = m.visit_id
where m.org_id = $1 and m.staff_id = any ($2) and m.left_at is null and i.asked_at is null and i.state = any ('{proposed,move_asked,confirmed}')
  and i.starts_at >= $3 and i.starts_at < $4
order by i.starts_at, m.staff_id
"""


async def list_own_visits(
    conn: ReadConn, org_id: int, staff_ids: Sequence[UUID], start: datetime, end: datetime
) -> list[OwnVisitRow]:
    """Visits that these people have between two instants."""
    return await many(conn, OwnVisitRow, SELECT_OWN_VISITS, org_id, staff_ids, start, end)


SELECT_STANDING = """
select i.visit_id, i.student_id, i.starts_at, i.ends_at, i.state, i.held_until, i.wished_at,
  coalesce(i.changed_for = 'not_answered', false) as unanswered, i.joint_id,
  case when i.mode = 'video' then 'video' when i.place_sealed is null then 'home' else 'elsewhere' end as place,
  array(select t.staff_id from visit_team t
        where t.org_id = $1 and t.visit_id = i.visit_id and t.left_at is null order by t.staff_id) as team_ids
from campaign_classes m
join students s on s.org_id = m.org_id and s.class_id = m.class_id and s.ended_at is null
join visits i on i.org_id = s.org_id and i.student_id = s.student_id and i.starts_at >= $3
  and (i.mode = 'onsite' or cardinality(s.support) = 0)
where m.org_id = $1 and m.campaign_id = $2
order by i.starts_at, i.visit_id
"""


async def list_standing(conn: ReadConn, org_id: int, campaign_id: UUID, since: datetime) -> list[StandingVisit]:
    """The visits since then to today's students of a campaign; of a key student only those on site."""
    return await many(conn, StandingVisit, SELECT_STANDING, org_id, campaign_id, since)


SELECT_WAVES = """
select w.applied_by, w.offered from campaign_waves w
join campaign_plans p on p.org_id = w.org_id and p.campaign_id = w.campaign_id and p.plan_id = w.plan_id and p.state = 'applied'
where w.org_id = $1 and w.campaign_id = $2
"""


async def list_waves(conn: ReadConn, org_id: int, campaign_id: UUID) -> list[WaveRow]:
    """How far the applied plan went out, by who applied it."""
    return await many(conn, WaveRow, SELECT_WAVES, org_id, campaign_id)


SELECT_OPEN_VISIT = """
select i.visit_id from visits i
where i.org_id = $1 and i.student_id = $2 and i.state = any ('{proposed,move_asked,confirmed}') and i.starts_at > $3
limit 1
"""


async def has_open_visit(conn: ReadConn, org_id: int, student_id: UUID, now: datetime) -> bool:
    """Whether a family already has a visit that may take place."""
    return await value(conn, SELECT_OPEN_VISIT, org_id, student_id, now) is not None
