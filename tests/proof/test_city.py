"""A city is told by push while workers are killed, Valkey forgets, PostgreSQL dies, and FCM takes pushes and says that it did not (F1).

Everybody is told, and no phone shows it twice. A naive sender runs beside it through the same kills and loses people: the test can fail.
"""

import os
import random
import secrets
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec

from api.core.services import open_services
from api.features import REGISTRY
from api.messages.broadcasts import service
from jobs.runner import LEASE
from tests.doubles.certificates import contexts
from tests.doubles.token import TokenDouble
from tests.jobs.city import City, owned, until
from tests.jobs.scene import Scene
from tests.proof import naive
from tests.proof.phones import Phones, add_city, token
from tests.proof.test_broadcast import notice
from tests.proof.test_chaos import crash_postgres, forget_valkey, kill_a_worker

PEOPLE = int(os.environ.get("XINQIAO_PROOF_CITY", "20000"))
KILLS = int(os.environ.get("XINQIAO_PROOF_CITY_KILLS", "10"))
FATES = [kill_a_worker, kill_a_worker, forget_valkey, crash_postgres]
"""What happens at a kill point. Meanwhile FCM takes the push to each hundredth phone and answers 503."""
PATIENCE = 600
"""Seconds for the next thing to happen on a busy machine."""


class Naive:
    """The naive sender, which dies with the workers and is started again."""

    def __init__(self, database: str, phones: Phones, bearer: str, certificate: Path) -> None:
        words = [database, phones.url, bearer, str(certificate)]
        self._command = [sys.executable, "-m", "tests.proof.naive", *words]
        self._process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """As a power cut would."""
        self._process.kill()
        self._process.wait()

    def again(self) -> None:
        """Starts it again where it was killed, or had died with PostgreSQL."""
        if self._process.poll() is not None:
            self._process = self._start()

    async def ended(self) -> bool:
        """Whether it believes that it has told everybody."""
        if self._process.poll() == 0:
            return True
        self.again()
        return False


class Crashes:
    """A city, what happens to it, and what its phones show."""

    def __init__(self, scene: Scene, phones: Phones, beside: Naive, luck: random.Random) -> None:
        self.scene, self.phones, self.beside, self.luck = scene, phones, beside, luck
        self.happened: Counter[str] = Counter()

    async def tell(self, schools: list[tuple[int, list[UUID]]]) -> None:
        """One broadcast to each school."""
        services = await open_services(self.scene.config, REGISTRY, self.scene.time)
        city = City(services, self.scene.database)
        for org_id, _ in schools:
            async with city.uow(org_id) as uow:
                assert await service.tell(uow, notice())
        await services.close()

    async def suffer(self, goals: list[int]) -> None:
        """Something happens each time when so many phones show it."""
        for goal in goals:
            await until(lambda goal=goal: self._shown(goal), PATIENCE)
            fate = self.luck.choice(FATES)
            self.happened[fate.__name__] += 1
            if fate is kill_a_worker:
                self.beside.kill()
            await fate(self.scene, self.luck)
            self.beside.again()
            self.scene.time.advance(LEASE)

    async def _shown(self, goal: int) -> bool:
        self.scene.time.advance(timedelta(seconds=0.02))
        return len(self.phones.screens) >= goal

    async def settled(self) -> bool:
        """Every chunk has ended and counted its people, and nothing waits to be tried again."""
        self.scene.time.advance(timedelta(seconds=1))
        async with owned(self.scene.database) as conn:
            if await conn.fetchval("select exists (select from broadcast_chunks where ended_at is null)"):
                return False
            return not await conn.fetchval("select exists (select from deliveries where state in ('sending', 'later'))")


async def test_a_city_is_told_once_through_every_crash(scene: Scene, tmp_path: Path) -> None:
    seed = int(os.environ.get("XINQIAO_PROOF_SEED") or secrets.randbelow(1 << 32))
    print(f"seed {seed}")  # noqa: T201  # so that a failed run can be repeated
    luck, started = random.Random(seed), time.monotonic()  # noqa: S311  # bad luck, not a secret
    tls, _, certificate = contexts(tmp_path)
    trusted = tmp_path / "trusted.pem"
    trusted.write_bytes(certificate)
    async with TokenDouble() as tokens, Phones(tokens, tls) as phones, Phones(tokens, tls) as others:
        schools, database = await _city(scene, phones, luck)
        tokens.valid.add("naive")
        beside = Naive(database, others, "naive", trusted)
        crashes = Crashes(scene, phones, beside, luck)
        await crashes.tell(schools)
        scene.channels = {
            "XINQIAO_FCM_CREDENTIALS": str(tokens.write_account(tmp_path)),
            "XINQIAO_FCM_URL": phones.url,
            "SSL_CERT_FILE": str(trusted),
        }
        for _ in range(2):
            scene.start()
        await crashes.suffer(sorted(luck.sample(range(1, PEOPLE), KILLS)))
        await until(crashes.settled, PATIENCE)
        await until(beside.ended, PATIENCE)
        _report(crashes, others, time.monotonic() - started)
    assert phones.shown() == {1: PEOPLE}
    assert not phones.unlucky  # each of them was taken, answered 503, and sent again
    assert len(others.screens) < PEOPLE


async def _city(scene: Scene, phones: Phones, luck: random.Random) -> tuple[list[tuple[int, list[UUID]]], str]:
    """The schools, and a superuser's address of their database, where the naive sender has its list."""
    services = await open_services(scene.config, REGISTRY, scene.time)
    url = scene.cluster.servers.url("postgres", scene.database.name)
    conn = await asyncpg.connect(url)
    try:
        schools = await add_city(conn, services.sealer, PEOPLE)
        everybody = [token(guardian) for _, guardians in schools for guardian in guardians]
        await conn.execute(naive.DDL)
        await conn.copy_records_to_table("people", schema_name="naive", records=enumerate(everybody, 1))
    finally:
        await conn.close()
        await services.close()
    phones.unlucky.update(luck.sample(everybody, PEOPLE // 100))
    return schools, url


def _report(crashes: Crashes, others: Phones, seconds: float) -> None:
    """The figures of the run."""
    ours, pushes = crashes.phones.shown(), sum(sum(screen.values()) for screen in crashes.phones.screens.values())
    figures = {
        "recipients": PEOPLE,
        "kill points": dict(crashes.happened),
        "taken and answered 503": PEOPLE // 100,
        "lost": PEOPLE - ours.total(),
        "shown twice": sum(count for notifications, count in ours.items() if notifications > 1),
        "pushes that took the place of their own kind": pushes - ours.total(),
        "lost by the naive sender": PEOPLE - len(others.screens),
        "seconds": round(seconds),
    }
    print(msgspec.json.encode(figures).decode())  # noqa: T201  # the proof is these figures
