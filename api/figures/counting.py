"""A school counts itself once a day, and its bureaus get the numbers."""

from datetime import datetime

from api.core import daily
from api.core.errors import NotFound
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.figures import service
from schemas.figures.tasks import CountFigures


async def count_figures(services: Services, org_id: int, _: CountFigures) -> datetime | None:
    """Counts in the school, and writes the counts into each bureau. Running it twice changes nothing.

    Returns when to repeat it; None for a school that was closed.
    """
    try:
        async with system_uow(services, org_id) as uow:
            counted, bureaus = await service.count(uow), await service.list_bureaus(uow)
    except NotFound:
        return None
    for bureau_id in bureaus:
        async with system_uow(services, bureau_id) as uow:
            await service.put(uow, *counted)
    return services.clock.now() + daily.EVERY
