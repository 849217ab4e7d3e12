"""Organisations, people and hand-overs for tests of work, and the one way to wait: for a state."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import time
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg

from api.core.db import many, uuid7
from api.core.services import Services
from api.core.tasks import Held, Lease
from api.core.unit_of_work import UnitOfWork, system_uow
from jobs.channels.base import Channel, ChannelKind, Outgoing, Result, Sent
from jobs.relay import HAND_TASKS, SELECT_BUSY_DISTRIBUTED, Busy, Handed
from jobs.runner import LEASE, Handlers, Runner
from tests.servers import Database, kept, owner

_numbers = count(1)
BELONG = """
insert into memberships (account_id, org_id, kind, since)
select a, o, 'guardian', $3 from unnest($1::uuid[]) a cross join unnest($2::bigint[]) o on conflict do nothing
"""


@asynccontextmanager
async def owned(database: Database) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection as the owner."""
    conn = await owner(database)
    try:
        yield conn
    finally:
        await conn.close()


async def until(condition: Callable[[], Awaitable[Any]], seconds: float = 30) -> Any:
    """Waits until a state is there, and returns it."""
    async with asyncio.timeout(seconds):
        while not (found := await condition()):  # noqa: ASYNC110  # the state is another process's or server's
            await asyncio.sleep(0.02)
    return found


class Recorder:
    """A channel that keeps what it is given and answers as told; the next answer for an address comes from `script`."""

    def __init__(self) -> None:
        self.items: list[Outgoing] = []
        self.script: dict[str, list[Result]] = {}

    async def send_many(self, items: Sequence[Outgoing]) -> list[Result]:
        self.items += items
        return [self._answer(item) for item in items]

    async def close(self) -> None: ...

    def _answer(self, item: Outgoing) -> Result:
        script = self.script.get(item.address)
        return script.pop(0) if script else Sent(f"id-{len(self.items)}")


class Strict(Runner):
    """A runner that hides no mistake of the code behind another try of the task."""

    mistakes: list[Exception]

    async def _failed(self, kind: str, lease: Lease, held: Held, error: Exception) -> None:
        if isinstance(error, AttributeError | NameError | TypeError | asyncpg.SyntaxOrAccessError):
            self.mistakes.append(error)
        await super()._failed(kind, lease, held, error)


@dataclass
class City:
    """One database's organisations and people, who belong to each of them; `channels` are recorders."""

    services: Services
    database: Database
    push: Recorder = field(default_factory=Recorder)
    webpush: Recorder = field(default_factory=Recorder)
    sms: Recorder = field(default_factory=Recorder)
    mail: Recorder = field(default_factory=Recorder)
    wecom: Channel | None = None
    wechat: Channel | None = None
    orgs: list[int] = field(default_factory=list)
    people: list[UUID] = field(default_factory=list)

    @property
    def channels(self) -> Mapping[ChannelKind, Channel]:
        usual: dict[ChannelKind, Channel] = {
            "push": self.push,
            "webpush": self.webpush,
            "sms": self.sms,
            "mail": self.mail,
        }
        own: dict[ChannelKind, Channel | None] = {"wecom": self.wecom, "wechat": self.wechat}
        found: dict[ChannelKind, Channel] = {kind: channel for kind, channel in own.items() if channel}
        return {**usual, **found}

    async def org(
        self,
        *,
        channels: Sequence[str] = ("fcm", "webpush", "wecom", "wechat", "sms", "mail"),
        fcm: bool = True,
        webpush: bool = False,
    ) -> int:
        """A school."""
        org_id = 1000 + next(_numbers)
        async with kept(self.database.owner_url) as conn:
            await conn.execute(
                "insert into orgs (org_id, kind, name_zh, name_en, channels, fcm_enabled, webpush_enabled)"
                " values ($1, 'school', '学校', 'School', $2, $3, $4)",
                org_id,
                list(channels),
                fcm,
                webpush,
            )
            await conn.execute(BELONG, self.people, [org_id], self.services.clock.now())
        self.orgs.append(org_id)
        return org_id

    async def person(
        self,
        *,
        phone: bool = True,
        mail: bool = False,
        devices: Sequence[str] = (),
        browsers: Sequence[str] = (),
        quiet: tuple[time, time] = (time(0), time(0)),
        channels: Sequence[str] = ("push", "sms", "mail"),
        language: str = "zh-CN",
        plain: bool = False,
    ) -> "Person":
        """Somebody with an account. Quiet hours are off unless given."""
        made = Person(account_id=uuid7(), phone=f"139{next(_numbers):08}", email=f"p{next(_numbers)}@example.cn")
        sealer, now = self.services.sealer, self.services.clock.now()
        key, sealed = sealer.phone(made.phone), sealer.seal_contact("phone", made.account_id, made.phone)
        async with kept(self.database.owner_url) as conn:
            if phone:
                await conn.fetch("select login_attach($1, $2, $3, $4)", [key], [made.account_id], [sealed], now)
            else:
                await conn.fetch(
                    "select login_students($1, $2, $3, $4)", [made.account_id], [key], [made.account_id], now
                )
            choice = (language, *quiet, list(channels), plain)
            await conn.execute("select account_set($1, $2, $3, $4, $5, $6, $7)", made.account_id, *choice, now)
            if mail:
                address = sealer.seal_contact("mail", made.account_id, made.email)
                await conn.execute("select account_set_email($1, $2, $3, $3)", made.account_id, address, now)
            for kind, token in [*(("fcm", one) for one in devices), *(("webpush", one) for one in browsers)]:
                address = sealer.seal_contact("device", made.account_id, token)
                device = (uuid7(), kind, sealer.name("device", token), address, "phone")
                await conn.execute("select device_put($1, $2, $3, $4, $5, $6, $7)", made.account_id, *device, now)
            await conn.execute(BELONG, [made.account_id], self.orgs, now)
        self.people.append(made.account_id)
        return made

    @asynccontextmanager
    async def uow(self, org_id: int) -> AsyncGenerator[UnitOfWork]:
        """A transaction of the system in an organisation."""
        async with system_uow(self.services, org_id) as uow:
            yield uow

    async def rows(self, sql: str, *args: Any) -> list[dict[str, Any]]:
        """What the database holds, for all organisations."""
        async with kept(self.database.owner_url) as conn:
            return [dict(row) for row in await conn.fetch(sql, *args)]

    async def state(self, kind: str, key: str) -> dict[str, Any]:
        """A task's row."""
        (row,) = await self.rows("select * from tasks where kind = $1 and key = $2", kind, key)
        return row

    async def hand(self, only: str | None = None) -> dict[str, list[Lease]]:
        """Takes everything due, or what is due of one kind, as the relay does."""
        async with kept(self.database.relay_url) as conn:
            now, kinds = self.services.clock.now(), dict[str, list[Lease]]()
            for busy in await many(conn, Busy, SELECT_BUSY_DISTRIBUTED, now, []):
                if only not in {None, busy.kind}:
                    continue
                for task in await many(conn, Handed, HAND_TASKS, busy.org_id, busy.kind, now, now + LEASE, 1000):
                    lease = Lease(org_id=busy.org_id, task_id=task.task_id, attempt=task.attempt)
                    kinds.setdefault(busy.kind, []).append(lease)
            return kinds

    def runner(self, handlers: Handlers) -> Strict:
        made = Strict(self.services, self.channels, handlers)
        made.mistakes = []
        return made

    async def work(self, handlers: Handlers, most: int = 20, only: str | None = None) -> None:
        """Takes and runs tasks until nothing is due, or nothing of one kind."""
        for _ in range(most):
            handed = await self.hand(only)
            if not handed:
                return
            for kind, leases in handed.items():
                runner = self.runner(handlers)
                await runner.run(kind, leases)
                if runner.mistakes:
                    raise runner.mistakes[0]
        raise AssertionError(f"still due after {most} rounds")


@dataclass(frozen=True)
class Person:
    account_id: UUID
    phone: str
    email: str
