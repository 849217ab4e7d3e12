"""A scene for bad days: servers of its own, a mail server that can be made to wait, the time, and worker processes."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Generator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from api.core import nudge
from api.core.db import uuid7
from api.core.services import open_services
from api.features import REGISTRY
from api.messages import service as messages
from schemas.counselling.messages import AppointmentParams
from schemas.messages.rows import MessageNew
from tests.conftest import NOON
from tests.doubles.smtp import SmtpDouble
from tests.jobs.city import City, Person
from tests.jobs.process import FileTime, Worker
from tests.servers import Cluster, configure, owner

MESSAGES = 40


@pytest.fixture(scope="module")
def chaos() -> Generator[Cluster]:
    """Servers of our own, to be stopped and killed."""
    cluster = Cluster()
    try:
        yield cluster.start()
    finally:
        cluster.stop()


class Gated(SmtpDouble):
    """Takes no mail while its gate is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if not self.gate.is_set():
            self.stalled.set()
            await self.gate.wait()
        return await super().handle_DATA(server, session, envelope)


class Scene:
    """A database, a mail server, the time, and workers."""

    def __init__(self, cluster: Cluster, folder: Path, smtp: Gated) -> None:
        self.cluster = cluster
        self.folder = folder
        self.smtp = smtp
        self.time = FileTime(folder / "now", NOON)
        self.database = cluster.fresh()
        self.redis_url = cluster.servers.redis_url
        self.config = configure(self.database, self.redis_url, folder)
        self.workers: list[Worker] = []
        self.people: list[Person] = []
        self.channels = {"XINQIAO_SMTP_URL": f"smtp://{smtp.address}"}

    def start(self) -> Worker:
        worker = Worker(self.database, self.redis_url, self.folder, self.time, **self.channels)
        self.workers.append(worker)
        return worker

    async def plan(self, count: int = MESSAGES) -> None:
        """Tells so many people something by mail."""
        services = await open_services(self.config, REGISTRY, self.time)
        city = City(services, self.database)
        org_id = await city.org(channels=["mail"])
        for number in range(count):
            person = await city.person(mail=True, phone=False)
            self.people.append(person)
            async with city.uow(org_id) as uow:
                params = AppointmentParams(booking_id=uuid7(), starts_at=NOON + timedelta(days=2))
                new = MessageNew(
                    template="appointment_booked",
                    people=frozenset({person.account_id}),
                    params=params,
                    key=f"m{number}",
                    importance="normal",
                    expires_at=NOON + timedelta(days=3),
                )
                await messages.tell(uow, new)
        await services.close()

    async def all_done(self) -> bool:
        try:
            return {"done"} == set(await self.states())
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            return False  # PostgreSQL is away

    async def states(self) -> Counter[str]:
        conn = await owner(self.database)
        try:
            rows = await conn.fetch("select state from tasks where kind = 'deliver_message'")
            return Counter(row["state"] for row in rows)
        finally:
            await conn.close()

    def check(self) -> None:
        """Everybody was told, and by one message: a mail sent twice carries the same Message-ID."""
        ids: dict[str, set[str]] = {}
        for mail in self.smtp.mails:
            ids.setdefault(mail.recipients[0], set()).add(str(mail.message["Message-ID"]))
        assert set(ids) == {p.email for p in self.people}
        assert all(len(own) == 1 for own in ids.values())
        assert len({name for own in ids.values() for name in own}) == len(self.people)


@pytest.fixture
async def scene(chaos: Cluster, tmp_path: Path) -> AsyncGenerator[Scene]:
    chaos.servers.flush()
    async with Gated() as smtp:
        scene = Scene(chaos, tmp_path, smtp)
        yield scene
        for worker in scene.workers:
            worker.kill()
        print(scene.workers[-1].log.read_text()[-3000:] if scene.workers else "")  # noqa: T201  shown if a test fails
    await nudge.close()
    chaos.drop(scene.database)
