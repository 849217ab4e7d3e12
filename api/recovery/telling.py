"""The person is told that two adults confirmed a reset, while there is time to refuse it; administrators, that a number went back."""

from datetime import timedelta

from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from api.recovery.numbers import queries as numbers
from schemas.accounts.tasks import NumberMovedElsewhere, NumberObjected
from schemas.messages.rows import MessageNew
from schemas.recovery.messages import FactorResetParams, NumberMovedElsewhereParams, NumberObjectedParams
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
    """Tells today's administrators, who moved it or not."""
    await _tell_administrators(uow, task, NumberObjectedParams)


async def number_moved_elsewhere(uow: UnitOfWork, task: NumberMovedElsewhere) -> None:
    """Tells today's administrators where the number was not moved. Which organisation did it is not told: it may be a child's other school."""
    await _tell_administrators(uow, task, NumberMovedElsewhereParams)


async def _tell_administrators(
    uow: UnitOfWork,
    task: NumberObjected | NumberMovedElsewhere,
    params: type[NumberObjectedParams | NumberMovedElsewhereParams],
) -> None:
    """Nobody who has left is named. The person is not told of themselves: they are told otherwise."""
    people = await numbers.list_people(uow.conn, uow.actor.org_id, [task.account_id])
    administrators = await numbers.list_administrators(uow.conn, uow.actor.org_id)
    told = frozenset(one.staff_id for one in administrators)
    if not people or not told:
        return
    new = MessageNew(
        template=task.kind,
        people=told,
        params=params(name=people[0].name),
        key=f"{task.kind}:{task.move_id}",
        importance="high",
        expires_at=uow.now + _MATTERS,
    )
    await messages.tell(uow, new)
