"""The daily purges: finished tasks, in every organisation, and old idempotency keys."""

from datetime import timedelta

from api.core import daily
from api.core.clock import FixedClock
from api.core.db import uuid7
from api.core.services import Services
from jobs import finished_tasks
from jobs.kinds import DAILY, HANDLERS
from tests.conftest import NOON
from tests.jobs.city import City
from tests.servers import Database, owner

INSERT_TASK = """
insert into tasks (org_id, task_id, kind, key, payload, due_at, state, updated_at, created_at)
values ($1, $2::uuid, 'purge', $2::uuid::text, '{}', $3, $4, $3, $3)
"""


async def test_old_finished_tasks_go(database: Database) -> None:
    old, young = NOON - timedelta(days=40), NOON - timedelta(days=20)
    conn = await owner(database)
    for org_id in (701, 702):
        for state, at in (("done", old), ("failed", old), ("cancelled", old), ("done", young), ("planned", old)):
            await conn.execute(INSERT_TASK, org_id, uuid7(), at, state)
    before = NOON - timedelta(days=30)
    assert await finished_tasks.purge(database.relay_url, before) == 6
    left = await conn.fetch("select org_id, state from tasks where org_id in (701, 702) order by org_id, state")
    assert [tuple(row) for row in left] == [(org, state) for org in (701, 702) for state in ("done", "planned")]
    assert await finished_tasks.purge(database.relay_url, before) == 0
    await conn.close()


async def test_old_idempotency_keys_go_every_day(services: Services, database: Database, clock: FixedClock) -> None:
    city = City(services, database)
    conn = await owner(database)
    account_id, keys = uuid7(), {"four-days": timedelta(days=4), "two-days": timedelta(days=2)}
    for key, age in keys.items():
        insert = "insert into idempotency (account_id, key, request_hash, created_at) values ($1, $2, sha256(''), $3)"
        await conn.execute(insert, account_id, key, clock.now() - age)
    left = "select key from idempotency where account_id = $1"
    await daily.ensure(services, DAILY)
    await city.work(HANDLERS)
    assert [row["key"] for row in await conn.fetch(left, account_id)] == ["two-days"]
    clock.advance(timedelta(days=1, seconds=1))
    await city.work(HANDLERS)
    assert await conn.fetch(left, account_id) == []
    await conn.close()
