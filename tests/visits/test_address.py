"""Where the family lives, for a time."""

from typing import Any

import msgspec
import pytest

from api.core import audit, db
from api.core.clock import FixedClock
from api.core.config import Config
from api.core.sealing import Sealer
from api.core.services import Services
from api.core.vault import Vault
from api.roster.snapshot import home_place
from schemas.roster.rows import Home
from tests.by_mail import by_mail
from tests.counselling.desk import ok, slug
from tests.servers import Database
from tests.visits.family import DAY, HOUR, THURSDAY, Family, stands_nowhere

ADDRESS = "滨江路88号3单元"


async def settle(family: Family, vault: Vault, address: str = ADDRESS) -> None:
    """Gives the student a home, as the roster seals it."""
    at = home_place(family.student.account_id)
    home = msgspec.json.encode(Home(address=address, longitude=115.5, latitude=25.5))
    sealed = (await vault.seal_fields(family.org_id, {at: home}))[at]
    await family.world.sql(
        family.org_id,
        "update students set home_sealed = $3 where org_id = $1 and student_id = $2",
        *(family.org_id, family.student.account_id, sealed),
    )


async def test_the_team_sees_where_to_go_from_the_evening_before(
    family: Family, services: Services, clock: FixedClock, pool: db.Pool, config: Config
) -> None:
    world, who = family.world, family.world.people
    await settle(family, services.vault)
    visit = await family.agreed(THURSDAY, who.lin)
    mail = await by_mail(world, services.sealer, who.father)
    early = await family.get(who.lin, visit, "/family")
    assert slug(early) == (409, "family-not-yet")
    assert "Wed 25 Nov, 18:00" in early.text
    evening = THURSDAY - DAY - HOUR
    clock.advance(evening - clock.now() - HOUR / 3600)
    assert slug(await family.get(who.lin, visit, "/family")) == (409, "family-not-yet")
    clock.advance(HOUR / 3600)
    answer = await family.get(who.lin, visit, "/family")
    seen = await ok(answer)
    assert (seen["address"], seen["longitude"], seen["until"]) == (ADDRESS, 115.5, "2026-11-26T16:00:00Z")
    assert [(p["name"], p["phone"], p["mail"], p["comes"]) for p in seen["people"]] == [
        ("mother", who.mother.phone, None, True),
        ("father", None, mail, False),
    ]
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    for person in (who.wang, who.chen, who.gao):  # the class teacher is not of the team
        assert slug(await family.get(person, visit, "/family")) == (404, "not-found")
    for person in (who.mother, who.ming, who.sun, who.former_teacher):
        assert slug(await family.get(person, visit, "/family")) == (403, "forbidden")
    looks = await world.sql(
        family.org_id,
        "select account_id, record_id::text, purpose from audit_accesses where org_id = $1",
        family.org_id,
    )
    assert [tuple(r) for r in looks] == [(who.lin.account_id, visit, "family")]
    async with db.transaction(pool, family.org_id) as conn:
        assert await audit.verify(conn, Sealer(config.master_key), family.org_id) is None
    clock.advance(6 * HOUR + DAY - HOUR / 3600)
    assert (await family.get(who.lin, visit, "/family")).status_code == 200
    clock.advance(HOUR / 3600)
    assert slug(await family.get(who.lin, visit, "/family")) == (409, "family-no-more")


async def test_only_of_a_family_that_has_confirmed(family: Family, services: Services, clock: FixedClock) -> None:
    who = family.world.people
    await settle(family, services.vault)
    await family.add_availability(who.mother)
    proposed, asked = await family.propose(), await family.agreed(THURSDAY + HOUR)
    await ok(await family.do(who.mother, asked, "ask-move", 2, startsAt=(THURSDAY + 7 * DAY).isoformat()))
    gone = await family.agreed(THURSDAY - HOUR)
    await ok(await family.do(who.mother, gone, "cancel", 2))
    clock.advance(THURSDAY - clock.now() - 2 * HOUR)
    for visit in (proposed, asked, gone):
        assert slug(await family.get(who.wang, visit, "/family")) == (409, "visit-not-confirmed")


async def test_a_family_without_an_address_has_phones(family: Family, clock: FixedClock) -> None:
    visit = await family.agreed()
    clock.advance(THURSDAY - clock.now())
    seen = await ok(await family.get(family.teacher, visit, "/family"))
    assert seen["address"] is None
    assert len(seen["people"]) == 2


async def test_an_address_stands_nowhere_in_the_database(
    family: Family, services: Services, database: Database
) -> None:
    await settle(family, services.vault)
    await stands_nowhere(database, ADDRESS)


@pytest.mark.parametrize("where", [{"place": "外婆家三楼"}, {"mode": "video"}])
async def test_a_visit_that_is_not_at_home_opens_no_home(
    family: Family, services: Services, clock: FixedClock, where: dict[str, Any]
) -> None:
    """The team learns the phones, and each look is on record; nobody goes to the home."""
    who = family.world.people
    await settle(family, services.vault)
    visit = await family.agreed(THURSDAY, **where)
    clock.advance(THURSDAY - clock.now())
    seen = await ok(await family.get(who.wang, visit, "/family"))
    assert (seen["address"], seen["longitude"], seen["latitude"]) == (None, None, None)
    assert seen["people"][0]["phone"] == who.mother.phone
    assert (await ok(await family.get(who.wang, visit)))["place"] == where.get("place")
    day = await family.world.client(who.wang).get(f"/orgs/{family.org_id}/run-sheet/homes")
    homes = (await ok(day))["homes"]
    assert [h["family"]["address"] for h in homes] == ([None] if "place" in where else [])
    assert ADDRESS not in day.text
    looks = await family.world.sql(
        family.org_id,
        "select account_id, record_id::text, purpose from audit_accesses where org_id = $1",
        family.org_id,
    )
    assert {tuple(r) for r in looks} == {(who.wang.account_id, visit, "family")}
