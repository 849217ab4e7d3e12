"""SQL of what was agreed with families at visits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.core.access import Reach
from api.core.db import Conn, ReadConn, many, queue
from api.core.kept_from import barred_from
from schemas.visits.agreements.rows import AgreementRow, AnswerRow, LastAgreementRow
from schemas.visits.agreements.wire import AgreementAnswerNew
from schemas.visits.wire import FollowUpDue

INSERT_AGREEMENT = """
insert into visit_agreements (org_id, agreement_id, visit_id, text_sealed, written_by, written_at) values ($1, $2, $3, $4, $5, $6)
"""


async def add_agreement(
    conn: Conn, org_id: int, agreement_id: UUID, visit_id: UUID, text: bytes, by: UUID, now: datetime
) -> None:
    """Writes a version of what was agreed."""
    await queue(conn, INSERT_AGREEMENT, org_id, agreement_id, visit_id, text, by, now)


SELECT_AGREEMENTS = """
select a.agreement_id, a.text_sealed, f.name as written_by_name, a.written_at
from visit_agreements a join staff f on f.org_id = a.org_id and f.staff_id = a.written_by
where a.org_id = $1 and a.visit_id = $2 order by a.written_at desc, a.agreement_id desc
limit 50
"""


async def list_agreements(conn: ReadConn, org_id: int, visit_id: UUID) -> list[AgreementRow]:
    """All versions of what was agreed at a visit, the newest first."""
    return await many(conn, AgreementRow, SELECT_AGREEMENTS, org_id, visit_id)


# The visits within reach first, as on a first screen; of each family the last visit that has something agreed, and its newest version.
SELECT_LAST_AGREEMENTS = """
with reached as (
  select m.visit_id from visit_team m join visits c on c.org_id = m.org_id and c.visit_id = m.visit_id
  where m.org_id = $1 and m.staff_id = $3 and m.part = 'colleague' and m.left_at is null and not BARRED
  union
  select c.visit_id from students p join visits c on c.org_id = p.org_id and c.student_id = p.student_id
  where p.org_id = $1 and p.class_id = any ($2) and p.ended_at is null
)
select distinct on (v.student_id) v.student_id, v.visit_id, v.starts_at as visited_at, a.agreement_id, a.text_sealed
from reached r
join visits v on v.org_id = $1 and v.visit_id = r.visit_id and v.state = 'recorded' and v.student_id = any ($4) and v.updated_at > $5
join visit_agreements a on a.org_id = $1 and a.visit_id = r.visit_id
order by v.student_id, v.starts_at desc, a.written_at desc, a.agreement_id desc
""".replace("BARRED", barred_from("$3", "c.student_id"))


async def list_last_agreements(
    conn: ReadConn, org_id: int, reach: Reach, student_ids: Sequence[UUID], since: datetime
) -> list[LastAgreementRow]:
    """What was agreed last with these students' families, as far as it is within reach and still kept."""
    who = (reach.class_ids, reach.account_id)
    return await many(conn, LastAgreementRow, SELECT_LAST_AGREEMENTS, org_id, *who, student_ids, since)


# The newest version counts, which may be answered to the end of a day there.
SELECT_UNANSWERED = """
select v.org_id, v.visit_id, a.agreement_id as follow_up_id, s.student_id, s.name as student_name,
  (a.written_at at time zone o.time_zone)::date + $5::int as due_on, true as agreed, false as late
from visits v
join orgs o on o.org_id = v.org_id
join students s on s.org_id = v.org_id and s.student_id = v.student_id
join lateral (
  select x.agreement_id, x.written_at from visit_agreements x
  where x.org_id = $1 and x.visit_id = v.visit_id order by x.written_at desc, x.agreement_id desc limit 1
) a on true
where v.org_id = $1 and v.student_id = any ($2) and v.state = 'recorded'
  and (a.written_at at time zone o.time_zone)::date + $5::int >= ($4::timestamptz at time zone o.time_zone)::date
  and not exists (
    select from visit_agreement_answers r where r.org_id = $1 and r.agreement_id = a.agreement_id and r.guardian_id = $3)
order by a.written_at, a.agreement_id
limit $6
"""


async def list_unanswered(
    conn: ReadConn, org_id: int, reach: Reach, guardian_id: UUID, now: datetime, days: int, limit: int
) -> list[FollowUpDue]:
    """What was agreed about these students and waits for a guardian's word, the oldest first."""
    who = (reach.student_ids, guardian_id)
    return await many(conn, FollowUpDue, SELECT_UNANSWERED, org_id, *who, now, days, limit)


UPSERT_AGREEMENT_ANSWER = """
insert into visit_agreement_answers as a (org_id, agreement_id, guardian_id, confirmed_at, disagrees, word_sealed, answered_at)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (org_id, agreement_id, guardian_id) do update
set confirmed_at = excluded.confirmed_at, disagrees = excluded.disagrees, word_sealed = excluded.word_sealed, answered_at = excluded.answered_at
"""


async def set_answer(
    conn: Conn,
    org_id: int,
    agreement_id: UUID,
    guardian_id: UUID,
    new: AgreementAnswerNew,
    word: bytes | None,
    now: datetime,
) -> None:
    """Writes what a guardian answers, in place of their answer before."""
    who, said = (org_id, agreement_id, guardian_id), (now if new.confirms else None, new.disagrees)
    await queue(conn, UPSERT_AGREEMENT_ANSWER, *who, *said, word, now)


SELECT_AGREEMENT_ANSWERS = """
select a.guardian_id, g.name as guardian_name, a.confirmed_at, a.disagrees, a.word_sealed, a.answered_at
from visit_agreement_answers a join guardians g on g.org_id = a.org_id and g.guardian_id = a.guardian_id
where a.org_id = $1 and a.agreement_id = $2 order by a.answered_at, a.guardian_id
"""


async def list_answers(conn: ReadConn, org_id: int, agreement_id: UUID) -> list[AnswerRow]:
    """What guardians answered to a version, in order."""
    return await many(conn, AnswerRow, SELECT_AGREEMENT_ANSWERS, org_id, agreement_id)
