"""What the matrix of rights needs of parent committees: one of the whole school, with a meeting."""

from typing import Any
from uuid import UUID

from tests.counselling.desk import ok
from tests.of_features import Matrix
from tests.world import Person, World

TERM = {"name": "家长委员会", "firstDay": "2026-09-01", "lastDay": "2027-07-31"}
MEETING: dict[str, Any] = {"kind": "meeting", "heldOn": "2026-11-02", "topic": "商定计划", "came": []}


async def _objects(world: World, org_id: int, admin: Person) -> dict[str, str]:
    client, groups = world.client(admin), f"/orgs/{org_id}/parent-groups"
    added = await ok(await client.post(groups, json={"kind": "committee", **TERM}), 201)
    met = await ok(await client.post(f"{groups}/{added['groupId']}/meetings", json=MEETING), 201)
    member = {"guardianId": str(world.people.mother.account_id), "role": "member"}
    joined = await ok(await client.post(f"{groups}/{added['groupId']}/members", json=member), 201)
    return {
        "group_id": added["groupId"],
        "meeting_id": met["meetings"][0]["meetingId"],
        "parent_member_id": joined["members"][0]["memberId"],
    }


MATRIX = Matrix(
    named=("group_id", "meeting_id", "parent_member_id"),
    objects=_objects,
    bodies={
        "addParentGroup": {"kind": "committee", **TERM, "lastDay": "2026-08-01"},
        "setParentGroup": TERM,
        "addParentMember": {"guardianId": str(UUID(int=1)), "role": "member"},
        "endParentMember": None,
        "addParentMeeting": {**MEETING, "heldOn": "2030-01-01"},
        "endParentMeeting": None,
    },
)
