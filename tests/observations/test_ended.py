"""Owners of open observations leave or are replaced: the next owner has them in that transaction, or the end is refused."""

from datetime import timedelta

import pytest

from api.core import parts
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.observations.errors import NobodyOwnsUrgent
from tests.jobs.city import City
from tests.observations.desk import Desk, ok, slug
from tests.observations.hours import Hours, becomes_guardian, told_bureau, urgent
from tests.observations.test_watching import ordinary
from tests.visits.test_ended import END_LEAD, END_STAFF, LEAD
from tests.world import Person

MOVE = "update students set class_id = $4 where org_id = $1 and student_id = $2 and $3::timestamptz is not null"


class School:
    """A desk, and what happens when its roster changes."""

    def __init__(self, desk: Desk, services: Services) -> None:
        self.desk, self.services = desk, services

    async def end(self, statement: str, who: Person, *ended: EndedPart, after: Person | None = None) -> None:
        """Parts end, as the import does it: the rows, then the event."""
        world, org_id = self.desk.world, self.desk.org_id
        async with system_uow(self.services, org_id) as uow:
            to = [world.north_b] if statement == MOVE else []
            await uow.conn.execute(statement, org_id, who.account_id, uow.now, *to)
            if after:
                await uow.conn.execute(LEAD, org_id, world.north_a, after.account_id, uow.now)
            await parts.end(uow, "test", None, ended)

    async def replace(self, after: Person | None) -> None:
        """Wang leads class A no more; only class B is taught by them."""
        wang = self.desk.world.people.wang
        how = "replaced" if after else "left"
        part = EndedPart(account_id=wang.account_id, part="class_teacher", how=how, class_id=self.desk.world.north_a)
        await self.end(END_LEAD, wang, part, after=after)

    async def leave(self, who: Person, *roles: str) -> None:
        """A colleague works here no more."""
        gone = [EndedPart(account_id=who.account_id, part="role", how="left", role=role) for role in roles]
        await self.end(END_STAFF, who, *gone, EndedPart(account_id=who.account_id, part="staff", how="left"))

    async def rungs(self, observation: str) -> list[str]:
        [row] = await self.desk.world.sql(
            self.desk.org_id,
            "select rungs from observations where org_id = $1 and observation_id = $2::text::uuid",
            *(self.desk.org_id, observation),
        )
        return row[0]


@pytest.fixture
def school(desk: Desk, services: Services) -> School:
    return School(desk, services)


async def test_the_next_class_teacher_owns_it_and_is_told(school: School, city: City, hours: Hours) -> None:
    desk, who = school.desk, school.desk.world.people
    observation = await ordinary(desk)
    await hours.passes()
    before = len(await desk.inbox(who.gao))
    assert await desk.listed(who.wang) == [observation]
    await school.replace(who.gao)
    await hours.passes()
    gao = await desk.world.sign_in(who.gao, assurance=2)
    await ok(await gao.get(f"{desk.reports}/{observation}/observer"))
    assert len(await desk.inbox(who.gao)) == before + 1
    assert slug(await desk.get(who.wang, observation)) == (404, "not-found")
    assert slug(await desk.get(who.wang, observation, "/observer")) in {(403, "forbidden"), (404, "not-found")}


async def test_without_a_next_one_it_goes_up_in_the_same_transaction(school: School, city: City, hours: Hours) -> None:
    desk, who = school.desk, school.desk.world.people
    observation = await ordinary(desk)
    await hours.passes()
    before = len(await desk.inbox(who.gao))
    await school.replace(None)
    assert await school.rungs(observation) == ["school"]  # nobody leads a grade here
    assert await desk.listed(who.gao) == [observation]
    await hours.passes()
    assert len(await desk.inbox(who.gao)) == before + 1


async def test_what_somebody_had_taken_up_waits_again(school: School, city: City, hours: Hours) -> None:
    desk, who = school.desk, school.desk.world.people
    observation = await ordinary(desk)
    await hours.passes()
    await ok(await desk.post(who.wang, observation, "take-up"))
    assert await desk.waiting(who.wang) == 0
    await school.replace(who.gao)
    assert await desk.waiting(who.gao) == 1
    await hours.passes()
    assert any("wait" in body for body in await desk.inbox(who.gao))


async def test_who_alone_owns_something_urgent_cannot_leave(school: School, city: City, hours: Hours) -> None:
    desk, who = school.desk, school.desk.world.people
    observation = await urgent(desk, hours)
    await school.replace(None)
    await school.leave(who.gao, "leader")
    assert await desk.listed(who.lin) == [observation]  # the counsellor is left
    with pytest.raises(NobodyOwnsUrgent):
        await school.leave(who.lin, "counsellor")
    assert await desk.listed(who.lin) == [observation]  # nothing was written
    await school.leave(who.he, "custodian")  # who owns nothing may


async def test_an_ordinary_one_that_nobody_owns_is_told_to_the_bureau(school: School, city: City, hours: Hours) -> None:
    desk, who = school.desk, school.desk.world.people
    await ordinary(desk)
    await hours.passes()
    await school.replace(None)
    for person, role in ((who.gao, "leader"), (who.lin, "counsellor")):
        await school.leave(person, role)
    await hours.passes()
    assert await told_bureau(desk, who.ou) == 1


async def test_one_who_is_blind_to_it_does_not_count(school: School, city: City, hours: Hours) -> None:
    desk, who = school.desk, school.desk.world.people
    await becomes_guardian(desk, who.gao, who.hong)
    observation = await urgent(desk, hours)
    await school.replace(None)
    with pytest.raises(NobodyOwnsUrgent):
        await school.leave(who.lin, "counsellor")
    assert await desk.listed(who.lin) == [observation]


async def test_it_follows_a_student_into_the_next_class(school: School, city: City, hours: Hours) -> None:
    desk, who = school.desk, school.desk.world.people
    observation = await ordinary(desk)
    await hours.passes()
    a, b = desk.world.north_a, desk.world.north_b
    moved = EndedPart(account_id=who.hong.account_id, part="student", how="moved_class", class_id=a, to_class_id=b)
    await school.end(MOVE, who.hong, moved)
    assert await desk.listed(who.chen) == [observation]
    chen = await desk.world.sign_in(who.chen, assurance=2)
    await ok(await chen.get(f"{desk.reports}/{observation}/observer"))


async def test_a_dry_run_counts_nothing_of_a_report_that_names_who_asks(
    school: School, city: City, hours: Hours
) -> None:
    desk, who = school.desk, school.desk.world.people
    await ordinary(desk)
    await desk.filed(who.ming, studentId=str(who.hong.account_id), aboutStaffId=str(who.north_admin.account_id))
    await hours.passes()
    admin = await desk.world.sign_in(who.north_admin, assurance=2)
    wang = f"/orgs/{desk.org_id}/roster/staff/{who.wang.account_id}"
    etag = (await admin.get(wang)).headers["etag"]
    day = f"{desk.world.now + timedelta(days=2):%Y-%m-%d}"
    body = {"firstDay": day, "lastDay": day, "standInId": str(who.chen.account_id)}
    answer = await admin.put(f"{wang}/leave", json=body, headers={"if-match": etag}, params={"dryRun": True})
    counted = {"kind": "concern", "count": 1, "names": [], "colleagues": [{"name": "wang", "count": 1}]}
    assert counted in (await ok(answer))["touched"]
