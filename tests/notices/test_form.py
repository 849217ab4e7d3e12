"""Whom somebody may address."""

import pytest

from api.core.natural_order import natural_key
from tests.counselling.desk import ok, slug
from tests.notices.office import Office
from tests.world import Person


async def form(office: Office, by: Person) -> dict[str, object]:
    return await ok(await office.world.client(by).get(f"{office.notices}/form"))


async def test_a_class_teacher_writes_to_the_own_class(office: Office) -> None:
    world, who = office.world, office.world.people
    assert await form(office, who.wang) == {
        "wholeSchool": False,
        "grades": [],
        "roles": [],
        "needs": [],
        "classes": [{"classId": str(world.north_a), "schoolYear": 2026, "grade": "七年级", "name": "A", "students": 2}],
    }
    [own] = (await ok(await office.world.client(who.chen).get(f"{office.notices}/form")))["classes"]
    assert own["classId"] == str(world.north_b)


async def test_leaders_and_administrators_write_to_everybody(office: Office) -> None:
    world, who = office.world, office.world.people
    rename = "update classes set grade = $3 where org_id = $1 and class_id = $2"
    await world.sql(world.north, rename, world.north, world.north_a, "十年级")
    await world.sql(world.north, rename, world.north, world.north_b, "九年级")
    for person in (who.gao, who.north_admin):
        found = await ok(await world.client(person).get(f"{office.notices}/form"))
        assert (found["wholeSchool"], found["grades"]) == (True, ["九年级", "十年级"])
        assert [(c["name"], c["students"]) for c in found["classes"]] == [("B", 1), ("A", 2)]


async def test_what_has_ended_is_not_offered(office: Office) -> None:
    world, who = office.world, office.world.people
    await office.leave(who.hong)
    end = "update classes set ended_at = $3 where org_id = $1 and class_id = $2"
    await world.sql(world.north, end, world.north, world.north_b, world.now)
    found = await ok(await world.client(who.gao).get(f"{office.notices}/form"))
    assert [(c["name"], c["students"]) for c in found["classes"]] == [("A", 1)]


async def test_who_writes_none_is_refused(office: Office) -> None:
    who = office.world.people
    for person in (who.lin, who.mother, who.ming, who.sun, who.former_teacher, who.nobody):
        answer = await office.world.client(person).get(f"{office.notices}/form")
        assert slug(answer) == (403, "forbidden"), person.name


@pytest.mark.parametrize(
    "names",
    [
        ["一年级", "二年级", "三年级", "九年级", "十年级", "十一年级", "十二年级", "二十年级"],
        ["七(1)班", "七(2)班", "七(10)班", "八(1)班"],
        ["初一", "初二", "初三", "高一", "高二", "高三"],
        ["1班", "2班", "10班", "A班"],
        ["", "班"],
    ],
)
def test_names_stand_as_people_count(names: list[str]) -> None:
    assert sorted(set(names), key=natural_key) == names
