"""The tasks of an observation: each ends in one transaction with what it tells (R4, R6)."""

from datetime import datetime

from api.core.services import Services
from api.core.unit_of_work import UnitOfWork, system_uow
from api.observations.arriving import service as arriving
from api.observations.disclosing import service as disclosing
from api.observations.filing import service as filing
from api.observations.owning import service as owning
from api.observations.owning.rules import UNREAD_WAIT
from api.observations.watching import service as watching
from schemas.observations.tasks import (
    ObservationDue,
    ObservationFiled,
    ObservationMailbox,
    ObservationUnowned,
    ObservationUnread,
    ObserverDisclosureDue,
)


async def observation_mailbox(uow: UnitOfWork, _: ObservationMailbox) -> datetime:
    """Makes cases of the reports of the last hour, and forgets old receipts. Returns when to do it again."""
    await filing.forget_receipts(uow)
    return await arriving.empty_mailbox(uow)


async def observation_filed(uow: UnitOfWork, payload: ObservationFiled) -> None:
    """Tells those who own a new observation that something waits for them; one that nobody owns goes to the next rung first."""
    await watching.hand_up(uow, payload.observation_id)
    await owning.tell_filed(uow, payload.observation_id)


async def observation_due(uow: UnitOfWork, payload: ObservationDue) -> None:
    """A deadline has passed: its owners and the next rung are told once that something waits.

    Its owners may have left since it was filed.
    """
    await watching.hand_up(uow, payload.observation_id)
    await owning.tell_late(uow, payload.observation_id)


async def observation_unread(uow: UnitOfWork, payload: ObservationUnread) -> datetime | None:
    """Something urgent may be unopened: the next person is told, every ten minutes."""
    return await watching.look(uow, payload.observation_id)


async def observation_unowned(services: Services, org_id: int, payload: ObservationUnowned) -> datetime | None:
    """Nobody at the school can be given something, or agree to close it: the nearest bureau that has officers is told, once.

    Asked again every ten minutes while it is so: officers come and go too. Then no officer opens it any more.
    """
    async with system_uow(services, org_id) as uow:
        unowned = await watching.find_unowned(uow, payload.observation_id)
        bureaus = unowned.bureaus if unowned else await watching.list_bureaus(uow)
    for bureau_id in bureaus:
        async with system_uow(services, bureau_id) as uow:
            if unowned is None:
                await watching.forget_bureau_case(uow, org_id, payload.observation_id)
            elif await watching.tell_bureau(uow, payload.observation_id, unowned):
                break
    return services.clock.now() + UNREAD_WAIT if unowned else None


async def observer_disclosure_due(uow: UnitOfWork, payload: ObserverDisclosureDue) -> None:
    """The time to agree to a request of a custodian, or to look, may be over."""
    await disclosing.end_due(uow, payload.disclosure_id)
