"""The relay with its queue in sight."""

import asyncpg
import msgspec

from api.core import tasks
from api.core.clock import FixedClock
from api.core.config import Config
from jobs import relay as relays
from jobs.relay import QUEUE, Relay
from tests.jobs.city import City

RelayConn = asyncpg.Connection


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    text: str = "nobody's business"


def new_relay(config: Config, clock: FixedClock) -> Relay:
    assert config.database_relay_url
    assert config.redis_url
    return Relay(config.database_relay_url, config.redis_url, clock)


async def plan(city: City, org_id: int, count: int, kind: str = "quiet", name: str = "k") -> None:
    async with city.uow(org_id) as uow:
        for number in range(count):
            await tasks.enqueue(uow, kind, f"{name}{number}", Secret(), uow.now)


async def queued(config: Config) -> list[tuple[str, list[tuple[int, str, int]]]]:
    """The contents of Valkey: kind and tasks of each job."""
    queue = relays.open_queue(config.redis_url or "")
    try:
        return [(job.args[0], [tuple(t) for t in job.args[1]]) for job in await queue.queued_jobs(queue_name=QUEUE)]
    finally:
        await queue.aclose()


async def by_state(city: City) -> dict[str, int]:
    return {r["state"]: r["count"] for r in await city.rows("select state, count(*) from tasks group by state")}
