"""Every kind of task and its handler: those that talk to the outside are listed here, the others in their features."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, TypeAlias

from api.core.daily import Daily
from api.core.feature import Duplicate, Registry
from api.core.tasks import AnyTask, LongTask, MultiOrgTask, Task
from api.features import REGISTRY
from jobs import (
    anchor_mail,
    broadcast,
    deliver,
    finished_tasks,
    invite,
    number_moved,
    sign_in_code,
    sign_in_from_wecom,
    wechat_link,
    wecom_links,
    wecom_roster,
)
from jobs.runner import Handler, Handlers, Job
from schemas.accounts.tasks import NumberMoved, SignInCode, SignInFromWecom
from schemas.anchors.tasks import MailAnchor
from schemas.calendar.tasks import SendInvite
from schemas.messages.tasks import DeliverMessage, LinkWechat, LinkWecom, TellChunk
from schemas.platform.tasks import Purge
from schemas.roster.tasks import ReadWecom
from schemas.tasks import TaskPayload

Handle: TypeAlias = Callable[[Job[Any], Any], Awaitable[None]]


def handler_of(task: AnyTask) -> Handler[Any]:
    """Runs a feature's task and ends it."""
    handle = _across_orgs(task) if isinstance(task, MultiOrgTask) else _in_one_transaction(task)
    return Handler(payload=task.payload, handle=handle, limit=task.limit, at_most=task.at_most)


def _in_one_transaction(task: Task[Any] | LongTask[Any]) -> Handle:
    async def handle(job: Job[TaskPayload], payload: TaskPayload) -> None:
        async with job.finishing_transaction() as uow:
            again: datetime | None = await (
                task.handle(uow, payload, job) if isinstance(task, LongTask) else task.handle(uow, payload)
            )
            if again is not None:
                job.put_off(job.lease, again)

    return handle


def _across_orgs(task: MultiOrgTask[Any]) -> Handle:
    async def handle(job: Job[TaskPayload], payload: TaskPayload) -> None:
        again = await task.handle(job.services, job.org_id, payload)
        async with job.finishing_transaction():
            if again is not None:
                job.put_off(job.lease, again)

    return handle


OUTSIDE: Handlers = {
    MailAnchor.kind: anchor_mail.HANDLER,
    DeliverMessage.kind: deliver.HANDLER,
    TellChunk.kind: broadcast.HANDLER,
    SendInvite.kind: invite.HANDLER,
    SignInCode.kind: sign_in_code.HANDLER,
    SignInFromWecom.kind: sign_in_from_wecom.HANDLER,
    NumberMoved.kind: number_moved.HANDLER,
    Purge.kind: finished_tasks.HANDLER,
    LinkWecom.kind: wecom_links.HANDLER,
    LinkWechat.kind: wechat_link.HANDLER,
    ReadWecom.kind: wecom_roster.HANDLER,
}


def combine(registry: Registry, outside: Handlers) -> Handlers:
    """All handlers by kind. Raises Duplicate: a handler here must not take a feature's task."""
    if twice := sorted(registry.tasks.keys() & outside.keys()):
        raise Duplicate(f"Two handlers take the task {twice[0]!r}.")
    return {**{kind: handler_of(task) for kind, task in registry.tasks.items()}, **outside}


HANDLERS: Handlers = combine(REGISTRY, OUTSIDE)
DAILY: tuple[Daily, ...] = (Daily(Purge()), Daily(LinkWecom()), *REGISTRY.daily)
"""What a starting worker makes sure of."""
