"""Fills a database with students for the bench: the demo's generator, streamed school by school into COPY.

It bypasses the importer on purpose: the bench asks how requests fare beside 1,656,700 students (GUA 1.4), not how long they take to load.
"""

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg

from api.core.db import uuid7
from api.roster.demo.city import OrgRows, city

_RELATIONS = {"父亲": "father", "母亲": "mother"}
_numbers = itertools.count()
Row = tuple[Any, ...]


async def load(superuser_url: str, students: int) -> int:
    """Loads exactly this many students with their guardians, classes and memberships; returns how many schools."""
    conn = await asyncpg.connect(superuser_url)
    # Foreign keys are checked row by row through triggers; the rows come from one generator and fit each other.
    await conn.execute(
        "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'"
    )
    schools = 0
    try:
        for org in city(2026, students):
            await _load_school(conn, org)
            schools += 1
        await conn.execute("analyze")
    finally:
        await conn.close()
    return schools


async def _load_school(conn: "asyncpg.Connection[asyncpg.Record]", school: OrgRows) -> None:
    org_id, now, rows = school.org.org_id, datetime.now(UTC), school.rows
    classes = {row[1]: uuid7() for row in rows["classes"]}
    student_ids = {row[0]: uuid7() for row in rows["students"]}
    people = {row[2]: uuid7() for row in rows["guardians"]}
    names = {row[2]: row[0] for row in rows["guardians"]}
    await _copy(
        conn,
        "orgs",
        [(org_id, None, "school", school.org.name_zh, school.org.name_en)],
        "org_id parent_org_id kind name_zh name_en",
    )
    grades = [(org_id, classes[r[1]], 2026, r[0], r[1], _code(), now) for r in rows["classes"]]
    await _copy(conn, "classes", grades, "org_id class_id school_year grade name code updated_at")
    students = [
        (org_id, student_ids[r[0]], classes[r[3]], r[0], r[1], "male" if r[2] == "男" else "female", now)
        for r in rows["students"]
    ]
    await _copy(conn, "students", students, "org_id student_id class_id student_number name sex updated_at")
    await _copy(
        conn, "guardians", [(org_id, i, names[p], now) for p, i in people.items()], "org_id guardian_id name updated_at"
    )
    await _copy(
        conn,
        "guardianships",
        _ties(rows["guardians"], org_id, student_ids, people, now),
        "org_id student_id guardian_id relation contact_order updated_at",
    )
    accounts = [*student_ids.values(), *people.values()]
    await _copy(conn, "accounts", [(a, now, now) for a in accounts], "account_id created_at updated_at")
    kinds = [
        *((a, org_id, "student", now) for a in student_ids.values()),
        *((a, org_id, "guardian", now) for a in people.values()),
    ]
    await _copy(conn, "memberships", kinds, "account_id org_id kind since")
    keys = [
        *((os.urandom(32), a, "student") for a in student_ids.values()),
        *((os.urandom(32), a, "phone") for a in people.values()),
    ]
    await _copy(conn, "login_keys", keys, "key_hash account_id kind")


def _ties(
    rows: list[list[str]], org_id: int, students: dict[str, UUID], people: dict[str, UUID], now: datetime
) -> Iterator[Row]:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row[3], row[2]) not in seen:
            seen.add((row[3], row[2]))
            yield org_id, students[row[3]], people[row[2]], _RELATIONS.get(row[1], "other"), int(row[4] or 1), now


async def _copy(conn: "asyncpg.Connection[asyncpg.Record]", table: str, rows: Any, columns: str) -> None:
    await conn.copy_records_to_table(table, records=rows, columns=columns.split())


def _code() -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    number, text = next(_numbers), ""
    for _ in range(8):
        number, at = divmod(number, len(letters))
        text += letters[at]
    return text
