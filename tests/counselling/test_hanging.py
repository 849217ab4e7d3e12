"""Before a colleague is ended, the administrator reads how many talks and visits hang on them; of talks never whose."""

from typing import Any

from api.core import parts
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.counselling.desk import Desk, ok
from tests.counselling.test_ended import END_STUDENT
from tests.visits.family import Family
from tests.world import Person


async def touched(desk: Desk, kind: str, who: Person) -> dict[str, Any]:
    """What the dry run of an end says, by kind."""
    admin = await desk.world.sign_in(desk.world.people.north_admin, assurance=2)
    path = f"/orgs/{desk.org_id}/roster/{kind}/{who.account_id}"
    etag = (await admin.get(path)).headers["etag"]
    body: dict[str, str] | None = {} if kind == "staff" else None
    answer = await admin.post(f"{path}/end", json=body, headers={"if-match": etag}, params={"dryRun": True})
    return {one["kind"]: one for one in (await ok(answer))["touched"]}


async def test_talks_and_visits_of_a_colleague_are_counted_by_name(desk: Desk) -> None:
    world, who = desk.world, desk.world.people
    await desk.book(who.mother, who.ming, attends="both")
    await Family(world, world.north, who.ming, who.wang).propose()  # wang comes alone
    lin = await touched(desk, "staff", who.lin)
    assert lin["talk"] == {"kind": "talk", "count": 1, "names": [], "colleagues": [{"name": "lin", "count": 1}]}
    assert "visit" not in lin
    wang = await touched(desk, "staff", who.wang)
    assert (wang["visit"]["count"], wang["visit"]["colleagues"]) == (1, [{"name": "wang", "count": 1}])
    assert [one["name"] for one in wang["visit"]["names"]] == ["ming"]
    assert "talk" not in wang
    ming = await touched(desk, "students", who.ming)
    assert "talk" not in ming
    assert ming["visit"]["colleagues"] == []  # it ends with the student, and hangs on no colleague


async def test_a_talk_that_ends_with_its_student_hangs_on_no_colleague(desk: Desk, services: Services) -> None:
    ming = desk.world.people.ming.account_id
    await desk.book(desk.world.people.mother, desk.world.people.ming, attends="both")
    async with system_uow(services, desk.org_id) as uow:
        await uow.conn.execute(END_STUDENT, desk.org_id, ming, uow.now)
        await parts.end(uow, "test", None, [EndedPart(account_id=ming, part="student", how="left")])
        assert [one.left_by for one in uow.changes if one.resource == "booking"] == [frozenset()]
