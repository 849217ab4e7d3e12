"""Run as a process of its own by test_crash: applies an import, says how far it is, and stops there until it is killed."""

import asyncio
import os
import sys
import uuid

from api.core import config
from api.core.services import open_services
from api.core.unit_of_work import system_uow
from api.features import REGISTRY
from api.roster import applying
from tests.roster.school import permit_of


async def main(org_id: int, import_id: uuid.UUID, step: int) -> None:
    """Halts before this step of the writing, the transaction open."""

    async def progress(done: int, _total: int) -> None:
        if done == step:
            sys.stdout.write("halted\n")
            sys.stdout.flush()
            await asyncio.Event().wait()

    services = await open_services(config.load(os.environ), REGISTRY)
    async with system_uow(services, org_id) as uow:
        await applying.run_import(uow, await permit_of(uow, import_id), progress)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), uuid.UUID(sys.argv[2]), int(sys.argv[3])))
