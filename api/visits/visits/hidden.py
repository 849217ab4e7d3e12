"""SQL of which visits somebody may not know of any more: their calendar feed shows nothing of them."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from api.core.db import ReadConn, many
from api.core.kept_from import barred_from


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that somebody may not know of."""

    visit_id: UUID


# Guardians, the family of a student who left, and who of the team works here. A class teacher's place in a team opens nothing to come that the
# class does not: who leads it no more is out at once, and keeps what they took part in.
SELECT_HIDDEN = """
select v.visit_id from visits v
where v.org_id = $1 and v.visit_id = any ($3)
  and not exists (
    select 1 from visit_team m join staff f on f.org_id = $1 and f.staff_id = m.staff_id and f.ended_at is null
    where m.org_id = $1 and m.visit_id = v.visit_id and m.staff_id = $2 and not BARRED
      and (m.part = 'colleague' or v.state = any ('{recorded,missed}') or exists (
        select 1 from students s join class_staff k on k.org_id = $1 and k.class_id = s.class_id and k.staff_id = $2
          and k.part = 'class_teacher' and k.ended_at is null
        where s.org_id = $1 and s.student_id = v.student_id and s.ended_at is null)))
  and not exists (
    select 1 from guardianships t
    where t.org_id = $1 and t.student_id = v.student_id and t.guardian_id = $2 and t.ended_at is null)
  and not exists (
    select 1 from students s join guardianships t on t.org_id = $1 and t.student_id = s.student_id
    where v.changed_for = 'student_left' and s.org_id = $1 and s.student_id = v.student_id and t.guardian_id = $2
      and t.ended_at >= s.ended_at and not t.barred)
""".replace("BARRED", barred_from("$2", "v.student_id"))


async def list_hidden(conn: ReadConn, org_id: int, account_id: UUID, visit_ids: Sequence[UUID]) -> list[Hidden]:
    """Which of these visits a person has no tie to any more."""
    return await many(conn, Hidden, SELECT_HIDDEN, org_id, account_id, visit_ids)
