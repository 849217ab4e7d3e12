"""What a booking reads is planned once for all values: it must not read every counsellor's hours to find those of one."""

from itertools import pairwise

import asyncpg

from api.counselling.bookings.queries import SELECT_CONTEXT
from tests.servers import Database


async def test_the_hours_and_exceptions_of_one_counsellor_are_found_by_their_index(database: Database) -> None:
    conn = await asyncpg.connect(database.app_url)
    try:
        await conn.execute(
            f"set enable_seqscan = off; set plan_cache_mode = force_generic_plan; prepare it as {SELECT_CONTEXT}"
        )
        plan = [line for (line,) in await conn.fetch(f"explain execute it ({', '.join(['null'] * 10)})")]
    finally:
        await conn.close()
    by_counsellor = " ".join(line for line, condition in pairwise(plan) if "counsellor_id = $2" in condition)
    assert "counsellor_hours_counsellor" in by_counsellor
    assert "hour_exceptions_date" in by_counsellor
