"""The person is told that two adults confirmed a reset, while there is time to refuse it."""

from api.core.unit_of_work import UnitOfWork
from api.messages import service as messages
from schemas.messages.rows import MessageNew
from schemas.recovery.messages import FactorResetParams
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
