"""SQL of the reader's children whom bookings are about."""

from collections.abc import Sequence
from uuid import UUID

from api.core.db import many
from api.core.unit_of_work import Reading
from schemas.concerned import Concerned

# A centre has no roster of the schools that it serves: there a guardian's children are those of their own bookings, until it hears that a tie ended.
SELECT_CONCERNED = """
select b.booking_id as resource_id, array[b.student_id] as child_ids from bookings b
where b.org_id = $1 and b.booking_id = any ($4)
  and (b.student_id = any ($3) or (
    not exists (select from students s where s.org_id = $1 and s.student_id = b.student_id)
    and exists (
      select from booking_people p
      where p.org_id = $1 and p.booking_id = b.booking_id and p.account_id = $2 and p.part = 'guardian')
    and not exists (
      select from client_ties_ended e
      where e.org_id = $1 and e.student_id = b.student_id and e.guardian_id = $2 and e.ended_at >= b.created_at)))
"""


async def list_concerned(uow: Reading, booking_ids: Sequence[UUID]) -> list[Concerned]:
    """The actor's children whom these bookings are about."""
    actor = uow.actor
    children = sorted(actor.child_ids)
    return await many(uow.conn, Concerned, SELECT_CONCERNED, actor.org_id, actor.account_id, children, booking_ids)
