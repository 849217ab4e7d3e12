"""A class's request and observation for the matrix of authorization."""

from dataclasses import dataclass
from uuid import UUID

from tests.counselling.desk import version
from tests.world import Person, World


@dataclass(frozen=True, slots=True)
class Watch:
    """A committee request about a student, and an urgent observation of the class with a step by its class teacher."""

    member_id: str
    observation_id: str
    step_id: str
    class_teacher: Person


async def all_serve(world: World) -> None:
    """Every student is a member, so that what the matrix finds are rules and not terms."""
    for org_id in (world.north, world.south):
        await world.sql(
            org_id,
            "insert into committee_members (org_id, class_id, student_id, sex, seat, starts_on, ends_on, state, answered_by,"
            " answered_at, consent_version, updated_at)"
            " select $1, class_id, student_id, sex, row_number() over (partition by class_id order by student_id), $2::date,"
            " $2::date + 100, 'serving', student_id, $3, '2026-11', $3 from students where org_id = $1 and ended_at is null on conflict do nothing",
            *(org_id, world.now.date(), world.now),
        )


async def watch(world: World, org_id: int, class_id: UUID, student: Person, teacher: Person) -> Watch:
    """What the matrix asks for, about one class."""
    client, term = world.client(teacher), {"startsOn": "2027-09-01", "endsOn": "2028-01-20"}
    member = await client.post(f"/orgs/{org_id}/committee-members", json={"studentId": str(student.account_id), **term})
    report = {"kind": "other", "text": "x", "classId": str(class_id), "urgent": True}
    filed = await client.post(f"/orgs/{org_id}/observations", json=report)
    observation_id = filed.json()["observationId"]
    path = f"/orgs/{org_id}/observations/{observation_id}/follow-ups"
    step = await client.post(path, json={"text": "x"}, headers=version(1))
    return Watch(member.json()["memberId"], observation_id, step.json()["steps"][0]["stepId"], teacher)
