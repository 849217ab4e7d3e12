"""5,000 guardians ask at once for the 500 seats of a lecture: 500 come, the others wait in the order of asking, nobody is turned away (N2)."""

import json
import os
import resource
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg

from api.core.db import uuid7
from api.core.sealing import hash_token, write_token
from tests.bench.load import drive, request
from tests.bench.people import ORG
from tests.bench.stage import Stage, api, stage

PEOPLE = int(os.environ.get("XINQIAO_PROOF_RUSH", "5000"))
SEATS = PEOPLE // 10
LONGEST = 600
"""Seconds until everybody has an answer."""

_LECTURE = """
insert into lectures (org_id, lecture_id, author_id, kind, title_zh, about_zh, about_en, speaker, place, starts_at, ends_at, scope, class_ids,
  grades, parts, registers, seats, state, published_at, created_at, updated_at)
values ($1, $2, $3, 'lecture', '考前陪伴', '', '', '', '报告厅', $5, $6, 'school', '{}', '{}', '{guardian}', true, $7, 'published', $4, $4, $4)
"""
_ANSWERS = """
select r.account_id, r.number, r.state from lecture_registrations r where r.org_id = $1 and r.lecture_id = $2 order by r.number
"""


async def test_every_seat_is_given_once_and_nobody_is_turned_away(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    for folder in tmp_path.parents[:2]:
        folder.chmod(0o711)  # PostgreSQL runs as nobody when we are root
    async with stage(tmp_path, students=100, families=1) as ready:
        conn = await asyncpg.connect(ready.superuser_url)
        try:
            lecture_id, tokens = await _lecture(conn, ready), await _guardians(conn)
            await conn.execute("analyze")
            path = f"/api/v1/orgs/{ORG}/me/lectures/{lecture_id}/register"

            def ask(number: int) -> bytes:
                return request(
                    "POST", path, tokens[number - 1], b"", f"Idempotency-Key: {uuid4().hex}\r\nContent-Length: 0\r\n"
                )

            files = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (1024, files[1]))  # what a server is usually started with
            async with api(ready) as server:
                resource.setrlimit(resource.RLIMIT_NOFILE, files)
                load = await drive(server.port, PEOPLE, LONGEST, ask, at_most=PEOPLE)
            rows = await conn.fetch(_ANSWERS, ORG, lecture_id)
        finally:
            await conn.close()
    figures = {
        "asked": PEOPLE,
        "answers": load.statuses,
        "seconds": round(load.seconds, 1),
        "median": round(load.percentile(0.5), 1),
    }
    print(json.dumps(figures | {"states": Counter(row["state"] for row in rows)}))  # noqa: T201  # the proof is these figures
    assert load.statuses == {200: PEOPLE}
    assert [row["number"] for row in rows] == list(range(1, PEOPLE + 1))
    assert [row["state"] for row in rows] == ["registered"] * SEATS + ["waiting"] * (PEOPLE - SEATS)
    assert len({row["account_id"] for row in rows}) == PEOPLE


async def _lecture(conn: "asyncpg.Connection[asyncpg.Record]", ready: Stage) -> UUID:
    now, lecture_id = datetime.now(UTC), uuid7()
    begins = now + timedelta(days=7)
    author = ready.families[0].counsellor_id
    await conn.execute(_LECTURE, ORG, lecture_id, author, now, begins, begins + timedelta(hours=1), SEATS)
    return lecture_id


async def _guardians(conn: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    """Guardians of a child each, who are signed in."""
    now, class_id = datetime.now(UTC), await conn.fetchval("select class_id from classes where org_id = $1", ORG)
    until, pairs = now + timedelta(days=1), [(uuid7(), uuid7(), os.urandom(32)) for _ in range(PEOPLE)]
    accounts = [(one, now, now) for g, s, _ in pairs for one in (g, s)]
    ties = [(one, ORG, kind, now) for g, s, _ in pairs for one, kind in ((g, "guardian"), (s, "student"))]
    tables = {
        "accounts account_id created_at updated_at": accounts,
        "memberships account_id org_id kind since": ties,
        "guardians org_id guardian_id name updated_at": [(ORG, g, "陈", now) for g, _, _ in pairs],
        "students org_id student_id class_id student_number name sex updated_at": [(ORG, s, class_id, f"R{n}", "李", "male", now) for n, (_, s, _) in enumerate(pairs)],
        "guardianships org_id student_id guardian_id relation contact_order updated_at": [(ORG, s, g, "mother", 1, now) for g, s, _ in pairs],
        "sessions account_id token_hash session_id assurance client shared_device created_at seen_at expires_at": [
            (g, hash_token(secret), uuid7(), 1, "rush", False, now, now, until) for g, _, secret in pairs
        ],
    }  # fmt: skip
    for names, rows in tables.items():
        table, *columns = names.split()
        await conn.copy_records_to_table(table, records=rows, columns=columns)
    return [write_token(guardian, secret) for guardian, _, secret in pairs]
