"""SQL of what was agreed with families at visits."""

from datetime import datetime
from uuid import UUID

from api.core.db import Conn, ReadConn, many, queue
from schemas.visits.agreements.rows import AgreementRow, AnswerRow

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


UPSERT_AGREEMENT_ANSWER = """
insert into visit_agreement_answers as a (org_id, agreement_id, guardian_id, confirmed_at, word_sealed, answered_at)
values ($1, $2, $3, $4, $5, $6)
on conflict (org_id, agreement_id, guardian_id) do update
set confirmed_at = excluded.confirmed_at, word_sealed = excluded.word_sealed, answered_at = excluded.answered_at
"""


async def set_answer(
    conn: Conn,
    org_id: int,
    agreement_id: UUID,
    guardian_id: UUID,
    confirmed_at: datetime | None,
    word: bytes | None,
    now: datetime,
) -> None:
    """Writes what a guardian answers, in place of their answer before."""
    await queue(conn, UPSERT_AGREEMENT_ANSWER, org_id, agreement_id, guardian_id, confirmed_at, word, now)


SELECT_AGREEMENT_ANSWERS = """
select a.guardian_id, g.name as guardian_name, a.confirmed_at, a.word_sealed, a.answered_at
from visit_agreement_answers a join guardians g on g.org_id = a.org_id and g.guardian_id = a.guardian_id
where a.org_id = $1 and a.agreement_id = $2 order by a.answered_at, a.guardian_id
"""


async def list_answers(conn: ReadConn, org_id: int, agreement_id: UUID) -> list[AnswerRow]:
    """What guardians answered to a version, in order."""
    return await many(conn, AnswerRow, SELECT_AGREEMENT_ANSWERS, org_id, agreement_id)
