"""The person is told that two adults confirmed a reset, while there is time to refuse it; administrators, that a number went back."""

from datetime import timedelta

from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.recovery.numbers import queries as numbers
from schemas.accounts.tasks import NumberObjected
from schemas.messages.rows import MessageNew
from schemas.recovery.messages import FactorResetParams, NumberObjectedParams
from schemas.recovery.tasks import FactorResetConfirmed


async def factor_reset_confirmed(uow: UnitOfWork, task: FactorResetConfirmed) -> None:
    """Tells the person in every channel."""
    new = MessageNew(
        template="factor_reset",
        people=frozenset({task.staff_id}),
        params=FactorResetParams(opens_at=task.opens_at),
        key=f"factor_reset:{task.reset_id}",
        importance="high",
        expires_at=task.opens_at,
    )
    await messages.tell(uow, new)


_MATTERS = timedelta(days=7)


async def number_objected(uow: UnitOfWork, task: NumberObjected) -> None:
    """Tells today's administrators, who moved it or not. Nobody who has left is named."""
    people = await numbers.list_people(uow.conn, uow.actor.org_id, [task.account_id])
    administrators = await numbers.list_administrators(uow.conn, uow.actor.org_id)
    if not people or not administrators:
        return
    new = MessageNew(
        template="number_objected",
        people=frozenset(one.staff_id for one in administrators),
        params=NumberObjectedParams(name=people[0].name),
        key=f"number_objected:{task.move_id}",
        importance="high",
        expires_at=uow.now + _MATTERS,
    )
    await messages.tell(uow, new)
