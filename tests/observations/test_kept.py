"""Colleagues who are recorded as guardians of a reported child, or barred from it: what they could read does not lose its last reader unsaid."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from api.cli import doctor_bureaus
from api.core import db, parts
from api.core.parts import EndedPart
from api.core.unit_of_work import system_uow
from api.observations.errors import NobodyForSchools
from tests.jobs.city import City
from tests.observations.desk import Desk, ok, slug
from tests.observations.hours import TEN, Hours, becomes_guardian, urgent
from tests.observations.test_watching import ordinary
from tests.visits.test_ended import END_STAFF
from tests.world import Person
from tests.world_rows import add_memberships, add_staff

ORDER = {"orderedOn": "2026-11-20", "paper": "青禾区法院 (2026) 民初 124 号"}


class Ties:
    """What the administrator records about Hong."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.path = f"/orgs/{desk.org_id}/roster/students/{desk.world.people.hong.account_id}"

    async def send(self, what: str, body: Any = None, *, dry: bool = False) -> httpx.Response:
        admin = await self.desk.world.sign_in(self.desk.world.people.north_admin, assurance=2)
        seen = (await ok(await admin.get(self.path)))["version"]
        headers = {"if-match": f'"v{seen}"'}
        params = {"dryRun": True} if dry else {}
        return await admin.post(f"{self.path}/guardians{what}", json=body, headers=headers, params=params)

    async def tie(self, *people: Person, dry: bool = False) -> list[dict[str, Any]]:
        """They are recorded as Hong's guardians. What the answer says is touched."""
        touched: list[dict[str, Any]] = []
        for person in people:
            body = {"name": person.name, "phone": person.phone, "relation": "other", "contactOrder": 5}
            touched += (await ok(await self.send("", body, dry=dry)))["touched"]
        return touched

    async def end(self, person: Person) -> None:
        await ok(await self.send(f"/{person.account_id}/end"))

    async def bar(self, person: Person) -> None:
        await ok(await self.send(f"/{person.account_id}/bar", ORDER))


@pytest.fixture
def ties(desk: Desk) -> Ties:
    return Ties(desk)


async def later(desk: Desk, hours: Hours, time: timedelta) -> None:
    """Time passes; who signs in does so then."""
    await hours.passes(time)
    desk.world.now = hours.clock.now()


async def told(desk: Desk, officer: Person, what: str = "Something waits") -> int:
    """How often an officer was told that nobody at the school can take something."""
    inbox = await ok(await (await desk.world.sign_in(officer, assurance=2)).get("/me/inbox"))
    return sum(f"{what} at North, and nobody there can take it" in item["body"] for item in inbox["items"])


async def readers(desk: Desk, observation: str) -> set[str]:
    """Who of the school sees it."""
    who = desk.world.people
    found: set[str] = set()
    for one in (who.wang, who.lin, who.gao):
        answer = await (await desk.world.sign_in(one, assurance=2)).get(f"{desk.reports}/{observation}")
        assert answer.status_code in {200, 404}
        found |= {one.name} if answer.status_code == 200 else set()
    return found


async def test_an_ordinary_one_goes_up_when_its_owners_become_guardians(ties: Ties, city: City, hours: Hours) -> None:
    desk, who = ties.desk, ties.desk.world.people
    observation = await ordinary(desk)
    await hours.passes()
    before = len(await desk.inbox(who.lin))
    await ties.tie(who.wang)
    assert await readers(desk, observation) == {who.lin.name, who.gao.name}
    await hours.passes()
    assert len(await desk.inbox(who.lin)) == before + 1


async def test_an_ordinary_one_that_loses_its_last_reader_is_told_to_the_bureau_at_once(
    ties: Ties, city: City, hours: Hours
) -> None:
    desk, who = ties.desk, ties.desk.world.people
    observation = await ordinary(desk)
    await later(desk, hours, timedelta(days=10))  # no deadline asks any more
    await ties.tie(who.wang, who.lin, who.gao)
    assert await readers(desk, observation) == set()
    await hours.passes()
    assert await told(desk, who.ou) == 1


async def test_an_urgent_one_after_its_deadline_is_told_to_the_bureau_at_once(
    ties: Ties, city: City, hours: Hours
) -> None:
    desk, who = ties.desk, ties.desk.world.people
    observation = await urgent(desk, hours)
    await later(desk, hours, timedelta(hours=9))
    await ties.tie(who.wang, who.lin, who.gao)
    assert await readers(desk, observation) == set()
    await hours.passes()
    assert await told(desk, who.ou, "Something urgent") == 1


async def test_who_is_barred_after_the_tie_ended_is_no_reader_either(ties: Ties, city: City, hours: Hours) -> None:
    desk, who = ties.desk, ties.desk.world.people
    await ties.tie(who.wang, who.lin, who.gao)
    await ties.end(who.lin)
    observation = await urgent(desk, hours)
    await ok(await desk.get(who.lin, observation, "/first-steps"))
    await later(desk, hours, timedelta(hours=9))
    await ties.bar(who.lin)
    assert await readers(desk, observation) == set()
    await hours.passes()
    assert await told(desk, who.ou, "Something urgent") == 1


async def test_what_somebody_had_taken_up_waits_again(ties: Ties, city: City, hours: Hours) -> None:
    desk, who = ties.desk, ties.desk.world.people
    observation = await ordinary(desk)
    await hours.passes()
    await ok(await desk.post(who.wang, observation, "take-up"))
    assert await desk.waiting(who.gao) == 0
    await ties.tie(who.wang)
    assert await desk.waiting(who.gao) == 1


async def test_neither_a_refusal_nor_a_dry_run_nor_the_audit_tells_that_something_is_reported(
    ties: Ties, city: City, hours: Hours
) -> None:
    desk, who = ties.desk, ties.desk.world.people
    await ties.tie(who.wang)
    quiet = await ties.tie(who.gao, dry=True)
    observation = await urgent(desk, hours)
    await hours.passes(TEN)
    assert await ties.tie(who.lin, dry=True) == quiet
    assert await ties.tie(who.lin, who.gao) == [*quiet, *quiet]
    changed = "select 1 from audit_changes where org_id = $1 and account_id = $2 and resource_id = $3::text::uuid"
    assert await desk.world.operate(0, changed, desk.org_id, who.north_admin.account_id, observation) == []


async def test_after_it_the_last_one_cannot_leave_either(ties: Ties, city: City, hours: Hours) -> None:
    desk, who = ties.desk, ties.desk.world.people
    await urgent(desk, hours)
    await ties.tie(who.wang, who.gao)
    admin = await desk.world.sign_in(who.north_admin, assurance=2)
    lin = f"/orgs/{desk.org_id}/roster/staff/{who.lin.account_id}"
    etag = (await admin.get(lin)).headers["etag"]
    answer = await admin.post(f"{lin}/end", json={"successorId": None}, headers={"if-match": etag})
    assert slug(answer) == (409, "part-needed")


async def test_a_colleague_is_told_that_they_were_recorded_as_a_guardian(ties: Ties, city: City, hours: Hours) -> None:
    desk, who = ties.desk, ties.desk.world.people
    await ties.tie(who.lin)
    await hours.passes()
    assert sum("you see nothing confidential about that student" in body for body in await desk.inbox(who.lin)) == 1


async def add_officer(desk: Desk, person: Person) -> None:
    async with db.transaction(desk.world.operator, desk.world.bureau) as conn:
        await add_staff(conn, desk.world.bureau, person, ["officer"], desk.world.now)
        await add_memberships(conn, "staff", [person], desk.world.now)


async def nobody_is_left(ties: Ties, hours: Hours) -> str:
    """An urgent report that nobody at the school sees."""
    observation = await urgent(ties.desk, hours)
    who = ties.desk.world.people
    await ties.tie(who.wang, who.lin, who.gao)
    await hours.passes()
    return observation


@pytest.mark.parametrize("what", ["is a guardian", "is named in it"])
async def test_an_officer_who_is_a_party_is_not_the_one_who_is_told(
    ties: Ties, city: City, hours: Hours, what: str
) -> None:
    desk, who = ties.desk, ties.desk.world.people
    await add_officer(desk, who.qian)
    if what == "is a guardian":
        await becomes_guardian(desk, who.ou, who.hong)
        await nobody_is_left(ties, hours)
    else:
        mark = city.services.sealer.mark("conflict", desk.org_id, who.ou.account_id)
        observation = await urgent(desk, hours)
        named = (
            "update observations set conflicts = conflicts || $3 where org_id = $1 and observation_id = $2::text::uuid"
        )
        await desk.world.sql(desk.org_id, named, desk.org_id, observation, [mark])
        await ties.tie(who.wang, who.lin, who.gao)
        await hours.passes()
    assert (await told(desk, who.ou, "Something urgent"), await told(desk, who.qian, "Something urgent")) == (0, 1)


async def test_the_last_officer_cannot_leave_while_a_school_waits_for_one(ties: Ties, city: City, hours: Hours) -> None:
    desk, who = ties.desk, ties.desk.world.people
    await leave_bureau(city, desk, who.ou, undo=True)
    await nobody_is_left(ties, hours)
    with pytest.raises(NobodyForSchools):
        await leave_bureau(city, desk, who.ou)
    await add_officer(desk, who.qian)
    await leave_bureau(city, desk, who.ou)
    await hours.passes(TEN)
    assert await told(desk, who.qian, "Something urgent") == 1


async def leave_bureau(city: City, desk: Desk, officer: Person, *, undo: bool = False) -> None:
    """An officer leaves the bureau, as an import does it: the rows, then the event."""
    async with system_uow(city.services, desk.world.bureau) as uow:
        await uow.conn.execute(END_STAFF, desk.world.bureau, officer.account_id, uow.now)
        gone = EndedPart(account_id=officer.account_id, part="role", how="left", role="officer")
        await parts.end(uow, "test", None, [gone])
        if undo:
            back = "update staff set ended_at = null where org_id = $1 and staff_id = $2"
            await uow.conn.execute(back, desk.world.bureau, officer.account_id)


async def test_doctor_names_schools_without_an_officer_above_them(ties: Ties, city: City) -> None:
    desk, who, pool = ties.desk, ties.desk.world.people, ties.desk.world.pool
    assert desk.org_id not in {one.org_id for one in await doctor_bureaus.list_alone(pool)}
    await leave_bureau(city, desk, who.ou)
    assert {desk.org_id, desk.world.south} <= {one.org_id for one in await doctor_bureaus.list_alone(pool)}
