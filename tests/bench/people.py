"""Those who act in the bench: families who book, each with a counsellor, room and hours of their own, so that no two collide."""

import os
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg
import msgspec

from api.core.db import uuid7
from api.core.sealing import hash_token, write_token

ORG = 7
OTHER_ORG = 8
SLOT = timedelta(minutes=10)
SLOTS_A_DAY = 143  # 00:00 to 23:50


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """A guardian with a session, the child, and whom they book with."""

    guardian_id: UUID
    student_id: UUID
    counsellor_id: UUID
    token: str

    def booking(self, number: int, first: datetime) -> bytes:
        """The body of this family's n-th booking: one slot after the other."""
        day, slot = divmod(number, SLOTS_A_DAY)
        starts_at = first + timedelta(days=day) + slot * SLOT
        body = {"counsellorId": self.counsellor_id, "startsAt": starts_at, "mode": "in_person"}
        return msgspec.json.encode(body | {"studentId": self.student_id, "attends": "student"})


async def add_families(superuser_url: str, count: int) -> list[Family]:
    """Makes a school of its own with `count` families, each able to book 25,000 times."""
    conn = await asyncpg.connect(superuser_url)
    now = datetime.now(UTC)
    provider, class_id = uuid7(), uuid7()
    try:
        await conn.execute(
            "insert into orgs (org_id, kind, name_zh, name_en) values ($1, 'school', '量校', 'Bench')", ORG
        )
        await conn.execute(
            "insert into providers (org_id, provider_id, kind, name_zh, name_en, address, phone, updated_at)"
            " values ($1, $2, 'school_room', '阳光辅导站', 'Room', '1', '1', $3)",
            *(ORG, provider, now),
        )
        await conn.execute(
            "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
            " values ($1, $2, 2026, '七年级', '七年级(1)班', 'BENCHAA', $3)",
            *(ORG, class_id, now),
        )
        return [await _family(conn, n, provider, class_id, now) for n in range(count)]
    finally:
        await conn.close()


async def add_organisation(superuser_url: str, families: list[Family]) -> None:
    """Gives each family a second child, in a second school."""
    conn = await asyncpg.connect(superuser_url)
    now, class_id = datetime.now(UTC), uuid7()
    try:
        await conn.execute(
            "insert into orgs (org_id, kind, name_zh, name_en) values ($1, 'school', '二校', 'Second')", OTHER_ORG
        )
        await conn.execute(
            "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
            " values ($1, $2, 2026, '八年级', '八年级(1)班', 'BENCHBB', $3)",
            *(OTHER_ORG, class_id, now),
        )
        for number, family in enumerate(families):
            await _second_child(conn, number, family, class_id, now)
    finally:
        await conn.close()


async def _second_child(
    conn: "asyncpg.Connection[asyncpg.Record]", number: int, family: Family, class_id: UUID, now: datetime
) -> None:
    student, guardian = uuid7(), family.guardian_id
    await conn.execute("insert into accounts (account_id, created_at, updated_at) values ($1, $2, $2)", student, now)
    for account, kind in ((guardian, "guardian"), (student, "student")):
        await conn.execute(
            "insert into memberships (account_id, org_id, kind, since) values ($1, $2, $3, $4)",
            *(account, OTHER_ORG, kind, now),
        )
    await conn.execute(
        "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
        " values ($1, $2, $3, $4, '李二', 'female', $5)",
        *(OTHER_ORG, student, class_id, f"{number}", now),
    )
    await conn.execute(
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, '陈', $3)",
        OTHER_ORG,
        guardian,
        now,
    )
    await conn.execute(
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 1, $4)",
        *(OTHER_ORG, student, guardian, now),
    )


async def _family(
    conn: "asyncpg.Connection[asyncpg.Record]", number: int, provider: UUID, class_id: UUID, now: datetime
) -> Family:
    guardian, student, counsellor, room, secret = uuid7(), uuid7(), uuid7(), uuid7(), os.urandom(32)
    for account, kind in ((guardian, "guardian"), (student, "student"), (counsellor, "staff")):
        await conn.execute(
            "insert into accounts (account_id, created_at, updated_at) values ($1, $2, $2)", account, now
        )
        await conn.execute(
            "insert into memberships (account_id, org_id, kind, roles, since) values ($1, $2, $3, $4, $5)",
            *(account, ORG, kind, ["counsellor"] if kind == "staff" else [], now),
        )
    await conn.execute(
        "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
        " values ($1, $2, $3, $4, '李一', 'male', $5)",
        *(ORG, student, class_id, f"{number}", now),
    )
    await conn.execute(
        "insert into guardians (org_id, guardian_id, name, updated_at) values ($1, $2, '陈', $3)", ORG, guardian, now
    )
    await conn.execute(
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'mother', 1, $4)",
        *(ORG, student, guardian, now),
    )
    await conn.execute(
        "insert into staff (org_id, staff_id, staff_number, name, roles, updated_at) values ($1, $2, $3, '林', '{counsellor}', $4)",
        *(ORG, counsellor, f"{number}", now),
    )
    await conn.execute(
        "insert into rooms (org_id, room_id, provider_id, name, updated_at) values ($1, $2, $3, '101', $4)",
        ORG,
        room,
        provider,
        now,
    )
    for weekday in range(1, 8):
        await conn.execute(
            "insert into counsellor_hours (org_id, counsellor_id, provider_id, room_id, weekday, from_time, to_time, modes,"
            " slot_minutes, buffer_minutes, valid_from, updated_at)"
            " values ($1, $2, $3, $4, $5, $6, $7, '{in_person}', 10, 0, $8, $9)",
            *(ORG, counsellor, provider, room, weekday, time(0, 0), time(23, 50), date(2026, 1, 1), now),
        )
    await conn.execute(
        "insert into sessions (account_id, token_hash, session_id, assurance, client, shared_device, created_at, seen_at, expires_at)"
        " values ($1, $2, $3, 1, 'bench', false, $4, $4, $5)",
        *(guardian, hash_token(secret), uuid7(), now, now + timedelta(days=30)),
    )
    return Family(
        guardian_id=guardian, student_id=student, counsellor_id=counsellor, token=write_token(guardian, secret)
    )
