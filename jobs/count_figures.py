"""A school counts itself, once a day, and its bureaus get the numbers: one transaction in the school, a short one in each bureau."""

import msgspec

from api.core import db
from api.core.db import PLATFORM, many
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.figures import service
from jobs import daily
from jobs.runner import Handler, Job
from schemas.figures.rows import FiguresRow
from schemas.figures.tasks import CountFigures


class School(msgspec.Struct, frozen=True, kw_only=True):
    """An open school."""

    org_id: int


async def count_figures(job: Job[CountFigures], _: CountFigures) -> None:
    """Counts, passes the counts to the bureau, and repeats a day later. Running it twice changes nothing."""
    async with job.transaction() as uow:
        row, bureaus = await service.count(uow), await service.list_bureaus(uow)
    for org_id in bureaus:
        await _put(job.services, org_id, row)
    async with job.finishing_transaction() as uow:
        job.put_off(job.lease, uow.now + daily.EVERY)


async def _put(services: Services, org_id: int, row: FiguresRow) -> None:
    async with system_uow(services, org_id) as uow:
        await service.put(uow, row)


SELECT_SCHOOLS = """
select org_id from orgs where kind = 'school' and ended_at is null order by org_id
"""


async def ensure(services: Services) -> None:
    """Sees that every school counts: an import plans it too, but one that gave up for good stays so until here."""
    async with db.reading(services.pool, PLATFORM) as conn:
        schools = await many(conn, School, SELECT_SCHOOLS)
    for school in schools:
        await daily.ensure(services, school.org_id, CountFigures.kind, CountFigures())


HANDLER = Handler(payload=CountFigures, handle=count_figures)
