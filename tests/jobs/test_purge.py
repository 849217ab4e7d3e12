"""The daily purge: finished tasks go, in every organisation; open ones and younger ones stay."""

from datetime import timedelta

from api.core.db import uuid7
from jobs import finished_tasks
from tests.conftest import NOON
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
