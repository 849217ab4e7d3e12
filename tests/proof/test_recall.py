"""A recall while two workers tell a school by a slow mail server: a second later nothing more leaves (N1)."""

import asyncio
import json
import os
import time

from aiosmtpd.smtp import SMTP, Envelope, Session

from api.core.services import open_services
from api.features import REGISTRY
from api.messages.broadcasts import service
from tests.jobs.city import City, until
from tests.jobs.scene import Scene
from tests.proof.test_broadcast import notice, school

PEOPLE = int(os.environ.get("XINQIAO_PROOF_RECALL", "1200"))
STEP = 0.05
"""Seconds that the mail server takes for each mail."""


def slowly(scene: Scene) -> list[float]:
    """Makes the mail server slow; returns when each mail was handed in."""
    left: list[float] = []
    real = scene.smtp.handle_DATA

    async def slow(server: SMTP, session: Session, envelope: Envelope) -> str:
        left.append(time.monotonic())
        await asyncio.sleep(STEP)
        return await real(server, session, envelope)

    scene.smtp.handle_DATA = slow
    return left


async def test_what_has_not_left_stops_within_a_second(scene: Scene) -> None:
    left = slowly(scene)
    services = await open_services(scene.config, REGISTRY, scene.time)
    city = City(services, scene.database)
    org_id, new = await school(scene, city, PEOPLE), notice()
    async with city.uow(org_id) as uow:
        assert await service.tell(uow, new)
    for _ in range(2):
        scene.start()

    async def begun() -> bool:
        return len(left) >= 20

    async def over() -> bool:
        working = "select 1 from tasks where kind in ('tell_chunk', 'deliver_message') and state = 'handed'"
        return not await city.rows(working)

    await until(begun, 120)
    async with city.uow(org_id) as uow:
        await service.recall(uow, new.broadcast_id)
    recalled = time.monotonic()
    await until(over, 120)
    await services.close()
    late = [at - recalled for at in left if at > recalled]
    figures = {"recipients": PEOPLE, "left": len(left), "after the recall": len(late), "last": max(late, default=0)}
    print(json.dumps(figures))  # noqa: T201  # the proof is these figures
    assert len(left) < PEOPLE / 2
    assert max(late, default=0) < 1
