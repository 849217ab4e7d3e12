"""What a committee may not do: meet once it is dissolved, leave its meetings outside its term, have two chairs, name a lecture that was not held."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.counselling.desk import field, ok, slug, version
from tests.jobs.city import City
from tests.lectures.hall import HOUR, Hall
from tests.parents.matrix import MEETING, TERM
from tests.parents.test_parents import form, send
from tests.servers import Database
from tests.world import Person, World


@pytest.fixture
async def hall(world: World, services: Services, database: Database) -> Hall:
    """The northern school's lectures."""
    return Hall(world, City(services, database))


async def edit(world: World, group: Any, **more: Any) -> Any:
    path = f"/orgs/{world.north}/parent-groups/{group['groupId']}"
    now = next(
        one
        for one in (await ok(await world.client(world.people.wang).get(f"/orgs/{world.north}/parent-groups")))["groups"]
        if one["groupId"] == group["groupId"]
    )
    return await world.client(world.people.wang).put(path, json=TERM | more, headers=version(now["version"]))


async def test_a_dissolved_group_does_not_meet(world: World) -> None:
    wang = world.people.wang
    group = await form(world, wang)
    await ok(await edit(world, group, ended=True))
    assert slug(await send(world, wang, group, "meetings", **MEETING)) == (409, "parent-group-over")


async def test_what_was_held_in_a_term_is_entered_after_it(world: World) -> None:
    wang = world.people.wang
    group = await form(world, wang)
    await ok(await edit(world, group, lastDay="2026-11-10"))
    await ok(await send(world, wang, group, "meetings", **MEETING), 201)


async def test_a_term_holds_the_meetings_that_it_had(world: World) -> None:
    wang = world.people.wang
    group = await form(world, wang)
    met = await ok(await send(world, wang, group, "meetings", **MEETING), 201)
    assert field(await edit(world, group, firstDay="2026-11-03")) == (422, "$.firstDay", "meetings")
    assert field(await edit(world, group, lastDay="2026-11-01")) == (422, "$.lastDay", "meetings")
    await ok(await edit(world, group, firstDay=MEETING["heldOn"], lastDay=MEETING["heldOn"]))
    await ok(await send(world, wang, group, f"meetings/{met['meetings'][0]['meetingId']}/end"))
    await ok(await edit(world, group, firstDay="2026-11-03"))


async def test_a_group_has_one_chair_at_a_time_however_many_are_chosen_at_once(world: World) -> None:
    who = world.people
    group = await form(world, who.wang)

    async def chosen(guardian: Person) -> Any:
        return await send(world, who.wang, group, "members", guardianId=str(guardian.account_id), role="chair")

    both = await asyncio.gather(chosen(who.mother), chosen(who.father))
    assert sorted(one.status_code for one in both) == [201, 422]
    refused = next(one for one in both if one.status_code == 422)
    assert field(refused) == (422, "$.role", "chair")
    seated = await ok(next(one for one in both if one.status_code == 201), 201)
    await ok(await send(world, who.wang, group, f"members/{seated['members'][0]['memberId']}/end"))
    other = who.father if seated["members"][0]["name"] == "mother" else who.mother
    await ok(await chosen(other), 201)


async def test_a_meeting_names_a_lecture_that_was_held(world: World, hall: Hall, clock: FixedClock) -> None:
    wang = world.people.wang
    group = await form(world, wang)
    held, off = [await hall.publish(wang, at=world.now + HOUR) for _ in range(2)]
    await ok(await hall.do(wang, off, "cancel"))

    async def met(lecture: Any, at: datetime) -> Any:
        body = MEETING | {"heldOn": at.date().isoformat(), "lectureId": lecture["lectureId"]}
        return await send(world, wang, group, "meetings", **body)

    assert field(await met(held, world.now)) == (422, "$.lectureId", "not-held")
    clock.advance(timedelta(hours=3))
    await ok(await met(held, world.now), 201)
    assert field(await met(off, world.now)) == (422, "$.lectureId", "not-held")
