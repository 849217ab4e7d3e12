"""C1: a calendar feed of two hundred events, beside the library that renders all of it each time."""

import secrets
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
from icalendar import Calendar, Event

from api.core.db import uuid7
from api.core.sealing import hash_token, write_token
from tests.bench.load import drive, request
from tests.bench.people import ORG, Family
from tests.bench.row import Row, Sample, interleave
from tests.bench.stage import Stage, api, stage

EVENTS = 200
SECONDS = 3


async def c1(folder: Path) -> list[Row]:
    """Feeds a second over HTTP from one client, every middleware on, to whole renderings a second."""
    async with stage(folder, students=1000, families=1) as ready, api(ready) as server:
        path = f"/api/v1/feeds/{await _subscribe(ready, ready.families[0])}.ics"

        async def ours() -> Sample:
            load = await drive(server.port, 1, SECONDS, lambda _: request("GET", path))
            if set(load.statuses) != {200} or load.body.count(b"BEGIN:VEVENT") != EVENTS:
                raise RuntimeError(f"not the feed: {load.statuses} {load.body[:200]!r}")
            return Sample(figure=load.rate)

        async def limit() -> Sample:
            started, done = time.perf_counter(), 0
            while time.perf_counter() - started < SECONDS:
                _render()
                done += 1
            return Sample(figure=done / (time.perf_counter() - started))

        rendered, served = await interleave(limit, ours)
        what = "webcal feed of 200 events, to icalendar rendering all of it"
        return [Row(id="C1", what=what, unit="/s", limit=rendered.figure, ours=served.figure, goal=20)]


async def _subscribe(ready: Stage, family: Family) -> str:
    secret, now = secrets.token_bytes(32), datetime.now(UTC)
    conn = await asyncpg.connect(ready.superuser_url)
    await conn.execute("select feed_set($1, $2, $3)", family.guardian_id, hash_token(secret), now)
    for number in range(EVENTS):
        event_id, start = uuid7(), now + timedelta(days=number)
        await conn.execute(
            "insert into calendar_events (org_id, event_id, organizer_token, kind, starts_at, ends_at, location, updated_at)"
            " values ($1, $2, $3, 'counselling', $4, $5, '心理辅导室 201', $6)",
            *(ORG, event_id, secrets.token_hex(16), start, start + timedelta(hours=1), now),
        )
        await conn.execute(
            "insert into calendar_invites (org_id, event_id, account_id, updated_at) values ($1, $2, $3, $4)",
            *(ORG, event_id, family.guardian_id, now),
        )
    await conn.close()
    await ready.analyze()
    return write_token(family.guardian_id, secret)


def _render() -> bytes:
    """The same feed by icalendar alone, time zone included."""
    now, calendar = datetime(2026, 11, 23, 4, tzinfo=ZoneInfo("Asia/Shanghai")), Calendar()
    for number in range(EVENTS):
        event, start = Event(), now + timedelta(days=number)
        values = {
            "uid": f"{number}@xinqiao.invalid",
            "summary": "预约",
            "description": f"https://xinqiao.invalid/bookings/{number}",
            "dtstart": start,
            "dtend": start + timedelta(hours=1),
            "dtstamp": now,
            "last-modified": now,
            "sequence": 0,
            "status": "CONFIRMED",
        }
        for name, value in values.items():
            event.add(name, value)  # pyright: ignore[reportUnknownMemberType]  # the library leaves `value` untyped
        calendar.add_component(event)
    calendar.add_missing_timezones(first_date=now.date())
    return calendar.to_ical()
