"""Ten minutes of bad luck: whatever dies and whenever, every family is told, and by one message (DESIGN 4: tasks)."""

import asyncio
import random
import secrets
from datetime import timedelta

from jobs.runner import LEASE
from tests.jobs.city import until
from tests.jobs.scene import Scene

ROUNDS = 40
EACH = 50


async def kill_a_worker(scene: Scene, luck: random.Random) -> None:
    """kill -9, and another one starts."""
    victim = luck.choice([w for w in scene.workers if w.process.poll() is None])
    victim.kill()
    scene.start()


async def end_a_worker(scene: Scene, luck: random.Random) -> None:
    """A deployment: SIGTERM, and another one starts."""
    victim = luck.choice([w for w in scene.workers if w.process.poll() is None])
    assert await asyncio.to_thread(victim.end) == 0
    scene.start()


async def forget_valkey(scene: Scene, _: random.Random) -> None:
    """FLUSHALL."""
    scene.cluster.servers.flush()


async def kill_valkey(scene: Scene, _: random.Random) -> None:
    """Valkey dies and comes back empty."""
    valkey = scene.cluster.servers.valkey
    assert valkey
    await asyncio.to_thread(valkey.kill)
    await asyncio.to_thread(valkey.start)


async def crash_postgres(scene: Scene, _: random.Random) -> None:
    """PostgreSQL dies and recovers."""
    await asyncio.to_thread(scene.cluster.servers.restart_postgres, crash=True)


FATES = [kill_a_worker, end_a_worker, forget_valkey, kill_valkey, crash_postgres]


async def test_whatever_dies_everybody_is_told_and_once(scene: Scene) -> None:
    seed = secrets.randbelow(1 << 32)
    print(f"seed {seed}")  # noqa: T201  # so that a failed run can be repeated
    luck = random.Random(seed)  # noqa: S311  # bad luck, not a secret
    for _ in range(2):
        scene.start()
    for _ in range(ROUNDS):
        await scene.plan(EACH)
        goal = len(scene.people) - luck.randrange(EACH)

        async def so_far(goal: int = goal) -> bool:
            scene.time.advance(timedelta(seconds=5))
            return len({mail.recipients[0] for mail in scene.smtp.mails}) >= goal

        await until(so_far, 120)
        await luck.choice(FATES)(scene, luck)
        scene.time.advance(LEASE * luck.random())

    async def all_done() -> bool:
        scene.time.advance(timedelta(minutes=2))
        return await scene.all_done()

    await until(all_done, 300)
    scene.check()
