"""Run as a process of its own by test_crash: applies an import, says how far it is, and stops there until it is killed."""

import asyncio
import os
import sys
import uuid

from api.core import config
from api.http.core import open_core
from api.roster import command, service


async def main(org_id: int, import_id: uuid.UUID, step: int) -> None:
    """Halts before this step of the writing, the transaction open."""

    async def progress(done: int, _total: int) -> None:
        if done == step:
            sys.stdout.write("halted\n")
            sys.stdout.flush()
            await asyncio.Event().wait()

    core = await open_core(config.load(os.environ))
    async with command.unit_of(core, org_id) as uow:
        await service.run_import(uow, import_id, progress)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), uuid.UUID(sys.argv[2]), int(sys.argv[3])))
