"""A city's phones and the push service that shows on them what it takes."""

from collections import Counter
from datetime import datetime
from uuid import UUID
from zlib import crc32

import asyncpg
import msgspec

from api.core.db import uuid7
from api.core.sealing import Sealer
from tests.bench.google import Body, Google, Push
from tests.conftest import NOON

SCHOOL = 2000
"""Guardians of one school."""
UNAVAILABLE = b"\x08\x03503"
"""`:status: 503`: a literal without indexing (RFC 7541 §6.2.2), named by the static table."""
_REFUSAL = b'{"error":{"code":503,"message":"The service is currently unavailable.","status":"UNAVAILABLE"}}'
_MIDNIGHT = datetime.min.time()


class Phones(Google):
    """FCM with the screens of the phones behind it. `unlucky`: whose next push is taken and answered 503 all the same.

    A notification takes the place of the one with its tag (Android), its collapse id (iPhone) or its topic (browser), and stands below
    any other. A third of the phones are each.
    """

    def __init__(self, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self.screens: dict[str, Counter[str]] = {}
        self.unlucky: set[str] = set()

    def answer(self, body: bytes) -> tuple[bytes, bytes]:
        taken, push = super().answer(body), msgspec.json.decode(body, type=Body).message
        self.screens.setdefault(push.token, Counter())[_place(push)] += 1
        if push.token in self.unlucky:
            self.unlucky.discard(push.token)
            return UNAVAILABLE, _REFUSAL
        return taken

    def shown(self) -> Counter[int]:
        """How many phones show so many notifications."""
        return Counter(len(screen) for screen in self.screens.values())


def _place(push: Push) -> str:
    kind = crc32(push.token.encode()) % 3
    if kind == 0:
        return msgspec.json.decode(push.android)["notification"]["tag"]
    headers = msgspec.json.decode(push.apns if kind == 1 else push.webpush)["headers"]
    return headers["apns-collapse-id" if kind == 1 else "Topic"]


async def add_city(
    conn: "asyncpg.Connection[asyncpg.Record]", sealer: Sealer, people: int
) -> list[tuple[int, list[UUID]]]:
    """Schools of guardians with a child and a phone each, by a superuser's connection: the number of each school, and its guardians."""
    await conn.execute("set session_replication_role = replica")
    schools = [
        (org_id, await _school(conn, sealer, org_id, min(SCHOOL, people - first)))
        for org_id, first in enumerate(range(0, people, SCHOOL), 5000)
    ]
    await conn.execute("set session_replication_role = origin")
    await conn.execute("analyze")
    return schools


async def _school(conn: "asyncpg.Connection[asyncpg.Record]", sealer: Sealer, org_id: int, people: int) -> list[UUID]:
    class_id, pairs = uuid7(), [(uuid7(), uuid7()) for _ in range(people)]
    everybody = [account for pair in pairs for account in pair]
    tables = {
        "orgs org_id kind name_zh name_en channels fcm_enabled": [(org_id, "school", "学校", "School", ["fcm"], True)],
        "classes org_id class_id school_year grade name code updated_at": [(org_id, class_id, 2026, "七年级", "A", "ABCDEF", NOON)],
        "accounts account_id created_at updated_at quiet_from quiet_to": [(a, NOON, NOON, _MIDNIGHT, _MIDNIGHT) for a in everybody],
        "memberships account_id org_id kind since": [(a, org_id, kind, NOON) for p in pairs for a, kind in zip(p, ("guardian", "student"), strict=True)],
        "guardians org_id guardian_id name updated_at": [(org_id, g, "陈", NOON) for g, _ in pairs],
        "students org_id student_id class_id student_number name sex updated_at": [(org_id, s, class_id, f"P{n}", "李", "male", NOON) for n, (_, s) in enumerate(pairs)],
        "guardianships org_id student_id guardian_id relation contact_order updated_at": [(org_id, s, g, "mother", 1, NOON) for g, s in pairs],
        "devices account_id device_id kind address_hash address_sealed name created_at seen_at": [
            (g, uuid7(), "fcm", sealer.name("device", token(g)), sealer.seal_contact("device", g, token(g)), "phone", NOON, NOON) for g, _ in pairs
        ],
    }  # fmt: skip
    for names, rows in tables.items():
        table, *columns = names.split()
        await conn.copy_records_to_table(table, records=rows, columns=columns)
    return [guardian for guardian, _ in pairs]


def token(guardian: UUID) -> str:
    """The registration token of a guardian's phone."""
    return f"phone:{guardian}"
