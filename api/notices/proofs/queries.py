"""SQL of signed receipts: every answer that was given, and what it was to."""

from uuid import UUID

from api.core.access import Reach
from api.core.db import ReadConn, many
from schemas.notices.receipts import AnswerRow, EditionRow

SELECT_EDITIONS = """
select n.edition, n.title_zh, n.body_zh, n.title_en, n.body_en, n.answer_by from notices n where n.org_id = $1 and n.notice_id = $2
union all
select e.edition, e.title_zh, e.body_zh, e.title_en, e.body_en, e.answer_by
from notice_editions e where e.org_id = $1 and e.notice_id = $2
"""


async def list_editions(conn: ReadConn, org_id: int, notice_id: UUID) -> list[EditionRow]:
    """What a notice has said, edition by edition."""
    return await many(conn, EditionRow, SELECT_EDITIONS, org_id, notice_id)


# Answers stay when their person or student leaves: who sees the whole school has them all, a class teacher those of today's class.
SELECT_ANSWERS = """
select r.account_id, coalesce(g.name, f.name, p.name, '') as name, s.student_id, s.name as student_name, r.edition, r.acknowledged_in as language,
  r.acknowledged_at as at, 'acknowledged' as act, r.number_moved_at
from notice_receipts r
left join students s on s.org_id = r.org_id and s.student_id = r.student_id
left join guardians g on g.org_id = r.org_id and g.guardian_id = r.account_id
left join staff f on f.org_id = r.org_id and f.staff_id = r.account_id
left join students p on p.org_id = r.org_id and p.student_id = r.account_id
where r.org_id = $1 and r.notice_id = $2 and r.acknowledged_at is not null and ($3 or s.class_id = any ($4))
  and ($5::uuid is null or r.account_id = $5) and (s.student_id is null or s.student_id <> all ($6::uuid[]))
union all
select x.account_id, x.name, s.student_id, s.name, x.edition, x.language, x.signed_at, case when x.agrees then 'signed' else 'disagreed' end, x.number_moved_at
from notice_signatures x
left join students s on s.org_id = x.org_id and s.student_id = x.student_id
where x.org_id = $1 and x.notice_id = $2 and ($3 or s.class_id = any ($4)) and ($5::uuid is null or x.account_id = $5)
  and (s.student_id is null or s.student_id <> all ($6::uuid[]))
order by edition, at, account_id, student_id
limit 50000
"""


async def list_answers(conn: ReadConn, org_id: int, notice_id: UUID, reach: Reach) -> list[AnswerRow]:
    """Every answer within reach, also to earlier editions."""
    return await many(
        conn, AnswerRow, SELECT_ANSWERS, org_id, notice_id, reach.everything, reach.class_ids, None, reach.barred_ids
    )


async def list_own_answers(conn: ReadConn, org_id: int, notice_id: UUID, account_id: UUID) -> list[AnswerRow]:
    """Every answer of one person."""
    everything, none = True, list[UUID]()
    return await many(conn, AnswerRow, SELECT_ANSWERS, org_id, notice_id, everything, none, account_id, none)
