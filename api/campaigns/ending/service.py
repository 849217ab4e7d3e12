"""What a campaign does when somebody's part ends.

Rights follow today's classes, so the campaign of a class passes to its new class teacher without a change of its own. Here the new
one, also of a class that nobody led for a while, becomes a visitor, who left gives no more hours, and the version rises: a plan made before is stale.
"""

from collections.abc import Sequence
from uuid import UUID

from api.campaigns import actions
from api.campaigns.ending import queries
from api.campaigns.families import queries as family_queries
from api.campaigns.families import rules as family_rules
from api.core.parts import EndedPart, PartsEnded
from api.core.touching import TouchedOne
from api.core.unit_of_work import Reading, UnitOfWork
from api.messages import service as messages


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Passes campaigns on to new class teachers, and takes out who left the school or is class teacher no more."""
    org_id = uow.actor.org_id
    teachers = [p for p in event.of("class_teacher") if p.class_id]
    gone = sorted({p.account_id for p in event.of("staff")})
    class_ids = sorted({p.class_id for p in event.of("class_teacher", "student") if p.class_id})
    class_ids = sorted({*class_ids, *(one.class_id for one in event.filled)})
    if teachers:
        await _pass_on(uow, teachers)
    if event.filled:
        followed = [one.class_id for one in event.filled], [one.account_id for one in event.filled]
        await queries.add_successors(uow.conn, org_id, *followed)
    if gone:
        await queries.remove_hours(uow.conn, org_id, gone)
    if moved := sorted({p.account_id for p in event.of("student")}):
        families = await family_queries.list_unanswered(uow.conn, org_id, None, moved)
        await messages.withdraw_many(uow, family_rules.keys_of((f.campaign_id, f.student_id) for f in families))
    if class_ids or gone:
        for campaign_id in await queries.touch(uow.conn, org_id, class_ids, gone, uow.now):
            uow.changed(actions.CAMPAIGN_EDIT, "campaign", campaign_id)


async def name_touched(uow: Reading, ids: Sequence[UUID]) -> list[TouchedOne]:
    """Which campaigns these are. The caller has required its own action."""
    return await queries.list_named(uow.conn, uow.actor.org_id, ids)


async def _pass_on(uow: UnitOfWork, teachers: Sequence[EndedPart]) -> None:
    led = sorted({p.class_id for p in teachers if p.class_id})
    await queries.remove_replaced(uow.conn, uow.actor.org_id, led, sorted({p.account_id for p in teachers}))
    passed = [(p.class_id, p.successor_id) for p in teachers if p.class_id and p.successor_id]
    if passed:
        await queries.add_successors(uow.conn, uow.actor.org_id, [c for c, _ in passed], [s for _, s in passed])
