"""Parent committees: members for a term, meetings, and how a membership ends by itself (V11)."""

from typing import Any

import pytest

from api.core import parts
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.counselling.desk import field, ok, slug, version
from tests.parents.matrix import MEETING, TERM
from tests.world import Person, World


async def form(world: World, by: Person, **more: Any) -> Any:
    """A committee of class A."""
    body = {"kind": "committee", "classId": str(world.north_a), **TERM, **more}
    return await ok(await world.client(by).post(f"/orgs/{world.north}/parent-groups", json=body), 201)


async def send(world: World, by: Person, group: Any, what: str, **body: Any) -> Any:
    path = f"/orgs/{world.north}/parent-groups/{group['groupId']}/{what}"
    client = world.client(by)
    return await (client.post(path, json=body) if body else client.post(path))


async def join(world: World, group: Any, who: Person, by: Person | None = None) -> Any:
    return await send(world, by or world.people.wang, group, "members", guardianId=str(who.account_id), role="member")


async def mine(world: World, who: Person) -> list[Any]:
    return await ok(await world.client(who).get("/me/parent-groups"))


async def test_a_class_teacher_keeps_a_committee(world: World) -> None:
    who = world.people
    group = await form(world, who.wang)
    assert slug(await join(world, group, who.mother, who.chen)) == (404, "not-found")
    group = await ok(await join(world, group, who.mother), 201)
    assert slug(await join(world, group, who.mother)) == (409, "parent-member-already")
    assert field(await join(world, group, who.jun_mother)) == (422, "$.guardianId", "not-found")
    path = f"/orgs/{world.north}/parent-groups/candidates"
    for by, found in ((who.wang, {"mother", "father"}), (who.chen, set[str]())):
        people = await ok(await world.client(by).get(path, params={"classId": str(world.north_a)}))
        assert {one["name"] for one in people} == found
    group = await ok(await join(world, group, who.father), 201)
    mother, father = sorted(group["members"], key=lambda m: m["name"], reverse=True)
    met = await ok(await send(world, who.wang, group, "meetings", **MEETING | {"came": [mother["memberId"]]}), 201)
    assert [m["came"] for m in met["members"] if m["name"] == "mother"] == [1]
    for day, code in (("2026-08-31", "outside"), ("2026-12-24", "future")):
        refused = await send(world, who.wang, group, "meetings", **MEETING | {"heldOn": day})
        assert field(refused) == (422, "$.heldOn", code)
    stranger = await send(world, who.wang, group, "meetings", **MEETING | {"came": [group["groupId"]]})
    assert field(stranger) == (404, "$.came", "not-found")
    assert [(g["meetings"], g["came"]) for g in await mine(world, who.mother)] == [(1, 1)]
    assert [(g["meetings"], g["came"]) for g in await mine(world, who.father)] == [(1, 0)]
    await ok(await send(world, who.wang, group, f"members/{father['memberId']}/end"))
    # Again changes nothing.
    after: Any = await ok(await send(world, who.wang, group, f"members/{father['memberId']}/end"))
    assert {m["name"]: m["how"] for m in after["members"]} == {"mother": None, "father": "taken_out"}
    assert await mine(world, who.father) == []
    assert slug(await send(world, who.wang, group, f"members/{group['groupId']}/end")) == (404, "not-found")
    meeting_id = met["meetings"][0]["meetingId"]
    assert (await ok(await send(world, who.wang, group, f"meetings/{meeting_id}/end")))["meetings"] == []
    seen = await ok(await world.client(who.lin).get(f"/orgs/{world.north}/parent-groups"))
    assert ([g["canEdit"] for g in seen["groups"]], seen["canEdit"]) == ([False], False)
    assert (await ok(await world.client(who.chen).get(f"/orgs/{world.north}/parent-groups")))["groups"] == []


async def test_a_term_is_over_and_a_group_is_dissolved(world: World) -> None:
    who = world.people
    path = f"/orgs/{world.north}/parent-groups"
    for more, found in (
        ({"lastDay": "2026-08-01"}, "order"),
        ({"lastDay": "2036-08-01"}, "too-long"),
    ):
        body = {"kind": "school", **TERM, **more}
        assert field(await world.client(who.gao).post(path, json=body)) == (422, "$.lastDay", found)
    assert slug(await world.client(who.wang).post(path, json={"kind": "school", **TERM})) == (404, "not-found")
    group = await ok(await world.client(who.gao).post(path, json={"kind": "school", **TERM}), 201)
    await ok(await join(world, group, who.jun_mother, who.gao), 201)
    assert len(await mine(world, who.jun_mother)) == 1
    past = {**TERM, "lastDay": "2026-11-01"}
    edit = await world.client(who.gao).put(f"{path}/{group['groupId']}", json=past, headers=version(1))
    assert (await ok(edit))["current"] is False
    assert await mine(world, who.jun_mother) == []
    assert slug(await join(world, group, who.mother, who.gao)) == (409, "parent-group-over")
    edit = await world.client(who.gao).put(f"{path}/{group['groupId']}", json=TERM, headers=version(1))
    assert slug(edit) == (412, "stale")


@pytest.mark.parametrize("how", ["left", "moved_class", "barred"])
async def test_a_membership_ends_with_what_it_stands_on(world: World, services: Services, how: str) -> None:
    who = world.people
    group = await form(world, who.wang)
    await ok(await join(world, group, who.mother), 201)
    await ok(await join(world, group, who.father), 201)
    if how == "moved_class":
        move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
        await world.sql(world.north, move, world.north, who.ming.account_id, world.north_b)
        ended = EndedPart(account_id=who.ming.account_id, part="student", how="moved_class", class_id=world.north_a)
    elif how == "left":
        end = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
        await world.sql(world.north, end, world.north, who.father.account_id, world.now)
        ended = EndedPart(account_id=who.father.account_id, part="guardianship", how="left")
    else:
        ended = EndedPart(account_id=who.father.account_id, part="guardianship", how="barred")
    async with system_uow(services, world.north) as uow:
        await parts.end(uow, "test", None, [ended])
    seen = await ok(await world.client(who.wang).get(f"/orgs/{world.north}/parent-groups"))
    got = {m["name"]: m["how"] for m in seen["groups"][0]["members"]}
    expected = "barred" if how == "barred" else "left"
    assert got == {"father": expected, "mother": "left" if how == "moved_class" else None}
    assert await mine(world, who.father) == []
