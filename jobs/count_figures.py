"""A school counts itself, once a day, and its bureaus get the numbers: one transaction in the school, a short one in each bureau."""

import msgspec

from api.core import access, db
from api.core.db import PLATFORM, many
from api.core.unit_of_work import UnitOfWork
from api.figures import service
from api.http.core import Core
from jobs import daily
from jobs.runner import Handler, Job
from schemas.figures.rows import FiguresRow
from schemas.figures.tasks import CountFigures


class School(msgspec.Struct, frozen=True, kw_only=True):
    """An open school."""

    org_id: int


async def count_figures(job: Job[CountFigures], _: CountFigures) -> None:
    """Counts, hands up, and comes again a day later. Done twice it is the same."""
    async with job.transaction() as uow:
        row, bureaus = await service.count(uow), await service.list_bureaus(uow)
    for org_id in bureaus:
        await _put(job.core, org_id, row)
    async with job.finishing_transaction() as uow:
        job.put_off(job.lease, uow.now + daily.EVERY)


async def _put(core: Core, org_id: int, row: FiguresRow) -> None:
    async with db.transaction(core.pool, org_id) as conn:
        actor, now = access.system(org_id), core.clock.now()
        uow = UnitOfWork(conn=conn, actor=actor, now=now, config=core.config, vault=core.vault, sealer=core.sealer)
        await service.put(uow, row)


SELECT_SCHOOLS = """
select org_id from orgs where kind = 'school' and ended_at is null order by org_id
"""


async def ensure(core: Core) -> None:
    """Sees that every school counts: an import plans it too, but one that gave up for good stays so until here."""
    async with db.transaction(core.pool, PLATFORM) as conn:
        schools = await many(conn, School, SELECT_SCHOOLS)
    for school in schools:
        await daily.ensure(core, school.org_id, CountFigures.kind, CountFigures())


HANDLER = Handler(payload=CountFigures, handle=count_figures)
