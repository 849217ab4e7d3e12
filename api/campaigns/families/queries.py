"""SQL of what families are asked and answer."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from api.core.db import Conn, ReadConn, many, maybe, queue
from schemas.campaigns.families import Answer, AnswerRow, AskedGuardian, AskRow
from schemas.campaigns.home import FamilyAsked

SELECT_ANSWER = """
select c.campaign_id, c.title, c.starts_on, c.ends_on, o.time_zone, c.visit_minutes, s.student_id, s.name as student_name, s.class_id,
  f.answer, f.answered_by, f.answered_at
from students s
join orgs o on o.org_id = s.org_id
join campaign_classes m on m.org_id = s.org_id and m.class_id = s.class_id and m.closed_at is null
join campaigns c on c.org_id = m.org_id and c.campaign_id = m.campaign_id and c.closed_at is null
left join campaign_families f on f.org_id = c.org_id and f.campaign_id = c.campaign_id and f.student_id = s.student_id
where s.org_id = $1 and s.student_id = $2 and s.ended_at is null
"""


async def find_answer(conn: ReadConn, org_id: int, student_id: UUID) -> AnswerRow | None:
    """The open campaign that visits a student, and the family's answer; None where there is none."""
    return await maybe(conn, AnswerRow, SELECT_ANSWER, org_id, student_id)


SELECT_GUARDIANS = """
select g.guardian_id, g.name from guardianships t
join guardians g on g.org_id = t.org_id and g.guardian_id = t.guardian_id
where t.org_id = $1 and t.student_id = $2 and t.ended_at is null
order by t.contact_order, g.guardian_id
"""


async def list_guardians(conn: ReadConn, org_id: int, student_id: UUID) -> list[AskedGuardian]:
    """Today's guardians of a student, in the order of contact."""
    return await many(conn, AskedGuardian, SELECT_GUARDIANS, org_id, student_id)


INSERT_ASKED = """
insert into campaign_families as f (org_id, campaign_id, student_id, asked_at)
select $1, $2, u.student_id, $4 from unnest($3::uuid[]) as u (student_id)
on conflict (org_id, campaign_id, student_id) do nothing
"""


async def add_asked(conn: Conn, org_id: int, campaign_id: UUID, student_ids: Collection[UUID], now: datetime) -> None:
    """Notes that these families are asked; who was asked, or has answered, stays as they are."""
    await queue(conn, INSERT_ASKED, org_id, campaign_id, sorted(student_ids), now)


UPSERT_ANSWER = """
insert into campaign_families as f (org_id, campaign_id, student_id, answer, answered_by, entered_by, answered_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (org_id, campaign_id, student_id) do update
set answer = excluded.answer, answered_by = excluded.answered_by, entered_by = excluded.entered_by, answered_at = excluded.answered_at
"""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A family's answer as it is written."""

    campaign_id: UUID
    student_id: UUID
    answer: Answer
    answered_by: UUID
    entered_by: UUID | None


async def set_answer(conn: Conn, org_id: int, new: Answered, now: datetime) -> None:
    """Writes a family's answer; the newest counts."""
    who = (new.answered_by, new.entered_by)
    await queue(conn, UPSERT_ANSWER, org_id, new.campaign_id, new.student_id, new.answer, *who, now)


# A visit that is proposed, agreed or made answers the question; a family that is choosing another time is asked that already.
_NO_VISIT = """
  and not exists (
    select from visits i where i.org_id = $1 and i.student_id = s.student_id and i.starts_at >= c.year_began
      and (i.state = any ('{confirmed,recorded}') or i.state = any ('{proposed,move_asked}') and (i.starts_at > $3 or i.asked_at is not null)))
"""
# A family of today: the student is still in a class of the campaign, which is open.
_ASKED = """
from campaign_families f
join campaigns c on c.org_id = f.org_id and c.campaign_id = f.campaign_id and c.closed_at is null
join students s on s.org_id = f.org_id and s.student_id = f.student_id and s.ended_at is null
join campaign_classes m on m.org_id = s.org_id and m.campaign_id = f.campaign_id and m.class_id = s.class_id
where f.org_id = $1 and f.campaign_id = $2 and f.asked_at is not null and f.answer is null
"""
_IN_ORDER = "order by f.student_id"
_OF_STUDENT = "and f.student_id = $4"
_ASKED_FAMILY = """
select f.student_id, f.asked_at,
  array(select t.guardian_id from guardianships t
        where t.org_id = $1 and t.student_id = f.student_id and t.ended_at is null order by t.guardian_id) as guardian_ids
"""
SELECT_ASKED = _ASKED_FAMILY + _ASKED + _NO_VISIT + _IN_ORDER


async def list_asked(conn: ReadConn, org_id: int, campaign_id: UUID, now: datetime) -> list[AskRow]:
    """Families that were asked, have not answered and have no visit in sight."""
    return await many(conn, AskRow, SELECT_ASKED, org_id, campaign_id, now)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who may hear that a family is asked."""

    people: list[UUID]


_GUARDIANS = """
select array(select t.guardian_id from guardianships t
             where t.org_id = $1 and t.student_id = $4 and t.ended_at is null order by t.guardian_id) as people
"""
SELECT_TOLD = _GUARDIANS + _ASKED + _NO_VISIT + _OF_STUDENT


async def find_told(conn: ReadConn, org_id: int, campaign_id: UUID, student_id: UUID, now: datetime) -> Asked | None:
    """Today's guardians of a student whose family still has to answer; None for a family that does not."""
    return await maybe(conn, Asked, SELECT_TOLD, org_id, campaign_id, now, student_id)


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """A family of a campaign."""

    campaign_id: UUID
    student_id: UUID


SELECT_UNANSWERED = """
select f.campaign_id, f.student_id from campaign_families f
where f.org_id = $1 and f.answer is null and (f.campaign_id = $2 or f.student_id = any ($3))
"""


async def list_unanswered(
    conn: ReadConn, org_id: int, campaign_id: UUID | None, student_ids: Sequence[UUID]
) -> list[Family]:
    """Families of a campaign, or of these students, that were asked and have not answered."""
    return await many(conn, Family, SELECT_UNANSWERED, org_id, campaign_id, student_ids)


_OPEN_ASKS = """
select f.org_id, f.student_id, s.name as student_name
from students s
join campaign_families f on f.org_id = s.org_id and f.student_id = s.student_id and f.asked_at is not null and f.answer is null
join campaigns c on c.org_id = f.org_id and c.campaign_id = f.campaign_id and c.closed_at is null and c.ends_on >= $4
join campaign_classes m on m.org_id = s.org_id and m.campaign_id = f.campaign_id and m.class_id = s.class_id
where s.org_id = $1 and s.student_id = any ($2) and s.ended_at is null
"""
SELECT_OPEN_ASKS = _OPEN_ASKS + _NO_VISIT + "order by s.name, s.student_id"
# Wider than that: for the first screen, which asks for them only where there may be some. A day more than any time zone is behind.
HAS_OPEN_ASKS = """
select exists (
  select from campaign_families f join campaigns c on c.org_id = $1 and c.campaign_id = f.campaign_id
  where f.org_id = $1 and f.student_id = any ($2) and f.asked_at is not null and f.answer is null
    and c.closed_at is null and c.ends_on >= ($3::timestamptz at time zone 'UTC')::date - 1)
"""


async def list_open_asks(
    conn: ReadConn, org_id: int, student_ids: Sequence[UUID], today: date, now: datetime
) -> list[FamilyAsked]:
    """Which of these students' families a campaign still asks for times."""
    return await many(conn, FamilyAsked, SELECT_OPEN_ASKS, org_id, student_ids, now, today)
