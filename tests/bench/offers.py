"""V1: other times for a visit, asked by the 45 families of a campaign whose evenings are agreed."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg
import httpx
import msgspec

from api.core import config
from api.core.db import uuid7
from api.core.sealing import hash_token, write_token
from api.core.services import open_services
from api.features import REGISTRY
from api.roster.snapshot import home_place
from schemas.roster.rows import Home
from tests.bench.campaigns import FAMILIES, MIDDLE, VISITS, around
from tests.bench.load import drive, request
from tests.bench.people import ORG, Family
from tests.bench.row import Row
from tests.bench.stage import Stage, api, stage

BASE = f"/api/v1/orgs/{ORG}"
SHANGHAI = ZoneInfo("Asia/Shanghai")
FROM, TO, APART, MINUTES = time(18, 0), time(21, 0), timedelta(minutes=50), 30
SECONDS = 8
WARM = 3 * FAMILIES
WEEKDAYS = range(1, 6)


async def offers(folder: Path) -> list[Row]:
    """Milliseconds within which 95 of 100 answers come, asked one at a time."""
    async with stage(folder, families=FAMILIES) as ready, api(ready) as server:
        teacher_id, token = await _add_teacher(ready)
        await _add_homes(ready)
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}{BASE}", timeout=60) as client:
            await _open_campaign(client, teacher_id, token)
            visits = [
                await _agree(client, family, teacher_id, token, starts_at)
                for family, starts_at in zip(ready.families, _evenings(), strict=False)
            ]
        await ready.analyze()
        asked = [
            request("GET", f"{BASE}/visits/{visit}/offers", f.token)
            for f, visit in zip(ready.families, visits, strict=True)
        ]
        await drive(server.port, 1, 60, lambda n: asked[n % len(asked)], at_most=WARM)
        load = await drive(server.port, 1, SECONDS, lambda n: asked[n % len(asked)])
    found = len(msgspec.json.decode(load.body)["times"]) if set(load.statuses) == {200} else 0
    if not found:
        raise RuntimeError(f"no times were offered: {load.statuses} {load.body[:200]!r}")
    note = f"{len(load.times)} answers, median {load.percentile(0.5) * 1000:.0f} ms; {found} times in the last one"
    return [
        Row(id="V1", what=f"other times for one family of {FAMILIES}, over HTTP; p95", unit="ms",
            ours=load.percentile(0.95) * 1000, goal=100, kind="value", at_most=True, note=note)
    ]  # fmt: skip


def _evenings() -> Iterator[datetime]:
    """Weekday evenings from the day after tomorrow, four visits each."""
    day = datetime.now(SHANGHAI).date() + timedelta(days=2)
    while True:
        if day.isoweekday() in WEEKDAYS:
            first = datetime.combine(day, FROM, SHANGHAI)
            yield from (first + number * APART for number in range(VISITS))
        day += timedelta(days=1)


async def _add_teacher(ready: Stage) -> tuple[UUID, str]:
    """The class teacher of the bench's families, with a session."""
    teacher, now, secret = uuid7(), datetime.now(UTC), os.urandom(32)
    conn = await asyncpg.connect(ready.superuser_url)
    await conn.execute("insert into accounts (account_id, created_at, updated_at) values ($1, $2, $2)", teacher, now)
    await conn.execute(
        "insert into memberships (account_id, org_id, kind, since) values ($1, $2, 'staff', $3)", teacher, ORG, now
    )
    await conn.execute(
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, 'T', '周', '{}', $3)",
        *(ORG, teacher, now),
    )
    await conn.execute(
        "insert into class_staff (org_id, class_id, staff_id, part, updated_at)"
        " select org_id, class_id, $2, 'class_teacher', $3 from classes where org_id = $1",
        *(ORG, teacher, now),
    )
    await conn.execute(
        "insert into sessions (account_id, token_hash, session_id, assurance, client, shared_device, created_at, seen_at, expires_at)"
        " values ($1, $2, $3, 2, 'bench', false, $4, $4, $5)",
        *(teacher, hash_token(secret), uuid7(), now, now + timedelta(days=1)),
    )
    await conn.close()
    return teacher, write_token(teacher, secret)


async def _add_homes(ready: Stage) -> None:
    """Homes within 2.5 km, sealed as the roster seals them."""
    chance = Random(0)  # noqa: S311  # lifelike, not secret
    homes: dict[str, bytes] = {}
    for family in ready.families:
        at = around(chance, MIDDLE, 2.5)
        home = Home(address="1", longitude=at.longitude, latitude=at.latitude)
        homes[home_place(family.student_id)] = msgspec.json.encode(home)
    services = await open_services(config.load(ready.env), REGISTRY, pool_size=1)
    sealed = await services.vault.seal_fields(ORG, homes)
    await services.close()
    conn = await asyncpg.connect(ready.superuser_url)
    await conn.executemany(
        "update students set home_sealed = $3 where org_id = $1 and student_id = $2",
        [(ORG, f.student_id, sealed[home_place(f.student_id)]) for f in ready.families],
    )
    await conn.close()


async def _open_campaign(client: httpx.AsyncClient, teacher_id: UUID, token: str) -> None:
    classes = await _send(client, token, "GET", "/classes")
    today = datetime.now(SHANGHAI).date()
    hours = [{"weekday": weekday, **_span()} for weekday in WEEKDAYS]
    body = {
        "title": "走进每一个家", "startsOn": _text(today), "endsOn": _text(today + timedelta(days=60)),
        "classIds": [one["classId"] for one in classes], "visitors": [{"staffId": str(teacher_id), "hours": hours}],
        "visitMinutes": MINUTES, "visitsPerDay": VISITS, "dayMinutes": 240, "visitorsPerVisit": 1,
        "travel": "bicycle", "speedKmh": 12,
    }  # fmt: skip
    await _send(client, token, "POST", "/campaigns", body)


async def _agree(client: httpx.AsyncClient, family: Family, teacher_id: UUID, token: str, starts_at: datetime) -> str:
    """The family's times, and its visit, proposed and confirmed."""
    times = [{"weekday": weekday, "placeKind": "home", **_span()} for weekday in WEEKDAYS]
    await _send(client, family.token, "PUT", f"/students/{family.student_id}/campaign-answer", {"times": times})
    visit = {
        "studentId": str(family.student_id), "startsAt": starts_at.isoformat(), "minutes": MINUTES, "mode": "onsite",
        "team": [str(teacher_id)],
    }  # fmt: skip
    visit_id = (await _send(client, token, "POST", "/visits", visit))["visitId"]
    await _send(client, family.token, "POST", f"/visits/{visit_id}/confirm")
    return visit_id


def _span() -> dict[str, str]:
    return {"fromTime": f"{FROM:%H:%M}", "toTime": f"{TO:%H:%M}"}


def _text(day: date) -> str:
    return day.isoformat()


async def _send(client: httpx.AsyncClient, token: str, method: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid4().hex, "If-Match": '"v1"'}
    answer = await client.request(method, path, json=body, headers=headers)
    if not answer.is_success:
        raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
    return answer.json()
