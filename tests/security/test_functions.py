"""Every function of the database, called as the app role with foreign arguments: it is refused, or does nothing to anybody.

What an injection in a feature could call is exactly this. A function that answers or changes something stands in `OPEN` with its reason.
"""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from api.core import db
from api.core.db import Conn
from tests.servers import Database
from tests.world import World

OPEN = {
    "org_entered": "says which organisation was entered, and no more",
    "claim_take": "takes time in the name of the entered organisation; a taken span is refused by a constraint",
    "claim_move": "as claim_take; releases claims of the entered organisation alone",
    "claim_move_held": "as claim_move",
    "claims_hand_over": "as claim_move: claims of the entered organisation alone; it names those of the caller's that found no place",
    "claim_busy": "says when somebody is taken, never by whom or why: booking needs it across organisations",
    "claim_taken": "as claim_busy, for one subject and one instant",
    "administrators_here": "names administrators of the entered organisation, as its own roster does; besides, who was one, by whose word they are here, and who of them came or changed lately",
    "login_keys_kept": "says of a login key, which the server's key alone makes, that nobody else is given it now: adding a person tells the same by refusing",
    "officers_settled": "names officers of the entered organisation, as its own roster does; besides, who of them came or changed lately",
    "memberships_entered": "says what somebody is in the entered organisation: its own roster says the same",
}
"""Functions of the app role that answer or change something for foreign arguments."""
DOOR = {
    *(
        "session_add",
        "session_end",
        "session_replace",
        "session_proved",
        "credential_set_secret",
        "credential_get",
        "login_find",
        "pin_set",
        "pin_get",
        "pin_end",
    ),
    *(
        "totp_pending_set",
        "totp_pending_confirm",
        "passkey_put",
        "account_set_email",
        "feed_set",
        "device_put",
        "login_code_put",
    ),
}
"""A few of those that the app role may not even call."""
PLANTED = (
    """create function planted_read(p_account uuid) returns text language sql security definer set search_path = public, pg_temp
    as $$ select m.kind from memberships m where m.account_id = p_account limit 1 $$""",
    """create function planted_write(p_account uuid) returns void language sql security definer set search_path = public, pg_temp
    as $$ update memberships set administrator = true where account_id = p_account $$""",
    """create function planted_refused(p_account uuid) returns text language sql security definer set search_path = public, pg_temp
    as $$ select m.kind from memberships m where m.account_id = p_account limit 1 $$""",
    "grant execute on function planted_read(uuid), planted_write(uuid) to xinqiao_app",
    "revoke execute on function planted_refused(uuid) from public",
)
"""Functions that somebody could add by mistake."""
SELECT_FUNCTIONS = """
select p.proname as name, p.proretset as many, p.prokind::text as kind,
  array(select t.typname::text from unnest(p.proargtypes) with ordinality a (t, n) join pg_type t on t.oid = a.t order by a.n) as types,
  coalesce(p.proargnames[1:p.pronargs], '{}') as names,
  has_function_privilege('xinqiao_app', p.oid, 'execute') as granted
from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proowner = 'xinqiao_owner'::regrole order by p.proname
"""
SELECT_TABLES = "select tablename::text as name from pg_tables where schemaname = 'public' order by 1"


@pytest.fixture
async def bare(database: Database) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    """A connection as the app role, without anything of ours around it."""
    conn = await asyncpg.connect(database.app_url)
    yield conn
    await conn.close()


async def functions(world: World) -> list[Any]:
    async with db.transaction(world.operator, db.PLATFORM) as conn:
        return await conn.fetch(SELECT_FUNCTIONS)


async def everything(world: World) -> dict[str, Any]:
    """All rows of all tables, as one number for each table."""
    async with db.transaction(world.operator, db.PLATFORM) as conn:
        names = [row["name"] for row in await conn.fetch(SELECT_TABLES)]
        sums = {n: f"select count(*), sum(hashtextextended(t::text, 0)::numeric) from {n} t" for n in names}
        return {name: tuple(await conn.fetchrow(sql)) for name, sql in sums.items()}


def argument(name: str, kind: str, foreign: UUID, org_id: int, now: datetime) -> Any:
    """Something to pass: another person, secrets nobody knows, the end of all time."""
    by_name = {
        "p_kind": "staff",
        "p_source": "visit",
        "p_org": org_id,
        "p_clients": [org_id],
        "p_key": "k" * 16,
        "p_assurance": 2,
        "p_purpose": "sign-in",
        "p_language": "en",
    }
    by_kind = {
        "uuid": foreign if "account" in name or "student" in name else uuid4(),
        "_uuid": [foreign],
        "bytea": b"x" * 32,
        "_bytea": [b"x" * 32],
        "timestamptz": now,
        "_timestamptz": [now],
        "text": "text",
        "_text": ["sms"],
        "bool": True,
        "int2": 1,
        "int4": 1,
        "int8": 1,
        "_int4": [1],
        "_int8": [org_id],
        "time": now.time(),
        "date": now.date(),
    }
    return (
        by_name[name]
        if (name in by_name and kind in {"text", "int4", "int8", "_int8"}) or (name == "p_key" and kind == "text")
        else by_kind[kind]
    )


async def call(conn: Conn, function: Any, args: list[Any]) -> str:
    """What came of it: `refused`, `nothing`, or what it answered."""
    places = ", ".join(f"${n}" for n in range(1, len(args) + 1))
    try:
        rows = await conn.fetch(f"select * from {function['name']}({places})", *args)
    except asyncpg.InsufficientPrivilegeError:
        return "refused"
    answers = [value for row in rows for value in row.values() if value not in (None, "", 0, False, [], b"")]
    return f"answered {answers}" if answers else "nothing"


async def walk(
    world: World, bare: "asyncpg.Connection[asyncpg.Record]", *, entered: bool
) -> tuple[dict[str, str], list[str]]:
    """Calls everything: the functions that answered or were not refused, and the tables that changed."""
    before, mother = await everything(world), world.people.lei_father.account_id
    found, power = await functions(world), dict[str, str]()
    for function in found:
        if function["kind"] == "p" or function["name"] in OPEN:
            continue
        args = [
            argument(n, t, mother, world.south, world.now)
            for n, t in zip(function["names"], function["types"], strict=True)
        ]
        transaction = bare.transaction()
        await transaction.start()
        if entered:
            await bare.execute(f"set local app.org_id = '{world.north}'")
            await bare.execute(f"set local app.account_id = '{world.people.wang.account_id}'")
        came = await call(bare, function, args)
        await (transaction.rollback() if came == "refused" else transaction.commit())
        if came.startswith("answered") or (came == "nothing" and not function["granted"]):
            power[function["name"]] = came
    after = await everything(world)
    changed = sorted(name for name in before if before[name] != after[name])
    return power, changed


@pytest.mark.parametrize("entered", [False, True])
async def test_no_function_gives_the_app_role_power_over_others(
    world: World, bare: "asyncpg.Connection[asyncpg.Record]", *, entered: bool
) -> None:
    assert await walk(world, bare, entered=entered) == ({}, [])


@pytest.fixture
async def planted(world: World) -> AsyncGenerator[None]:
    """The planted functions, gone again for the tests after."""
    async with db.transaction(world.operator, db.PLATFORM) as conn:
        for statement in PLANTED:
            await conn.execute(statement)
    yield
    async with db.transaction(world.operator, db.PLATFORM) as conn:
        await conn.execute("drop function planted_read(uuid), planted_write(uuid), planted_refused(uuid)")


@pytest.mark.usefixtures("planted")
@pytest.mark.parametrize("entered", [False, True])
async def test_the_walk_finds_planted_functions(
    world: World, bare: "asyncpg.Connection[asyncpg.Record]", *, entered: bool
) -> None:
    """One reads what is another person's, one gives them a right; a third is refused, and is not named."""
    assert await walk(world, bare, entered=entered) == ({"planted_read": "answered ['guardian']"}, ["memberships"])


async def test_the_list_of_open_functions_is_of_today(world: World) -> None:
    granted = {f["name"] for f in await functions(world) if f["granted"]}
    assert set(OPEN) <= granted
    assert granted & DOOR == set()


async def test_nothing_of_an_organisation_works_without_one(
    world: World, bare: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    mother = world.people.mother.account_id
    for function in await functions(world):
        if function["kind"] == "p" or not function["granted"] or function["name"] not in OPEN:
            continue
        args = [
            argument(n, t, mother, world.south, world.now)
            for n, t in zip(function["names"], function["types"], strict=True)
        ]
        if function["name"] not in {"claim_busy", "claim_taken"}:
            assert await call(bare, function, args) == "refused", function["name"]
