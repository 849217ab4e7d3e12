"""A school that imports its roster over HTTP: its administrator, its worker, and what the database holds afterwards."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from api.core import db
from api.core.db import many
from api.core.sealing import hash_token, write_token
from api.core.services import Services
from api.core.tasks import Lease
from api.core.unit_of_work import Reading, system_uow
from api.roster import command
from api.roster.command import OrgNew
from api.roster.queries.people import Permit
from api.roster.snapshot import keyed, load
from api.roster.values import OrgKind
from jobs.kinds import HANDLERS
from jobs.relay import HAND_TASKS, Handed
from jobs.runner import LEASE, Runner
from schemas.roster.rows import Roster, Snapshot
from schemas.roster.tasks import ImportRoster
from tests.roster import books
from tests.servers import Database

BASE_URL = "http://127.0.0.1:8000"
_numbers = count(1)


@dataclass
class School:
    """One organisation. `first` is imported before the test begins, so that there is an administrator."""

    services: Services
    database: Database
    http: httpx.AsyncClient
    org_id: int

    async def client(self, phone: str, language: str = "zh-CN", *, assurance: int = 2) -> httpx.AsyncClient:
        """A signed-in client of the person with this phone."""
        async with db.transaction(self.services.door, 0) as conn:
            row = await conn.fetchrow("select account_id from login_find($1)", self.services.sealer.phone(phone))
            assert row is not None, "nobody has this phone"
            return await self.session(row["account_id"], language, assurance=assurance)

    async def session(self, account: UUID, language: str = "zh-CN", *, assurance: int = 2) -> httpx.AsyncClient:
        """A client with a session of this account."""
        secret, now = os.urandom(32), self.services.clock.now()
        async with db.transaction(self.services.door, 0) as conn:
            await conn.execute(
                "select session_add($1, $2, $3, $4, 'test', false, $5, $6)",
                *(account, hash_token(secret), uuid4(), assurance, now, now + timedelta(days=400)),
            )
        headers = {"authorization": f"Bearer {write_token(account, secret)}", "accept-language": language}
        return httpx.AsyncClient(
            transport=self.http._transport,  # pyright: ignore[reportPrivateUsage]  # the app of this test, shared
            base_url=f"{BASE_URL}/api/v1/orgs/{self.org_id}",
            headers=headers,
        )

    async def upload(
        self,
        data: bytes,
        name: str = "名单.xlsx",
        *,
        who: str = books.PHONE_B,
        covers: str | None = "stated",
        **headers: str,
    ) -> Any:
        """Tries a file out as the administrator; the answer as it came. `covers`: by default stated as its writer means it."""
        if covers == "stated":
            covers = "school" if name.endswith(".xlsx") else "classes"
        async with await self.client(who) as client:
            headers = {"idempotency-key": uuid4().hex, **headers}
            params = {"fileName": name} | ({"covers": covers} if covers else {})
            return await client.post("/roster/imports", params=params, content=data, headers=headers)

    async def tried(self, book: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, Any]:
        """Tries a workbook out; the answer's body."""
        answer = await self.upload(books.xlsx(book))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def say_yes(self, import_id: str, *, losses: bool = False, version: int | None = None) -> httpx.Response:
        """Applies an import as the administrator, by default as it is now: the worker has not done it yet."""
        seen = version or (await self.shown(import_id))["version"]
        async with await self.client(books.PHONE_B) as client:
            headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{seen}"'}
            body = {"confirmLosses": losses}
            return await client.post(f"/roster/imports/{import_id}/apply", json=body, headers=headers)

    async def shown(self, import_id: str, language: str = "zh-CN") -> dict[str, Any]:
        """The current state of an import."""
        async with await self.client(books.PHONE_B, language) as client:
            answer = await client.get(f"/roster/imports/{import_id}")
            assert answer.status_code == 200, answer.text
            return answer.json()

    async def applied(
        self, data: bytes, name: str = "名单.xlsx", *, losses: bool = True, covers: str | None = "stated"
    ) -> dict[str, Any]:
        """Uploads, confirms, lets the worker run; returns the import's state then."""
        answer = await self.upload(data, name, covers=covers)
        assert answer.status_code == 201, answer.text
        assert answer.json()["canApply"], answer.json()
        assert (await self.say_yes(answer.json()["importId"], losses=losses)).status_code == 202
        await self.run()
        return await self.shown(answer.json()["importId"])

    async def run(self, kind: str = ImportRoster.kind) -> None:
        """The worker does what is due here."""
        await Runner(self.services, {}, HANDLERS).run(kind, await self.hand(kind))

    async def hand(self, kind: str = ImportRoster.kind) -> list[Lease]:
        """Takes what is due here, as the relay does."""
        conn, now = await asyncpg.connect(self.database.relay_url), self.services.clock.now()
        try:
            handed = await many(conn, Handed, HAND_TASKS, self.org_id, kind, now, now + LEASE, 100)
        finally:
            await conn.close()
        return [Lease(org_id=self.org_id, task_id=task.task_id, attempt=task.attempt) for task in handed]

    async def rows(self, statement: str, *args: Any) -> list[Any]:
        """Rows of the database as the app sees them inside the school."""
        async with db.transaction(self.services.pool, self.org_id) as conn:
            return [tuple(row) for row in await conn.fetch(statement, *args)]

    async def door(self, statement: str, *args: Any) -> list[Any]:
        """Rows that the sign-in sees."""
        async with db.transaction(self.services.door, 0) as conn:
            return [tuple(row) for row in await conn.fetch(statement, *args)]

    async def members(self, kind: str, accounts: Sequence[UUID]) -> set[UUID]:
        """Which of these accounts belong to the school as `kind`: identity tables are the owner's to look into."""
        conn = await asyncpg.connect(self.database.owner_url)
        try:
            rows = await conn.fetch(
                "select account_id from memberships"
                " where org_id = $1 and kind = $2 and ended_at is null and account_id = any($3)",
                *(self.org_id, kind, accounts),
            )
            return {row["account_id"] for row in rows}
        finally:
            await conn.close()

    async def snapshot(self, wanted: Roster | None = None) -> Snapshot:
        """Everybody who is and was here, by login key."""
        async with system_uow(self.services, self.org_id) as uow:
            return (await load(uow, keyed(self.services.sealer, self.org_id, wanted or Roster())[0])).snapshot

    async def holds(self, wanted: Roster) -> bool:
        """Whether the database says exactly what a file says."""
        return (await self.snapshot(wanted)).now == keyed(self.services.sealer, self.org_id, wanted)[0]


async def open_org(services: Services, database: Database, http: httpx.AsyncClient, kind: OrgKind = "school") -> School:
    """An organisation with the first roster of `books.school()`, imported as the command line does it."""
    org_id = 5000 + next(_numbers)
    new = OrgNew(org_id=org_id, parent_id=None, kind=kind, name_zh="学校", name_en="School")
    await command.add_orgs(database.owner_url, [new])
    school = School(services, database, http, org_id)
    book = books.school() if kind == "school" else {"教职工": [books.staff()]}
    done = await command.import_bytes(services, org_id, "first.xlsx", books.xlsx(book))
    assert done.state == "done"
    return school


async def permit_of(uow: Reading, import_id: UUID) -> Permit:
    """The word of the administrator who uploaded an import and applied it."""
    uploaded = "select uploaded_by from roster_imports where org_id = $1 and import_id = $2"
    return Permit(by=await uow.conn.fetchval(uploaded, uow.actor.org_id, import_id), import_id=import_id)
