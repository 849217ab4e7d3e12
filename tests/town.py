"""A town: the running service and the world outside it."""

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx

from tests.bench.stage import free_port
from tests.conftest import NOON
from tests.doubles.sms import SECRET, SmsDouble
from tests.doubles.smtp import SmtpDouble
from tests.jobs.city import until
from tests.jobs.process import FileTime, Worker
from tests.roster import books
from tests.servers import Cluster, Database, environment

ORG = 501

UNDER_WAY = """
select exists (select from tasks where state = 'handed' or (state = 'planned' and due_at <= $1))
"""

ADMIN, COUNSELLOR, MOTHER, OTHER = books.PHONE_B, "16400000105", books.PHONE_A, books.PHONE_C


class Town:
    """The running service and the world outside it."""

    def __init__(self, base: str, database: Database, time: FileTime, sms: SmsDouble, smtp: SmtpDouble) -> None:
        self.base = base
        self._database = database
        self.time = time
        self.sms = sms
        self.smtp = smtp

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        """A phone; each write gets a key of its own."""
        headers = {"accept-language": "zh-CN"} | ({"authorization": f"Bearer {token}"} if token else {})
        hooks = {"request": [_with_key]}
        return httpx.AsyncClient(base_url=f"{self.base}/api/v1", headers=headers, event_hooks=hooks, timeout=30)

    async def sign_in(self, phone: str) -> httpx.AsyncClient:
        """By the code that arrives as an SMS."""
        before = len(self._texts(phone))
        async with self.client() as nobody:
            assert (await nobody.post("/auth/code", json={"phone": phone})).status_code == 204
            code = re.search(r"\d{6}", await self.text(phone, before))
            assert code
            body = {"phone": phone, "code": code.group(), "tokenKind": "bearer"}
            return self.client((await done(nobody.post("/auth/phone", json=body), 201))["token"])

    async def text(self, phone: str, seen: int) -> str:
        """The next SMS after the first `seen`."""
        await until(lambda: _is(len(self._texts(phone)) > seen))
        return self._texts(phone)[seen]

    def _texts(self, phone: str) -> list[str]:
        return [str(s["text"]) for s in self.sms.sent if s["to"] == f"+86{phone}"]

    async def give_mail(self, client: httpx.AsyncClient, address: str) -> None:
        """A verified mail address, by the code that arrives there."""
        assert (await client.put("/me/email", json={"email": address})).status_code == 204
        await until(lambda: _is(self.mails(address)))
        code = re.search(r"\d{6}", str(self.mails(address)[0].get_body(("plain",)).get_content()))  # type: ignore[union-attr]
        assert code
        await done(client.post("/me/email/confirm", json={"code": code.group()}))

    async def pass_time(self, step: timedelta) -> None:
        """Moves the clock once nothing is under way: the lease of what is would lapse, and it would be sent a second time."""
        conn = await asyncpg.connect(self._database.owner_url)
        try:
            await until(lambda: self._rests(conn))
        finally:
            await conn.close()
        self.time.advance(step)

    async def _rests(self, conn: "asyncpg.Connection[asyncpg.Record]") -> bool:
        return not await conn.fetchval(UNDER_WAY, self.time.now())

    def mails(self, address: str) -> list[Any]:
        """Mails that reached an address."""
        return [m.message for m in self.smtp.mails if address in m.recipients]

    async def invite(self, address: str, number: int) -> bytes:
        """The text/calendar part of the n-th mail with one."""
        await until(lambda: _is(len(self._invites(address)) >= number))
        return self._invites(address)[number - 1]

    def _invites(self, address: str) -> list[bytes]:
        parts = [p for mail in self.mails(address) for p in mail.walk() if p.get_content_type() == "text/calendar"]
        return [p.get_payload(decode=True) for p in parts]


@asynccontextmanager
async def open_town(cluster: Cluster, database: Database, tmp_path: Path) -> AsyncGenerator[Town]:
    """API and worker as processes, SMS gateway and mail server as doubles, one clock for all."""
    time, port = FileTime(tmp_path / "clock", NOON), free_port()
    async with SmsDouble() as sms, SmtpDouble() as smtp:
        more = {
            "XINQIAO_SMS_URL": sms.url,
            "XINQIAO_SMS_SECRET": SECRET,
            "XINQIAO_SMTP_URL": f"smtp://{smtp.address}",
            "XINQIAO_MAIL_DOMAIN": "mail.example",
            "XINQIAO_BASE_URL": f"http://127.0.0.1:{port}",
            "XINQIAO_CLOCK_FILE": str(time.path),
        }
        env = {**os.environ, **environment(database, cluster.servers.redis_url, tmp_path, **more)}
        await _first_import(tmp_path, env)
        worker = Worker(
            database, cluster.servers.redis_url, tmp_path, time, **{k: v for k, v in more.items() if "CLOCK" not in k}
        )
        api = subprocess.Popen([sys.executable, "-m", "api.cli", "serve", "--port", str(port)], env=env)  # noqa: ASYNC220
        try:
            town = Town(f"http://127.0.0.1:{port}", database, time, sms, smtp)
            await until(lambda: _answers(f"{town.base}/health/ready"))
            yield town
        finally:
            api.send_signal(signal.SIGTERM)
            worker.end()
            api.wait(30)


async def _first_import(folder: Path, env: dict[str, str]) -> None:
    """The operator opens the school with its administrator, from the command line."""
    file = folder / "first.xlsx"
    file.write_bytes(books.xlsx(books.school()))
    command = [sys.executable, "-m", "api.cli", "import", str(file), "--org", str(ORG)]
    names = ["--kind", "school", "--name-zh", "青禾中学", "--name-en", "Qinghe Middle School"]
    process = await asyncio.create_subprocess_exec(*command, *names, env=env)
    assert await process.wait() == 0


async def done(asked: Any, status: int = 200) -> Any:
    """The body of an answer that must have this status."""
    answer = await asked
    assert answer.status_code == status, (answer.status_code, answer.text)
    return answer.json()


async def _with_key(request: httpx.Request) -> None:
    if request.method != "GET":
        request.headers.setdefault("idempotency-key", uuid4().hex)


async def _is(value: Any) -> Any:
    return value


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(url)).status_code == 200
        except httpx.TransportError:
            return False
