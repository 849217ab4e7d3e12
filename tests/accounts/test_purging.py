"""What the daily task removes of accounts."""

from datetime import timedelta

import asyncpg

from api.accounts.purging import purge_idempotency
from api.core import db
from api.core.clock import FixedClock
from api.core.services import Services
from api.core.unit_of_work import system_uow
from schemas.accounts.tasks import PurgeIdempotency
from tests.servers import Database
from tests.world import World


async def test_a_session_that_is_over_leaves_no_row(
    world: World, services: Services, database: Database, clock: FixedClock
) -> None:
    """Ended by nobody, it would keep telling when its person was here."""
    who = world.people.ming.account_id
    async with db.transaction(world.operator, db.PLATFORM) as conn:
        later = clock.now() + timedelta(hours=1)
        await conn.execute(
            "select session_add($1, $2, gen_random_uuid(), 1, 'x', true, $3, $4)", who, b"a" * 32, clock.now(), later
        )
    clock.advance(timedelta(days=1))
    async with system_uow(services, db.PLATFORM) as uow:
        await purge_idempotency(uow, PurgeIdempotency())
    owner = await asyncpg.connect(database.owner_url)
    try:
        left = await owner.fetch("select expires_at from sessions where account_id = $1", who)
    finally:
        await owner.close()
    assert len(left) == 1, "the one of 400 days"
    assert left[0][0] > clock.now()
