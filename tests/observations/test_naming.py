"""An officer names who owns a case that its school lacks an owner for, and reads nothing of it."""

from typing import Any

import httpx
import pytest

from api.core import db
from tests.observations.desk import Desk, ok, slug
from tests.observations.hours import TEN, Hours, becomes_guardian, leaves, urgent
from tests.observations.test_bureau import Office
from tests.world import Person


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


async def _raised(desk: Desk, hours: Hours) -> str:
    """An urgent report that stands at the school alone; then everybody there leaves, and Chen leads the grade."""
    who = desk.world.people
    await leaves(desk, who.wang, who.he)
    observation = await urgent(desk, hours)
    await leaves(desk, who.lin, who.gao)
    await desk.give_role(who.chen, "grade_lead")
    await hours.passes(TEN)
    return observation


async def names(office: Office, observation: str, person: Person, by: Person | None = None) -> httpx.Response:
    client = office.desk.world.client(by or office.ou)
    return await client.post(office.of(observation) + "/owner", json={"staffId": str(person.account_id)})


async def offered(office: Office, observation: str) -> list[tuple[str, str]]:
    found: list[dict[str, Any]] = await ok(await office.get(observation, "/owners"))
    return [(one["name"], one["rung"]) for one in found]


async def looks(desk: Desk) -> int:
    """How often somebody looked into something confidential of the school."""
    statement = "select count(*) from audit_accesses where org_id = $1"
    [(count,)] = await desk.world.operate(desk.org_id, statement, desk.org_id)
    return count


async def test_an_officer_names_an_owner_and_reads_nothing(desk: Desk, hours: Hours, office: Office) -> None:
    who = desk.world.people
    observation = await _raised(desk, hours)
    before = await looks(desk)
    assert await desk.listed(who.chen) == [], "nothing goes to a rung below by itself"
    answer = await office.get(observation, "/owners")
    assert [(one["name"], one["rung"]) for one in await ok(answer)] == [("chen", "grade")]
    assert "hong" not in answer.text, "no child"
    assert (await names(office, observation, who.chen)).status_code == 204
    assert await looks(desk) == before
    await hours.passes()
    assert await desk.listed(who.chen) == [observation]
    assert any("urgent" in body for body in await desk.inbox(who.chen)), "told at once"
    case = await ok(await desk.get(who.chen, observation))
    assert [(step["kind"], step["byName"]) for step in case["steps"]] == [("owner_named", "ou")]
    for what in ("", "/owners"):
        assert (await office.get(observation, what)).status_code == 404, "the school has its owner"
    assert (await names(office, observation, who.chen)).status_code == 404
    assert await office.listed() == []


async def test_nobody_whom_it_concerns_is_offered(desk: Desk, hours: Hours, office: Office) -> None:
    who, world = desk.world.people, desk.world
    observation = await _raised(desk, hours)
    for person in (who.wang, who.lin, who.north_admin, who.ming):
        assert slug(await names(office, observation, person)) == (409, "owner-not-free"), person.name
    appoint = "update staff set appointed_by = $3 where org_id = $1 and staff_id = $2"
    mark = "update observations set conflicts = $2 where org_id = $1"
    sealer = hours.city.services.sealer
    marks = [sealer.mark("conflict", desk.org_id, who.north_admin.account_id)]
    async with db.transaction(world.operator, desk.org_id) as conn:
        await conn.execute(mark, desk.org_id, marks)
    assert await offered(office, observation) == [("chen", "grade")]
    await world.sql(desk.org_id, appoint, desk.org_id, who.chen.account_id, who.north_admin.account_id)
    assert await offered(office, observation) == [], "whom the accused appointed"
    await world.sql(desk.org_id, appoint, desk.org_id, who.chen.account_id, None)
    await becomes_guardian(desk, who.chen, who.hong)
    barred = "update guardianships set ended_at = $3, barred = true where org_id = $1 and guardian_id = $2"
    await world.operate(desk.org_id, barred, desk.org_id, who.chen.account_id, world.now)
    assert await offered(office, observation) == [], "whom a court keeps from the child"
    assert slug(await names(office, observation, who.chen)) == (409, "owner-not-free")


async def test_who_may_not_open_it_names_nobody(desk: Desk, hours: Hours, office: Office) -> None:
    who = desk.world.people
    observation = await _raised(desk, hours)
    assert (await names(office, observation, who.chen, by=who.north_admin)).status_code == 403
    weak = await desk.world.sign_in(office.ou, assurance=1)
    assert slug(await weak.get(office.of(observation) + "/owners")) == (403, "step-up-needed")
    await becomes_guardian(desk, office.ou, who.hong)
    assert (await names(office, observation, who.chen)).status_code == 404, "an officer who is a party"
