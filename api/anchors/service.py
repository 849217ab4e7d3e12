"""Writes the ends of the chains of openings to files outside of the database, every day."""

import asyncio
from datetime import datetime

from api.core import anchors, audit, daily, db
from api.core.services import Services
from schemas.anchors.tasks import AnchorChains


async def anchor_chains(services: Services, _org_id: int, _: AnchorChains) -> datetime:
    """Anchors every organisation's chain, also of those that ended. Returns when to do it again."""
    now = services.clock.now()
    async with db.reading(services.pool, db.PLATFORM) as conn:
        orgs = await audit.list_chained(conn)
    for org_id in orgs:
        async with db.reading(services.pool, org_id) as conn:
            head = await audit.find_last(conn, org_id)
        if head:
            await asyncio.to_thread(anchors.add_anchor, services.config.anchors_dir, org_id, head, now)
    return now + daily.EVERY
