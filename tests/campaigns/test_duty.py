"""How far the visit is that is due to each student, and what happens to a campaign when people change (V1-V4, V7)."""

from datetime import timedelta
from typing import Any

from api.core import access
from api.core.clock import FixedClock
from api.core.parts import EndedPart, end
from api.core.services import Services
from api.core.unit_of_work import unit_of_work_as
from tests.campaigns.test_campaigns import opened, path
from tests.counselling.desk import ok, slug
from tests.visits.family import DAY, THURSDAY, Family, log, record
from tests.world import Person, World


async def screen(world: World, by: Person, campaign_id: str) -> dict[str, Any]:
    return await ok(await world.client(by).get(path(world, campaign_id)))


async def standing(world: World, campaign_id: str, name: str = "ming") -> tuple[str, str | None]:
    found = await screen(world, world.people.wang, campaign_id)
    [one] = [s for s in found["students"] if s["name"] == name]
    return one["standing"], one["at"]


async def test_a_students_visit_from_owed_to_done(world: World, clock: FixedClock) -> None:
    who = world.people
    family = Family(world, world.north, who.ming, who.wang)
    campaign_id = (await opened(world, who.wang))["campaignId"]
    assert await standing(world, campaign_id) == ("owed", None)
    visit = await family.propose(THURSDAY)
    assert await standing(world, campaign_id) == ("planned", "2026-11-26T11:00:00Z")
    await ok(await family.do(who.mother, visit, "confirm"))
    assert (await standing(world, campaign_id))[0] == "confirmed"
    assert (await screen(world, who.wang, campaign_id))["progress"]["toRecord"] == 0
    clock.advance(THURSDAY - clock.now())
    assert (await standing(world, campaign_id))[0] == "confirmed"  # it waits for its record
    assert (await screen(world, who.wang, campaign_id))["progress"]["toRecord"] == 1
    await ok(await family.do(who.wang, visit, "missed", 2))
    assert await standing(world, campaign_id) == ("missed", "2026-11-26T11:00:00Z")
    visit = await family.agreed(THURSDAY + DAY, who.wang, who.gao, mode="video")
    clock.advance(DAY)
    await ok(await family.do(who.wang, visit, "record", 2, **record()))
    assert (await standing(world, campaign_id))[0] == "done"
    found = await screen(world, who.wang, campaign_id)
    assert (found["visits"], found["visitsByLeaders"]) == (1, 1)  # V4: gao leads the school
    assert found["days"] == [{"on": "2026-11-27", "visits": 1}]
    assert [(v["name"], v["visits"]) for v in found["visitors"]] == [("wang", 1)]
    assert (found["progress"]["done"], found["progress"]["owed"], found["progress"]["contacted"]) == (1, 1, 1)
    await world.operate(
        world.north,
        "update students set support = '{poverty}' where org_id = $1 and student_id = $2",
        *(world.north, who.ming.account_id),
    )
    assert (await standing(world, campaign_id))[0] == "missed"  # V2: on-site alone counts for a key student
    found = await screen(world, who.wang, campaign_id)
    assert (found["progress"]["onsiteOwed"], found["classes"][0]["onsiteOwed"]) == (1, 1)
    assert [s["name"] for s in found["students"] if s["byVideo"]] == ["ming"]
    # First screen, class and campaign count alike: who is not done is still to be visited.
    own = await ok(await world.client(who.wang).get(f"/orgs/{world.north}/classes/{world.north_a}/coverage"))
    [home] = [o for o in (await ok(await world.client(who.wang).get("/me/home")))["orgs"] if o["orgId"] == world.north]
    left = found["progress"]["students"] - found["progress"]["done"]
    assert (own["visited"], own["owed"], home["visitsOwed"]) == (found["progress"]["done"], left, left) == (0, 2, 2)
    [listed] = await ok(await world.client(who.wang).get(path(world)))
    assert (listed["students"], listed["done"]) == (2, 0)


async def test_contacts_of_the_term_count(world: World, clock: FixedClock) -> None:
    who = world.people
    family = Family(world, world.north, who.ming, who.wang)
    campaign_id = (await opened(world, who.wang))["campaignId"]
    await ok(await log(family, who.wang, who.ming), 201)
    assert (await screen(world, who.wang, campaign_id))["progress"]["contacted"] == 1
    clock.advance(timedelta(days=80))  # the second term
    assert (await screen(world, who.wang, campaign_id))["progress"]["contacted"] == 0


async def test_a_student_who_leaves_or_joins_the_class_does_so_here(world: World) -> None:
    who = world.people
    campaign_id = (await opened(world, who.wang))["campaignId"]
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.operate(world.north, move, world.north, who.jun.account_id, world.north_a)
    await world.operate(world.north, move, world.north, who.ming.account_id, world.north_b)
    found = await screen(world, who.gao, campaign_id)
    assert {s["name"] for s in found["students"]} == {"hong", "jun"}


async def test_a_campaign_passes_to_the_new_class_teacher(world: World, services: Services) -> None:
    """The old one reads it no more from that moment, though they visit elsewhere in the school."""
    who = world.people
    campaign_id = (await opened(world, who.wang))["campaignId"]
    org_id = world.north
    await world.operate(
        org_id,
        "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2 and ended_at is null",
        *(org_id, world.north_a, world.now),
    )
    await world.operate(
        org_id,
        "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)",
        *(org_id, world.north_a, who.lin.account_id, world.now),
    )
    replaced = EndedPart(
        account_id=who.wang.account_id,
        part="class_teacher",
        how="replaced",
        class_id=world.north_a,
        successor_id=who.lin.account_id,
    )
    async with unit_of_work_as(services, access.system(org_id), world.now) as uow:
        await end(uow, "test", None, [replaced])
    found = await screen(world, who.lin, campaign_id)
    assert (found["version"], found["canEdit"]) == (2, True)
    assert {v["name"]: len(v["hours"]) for v in found["visitors"]} == {"lin": 0}
    assert slug(await world.client(who.wang).get(path(world, campaign_id))) == (404, "not-found")


async def test_who_left_the_school_visits_no_more(world: World, services: Services) -> None:
    who = world.people
    made = await opened(world, who.gao)
    await world.operate(
        world.north,
        "update staff set ended_at = $3 where org_id = $1 and staff_id = $2",
        *(world.north, who.wang.account_id, world.now),
    )
    left = EndedPart(account_id=who.wang.account_id, part="staff", how="left")
    async with unit_of_work_as(services, access.system(world.north), world.now) as uow:
        await end(uow, "test", None, [left])
    found = await screen(world, who.gao, made["campaignId"])
    assert (found["visitors"], found["version"]) == ([], 2)
    rows = await world.sql(world.north, "select staff_id from campaign_hours where org_id = $1", world.north)
    assert rows == []
