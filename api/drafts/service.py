"""When drafts of confidential texts end without being filed. Saving and opening them is `api.core.drafts`."""

from datetime import datetime

from api.core import drafts
from api.core.daily import EVERY
from api.core.parts import PartsEnded
from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from schemas.drafts.tasks import RemoveDrafts, SweepDrafts


async def end_parts(uow: UnitOfWork, event: PartsEnded) -> None:
    """Who left has no drafts here. Who is away for a time finds them again."""
    if left := [one.account_id for one in event.of("staff") if one.how != "on_leave"]:
        await drafts.remove_of(uow, left)


async def sweep(uow: UnitOfWork, _: SweepDrafts) -> datetime:
    """The daily task."""
    await drafts.sweep(uow)
    return uow.now + EVERY


async def remove_everywhere(services: Services, _: int, payload: RemoveDrafts) -> None:
    """The task that follows a sign-out everywhere. A repetition finds nothing left."""
    for org_id in payload.org_ids:
        async with system_uow(services, org_id) as uow:
            await drafts.remove_of(uow, [payload.account_id])
