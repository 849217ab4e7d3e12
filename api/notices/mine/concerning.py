"""SQL of the reader's children whom notices are about."""

from collections.abc import Sequence
from uuid import UUID

from api.core.db import many
from api.core.unit_of_work import Reading
from api.notices.mine.reached import reached
from schemas.concerned import Concerned

_CONCERNED = """
select m.notice_id as resource_id, array(select u.id from unnest(m.student_ids) as u (id) where u.id = any ($3)) as child_ids
from mine m where m.notice_id = any ($4)
"""
SELECT_CONCERNED = reached() + _CONCERNED


async def list_concerned(uow: Reading, notice_ids: Sequence[UUID]) -> list[Concerned]:
    """The actor's children for whom these notices reach them."""
    actor = uow.actor
    children = sorted(actor.child_ids)
    return await many(uow.conn, Concerned, SELECT_CONCERNED, actor.org_id, actor.account_id, children, notice_ids)
