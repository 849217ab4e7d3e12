"""A school of guardians with a phone each, for the benches of broadcasts."""

from datetime import UTC, datetime, timedelta

import asyncpg

from api.core import config
from api.core.db import uuid7
from api.core.sealing import Sealer
from schemas.messages.audiences import Audience
from schemas.messages.broadcasts import BroadcastNew
from schemas.messages.templates import NoParams
from tests.bench.people import ORG
from tests.bench.stage import Stage

PEOPLE = 3000
_MIDNIGHT = datetime.min.time()


async def add_people(conn: "asyncpg.Connection[asyncpg.Record]", ready: Stage) -> None:
    """Guardians of one school, each with one child and one phone that takes pushes."""
    sealer, now = Sealer(config.load(ready.env).master_key), datetime.now(UTC)
    class_id = await conn.fetchval("select class_id from classes where org_id = $1", ORG)
    pairs = [(uuid7(), uuid7()) for _ in range(PEOPLE)]
    everybody = [account for pair in pairs for account in pair]
    await conn.execute("set session_replication_role = replica")
    tables = {
        "accounts account_id created_at updated_at quiet_from quiet_to": [(a, now, now, _MIDNIGHT, _MIDNIGHT) for a in everybody],
        "memberships account_id org_id kind since": [(a, ORG, kind, now) for p in pairs for a, kind in zip(p, ("guardian", "student"), strict=True)],
        "guardians org_id guardian_id name updated_at": [(ORG, g, "陈", now) for g, _ in pairs],
        "students org_id student_id class_id student_number name sex updated_at": [(ORG, s, class_id, f"P{n}", "李", "male", now) for n, (_, s) in enumerate(pairs)],
        "guardianships org_id student_id guardian_id relation contact_order updated_at": [(ORG, s, g, "mother", 1, now) for g, s in pairs],
        "devices account_id device_id kind address_hash address_sealed name created_at seen_at": [
            (g, uuid7(), "fcm", sealer.name("device", f"phone:{g}"), sealer.seal_contact("device", g, f"phone:{g}"), "phone", now, now) for g, _ in pairs
        ],
    }  # fmt: skip
    for names, rows in tables.items():
        table, *columns = names.split()
        await conn.copy_records_to_table(table, records=rows, columns=columns)
    await conn.execute("set session_replication_role = origin")
    await conn.execute("update orgs set fcm_enabled = true where org_id = $1", ORG)
    await conn.execute("update staff set roles = '{school_admin}' where org_id = $1", ORG)
    await conn.execute("update memberships set roles = '{school_admin}' where org_id = $1 and kind = 'staff'", ORG)
    await conn.execute(
        "delete from guardianships where org_id = $1 and not guardian_id = any ($2)", ORG, [g for g, _ in pairs]
    )


def broadcast() -> BroadcastNew:
    """Something to tell every guardian."""
    broadcast_id = uuid7()
    return BroadcastNew(
        broadcast_id=broadcast_id,
        key=f"bench:{broadcast_id}",
        template="something_waits",
        params=NoParams(),
        importance="normal",
        audience=Audience(groups=("school",), parts=("guardian",)),
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
