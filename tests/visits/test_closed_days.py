"""A day that closes: visits on it are named to the person who closes it, and cancelled with notice after a yes."""

from tests.counselling.desk import ok, slug
from tests.school_calendar.year import closed, term
from tests.visits.family import THURSDAY
from tests.visits.test_ended import School, school
from tests.visits.test_followed import team, town
from tests.world import Person

__all__ = ["school", "team", "town"]
ROW = (
    "insert into school_calendar_entries (org_id, batch_id, kind, first_day, last_day, name, created_at)"
    " values ($1, uuidv7(), 'closed', $2, $2, 'x', $3)"
)


async def test_visits_on_a_day_that_closes_are_named_and_then_cancelled_with_notice(
    school: School, team: tuple[Person, ...]
) -> None:
    family, town, world = school.family, school.town, school.family.world
    visit = await family.agreed(THURSDAY, *team)
    await town.work()
    client, path = world.client(world.people.north_admin), f"/orgs/{family.org_id}/school-calendar/entries"
    body = {"entries": [closed(THURSDAY.date().isoformat())]}
    refused = await client.post(path, json=body)
    assert slug(refused) == (409, "calendar-days-taken")
    assert "lin: 1 visit, wang: 1 visit." in refused.json()["detail"]
    assert await school.state(visit) == ("confirmed", None)
    await ok(await client.post(path, json=body, params={"cancelStanding": "true"}), 201)
    assert await school.state(visit) == ("cancelled", "closed")
    assert await school.taken() == set()
    await town.work()
    assert (await town.told())["visit_closed"] == {"mother", "father", "wang", "lin"}


async def test_a_proposal_is_cancelled_too_and_a_vacation_cancels_no_visit(
    school: School, team: tuple[Person, ...]
) -> None:
    family, world = school.family, school.family.world
    visit = await family.propose(THURSDAY, *team)
    client, path = world.client(world.people.north_admin), f"/orgs/{family.org_id}/school-calendar/entries"
    terms = term("2026-09-01", "2026-11-20"), term("2027-02-22", "2027-07-05", "第二学期")
    await ok(await client.post(path, json={"entries": [*terms]}), 201)
    assert await school.state(visit) == ("proposed", None)
    body = {"entries": [closed(THURSDAY.date().isoformat())]}
    assert slug(await client.post(path, json=body)) == (409, "calendar-days-taken"), "a vacation that becomes closed"
    await ok(await client.post(path, json=body, params={"cancelStanding": "true"}), 201)
    assert await school.state(visit) == ("cancelled", "closed")


async def test_a_visit_that_was_proposed_while_its_day_closed_is_cancelled_by_what_follows_it(
    school: School, team: tuple[Person, ...]
) -> None:
    family, world = school.family, school.family.world
    visit = await family.propose(THURSDAY, *team)
    await world.sql(family.org_id, ROW, family.org_id, THURSDAY.date(), world.now)
    await school.town.work()
    assert await school.state(visit) == ("cancelled", "closed")
