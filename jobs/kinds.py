"""Every kind of task and its handler: those that talk to the outside are listed here, the others in their features."""

from datetime import datetime
from typing import Any

from api.core.feature import Duplicate, Registry
from api.core.tasks import AnyTask, LongTask
from api.features import REGISTRY
from jobs import calendar_reply, count_figures, deliver, invite, purge, sign_in_code
from jobs.runner import Handler, Handlers, Job
from schemas.accounts.tasks import SignInCode
from schemas.calendar.tasks import CalendarReply, SendInvite
from schemas.figures.tasks import CountFigures
from schemas.messages.tasks import DeliverMessage
from schemas.platform.tasks import Purge
from schemas.tasks import TaskPayload


def handler_of(task: AnyTask) -> Handler[Any]:
    """Runs a feature's task in the transaction that also ends it."""

    async def handle(job: Job[TaskPayload], payload: TaskPayload) -> None:
        async with job.finishing_transaction() as uow:
            again: datetime | None = await (
                task.handle(uow, payload, job) if isinstance(task, LongTask) else task.handle(uow, payload)
            )
            if again is not None:
                job.put_off(job.lease, again)

    return Handler(payload=task.payload, handle=handle, limit=task.limit, at_most=task.at_most)


OUTSIDE: Handlers = {
    DeliverMessage.kind: deliver.HANDLER,
    SendInvite.kind: invite.HANDLER,
    SignInCode.kind: sign_in_code.HANDLER,
    Purge.kind: purge.HANDLER,
    CalendarReply.kind: calendar_reply.HANDLER,
    CountFigures.kind: count_figures.HANDLER,
}


def combine(registry: Registry, outside: Handlers) -> Handlers:
    """All handlers by kind. Raises Duplicate: a handler here must not take a feature's task."""
    if twice := sorted(registry.tasks.keys() & outside.keys()):
        raise Duplicate(f"Two handlers take the task {twice[0]!r}.")
    return {**{kind: handler_of(task) for kind, task in registry.tasks.items()}, **outside}


HANDLERS: Handlers = combine(REGISTRY, OUTSIDE)
