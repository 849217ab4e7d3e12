"""A saved list of classes after the school year: what it would be if it followed them, to whom that is offered, and to whom not."""

from typing import Any
from uuid import UUID, uuid4

from tests.counselling.desk import ok, slug
from tests.notices.office import Office
from tests.notices.shelf import SCHOOL, Shelf
from tests.world import Person


async def new_class(office: Office, name: str) -> UUID:
    class_id, now = uuid4(), office.world.now
    code = class_id.hex[:8].upper().replace("0", "X").replace("1", "Y")
    row = (
        "insert into classes (org_id, class_id, school_year, grade, name, code, updated_at)"
        " values ($1, $2, 2027, '八年级', $3, $4, $5)"
    )
    await office.world.operate(office.org_id, row, office.org_id, class_id, name, code, now)
    return class_id


async def goes_on(office: Office, class_id: UUID, *ends: UUID) -> None:
    """The class ends, and goes on as these."""
    end = "update classes set ended_at = $3 where org_id = $1 and class_id = $2"
    await office.world.sql(office.org_id, end, office.org_id, class_id, office.world.now)
    row = "insert into class_successors (org_id, class_id, next_class_id, created_at) values ($1, $2, $3, $4)"
    for after in ends:
        await office.world.sql(office.org_id, row, office.org_id, class_id, after, office.world.now)


async def leads(office: Office, teacher: Person, class_id: UUID) -> None:
    row = "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)"
    await office.world.sql(office.org_id, row, office.org_id, class_id, teacher.account_id, office.world.now)


async def offered(shelf: Shelf, by: Person) -> list[bool]:
    return [line["hasNext"] for line in await ok(await shelf.office.world.client(by).get(shelf.path()))]


async def test_an_audience_is_offered_the_classes_that_went_on_and_changes_when_it_is_saved(office: Office) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    choice = shelf.classes(world.north_a, world.north_b)
    saved = await shelf.add(who.gao, shared=True, **choice)
    assert (saved["hasNext"], saved["next"]) == (False, None)
    one, other = await new_class(office, "八(2)"), await new_class(office, "八(10)")
    await goes_on(office, world.north_a, one, other)
    found = await ok(await shelf.get(who.north_admin, saved))
    assert (found["audience"]["classIds"], found["gone"], found["version"]) == ([str(world.north_b)], 1, 1)
    followed = [{"classId": str(world.north_a), "name": "A", "next": ["八(2)", "八(10)"]}]
    assert found["next"]["followed"] == followed, "class 10 after class 2"
    assert set(found["next"]["audience"]["classIds"]) == {str(world.north_b), str(one), str(other)}
    now = await ok(await shelf.set(who.north_admin, saved, audience=found["next"]["audience"]))
    assert (set(now["audience"]["classIds"]), now["gone"], now["hasNext"]) == (
        {str(world.north_b), str(one), str(other)},
        0,
        False,
    )


async def test_classes_are_followed_over_years_and_when_left_out(office: Office) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    saved = await shelf.add(who.gao, audience=SCHOOL | {"without": {"classIds": [str(world.north_a)]}})
    middle, last = await new_class(office, "八年级"), await new_class(office, "九年级")
    await goes_on(office, world.north_a, middle)
    await goes_on(office, middle, last)
    after = (await ok(await shelf.get(who.gao, saved)))["next"]
    assert after["audience"]["without"]["classIds"] == [str(last)]
    assert after["audience"]["wholeSchool"]
    assert [one["next"] for one in after["followed"]] == [["九年级"]]


async def test_classes_whose_students_left_have_none(office: Office) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    saved = await shelf.add(who.gao, **shelf.classes(world.north_a, world.north_b))
    gone = await new_class(office, "八(1)")
    await goes_on(office, world.north_a)
    await goes_on(office, world.north_b, gone)
    await goes_on(office, gone)
    found = await ok(await shelf.get(who.gao, saved))
    assert (found["usable"], found["hasNext"], found["next"], found["gone"]) == (False, False, None, 2)


async def test_it_is_offered_to_those_alone_who_may_change_it_and_write_to_all_of_it(office: Office) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    own = await shelf.add(who.wang, **shelf.classes(world.north_a))
    await shelf.add(who.gao, "班级", shared=True, **shelf.classes(world.north_a, world.north_b))
    after = await new_class(office, "八(1)")
    await goes_on(office, world.north_a, after)
    assert await offered(shelf, who.wang) == [False], "the class has another teacher now"
    assert (await ok(await shelf.get(who.wang, own)))["next"] is None
    assert slug(await shelf.set(who.wang, own, **shelf.classes(after)))[0] in {403, 404}
    assert await offered(shelf, who.lin) == [False], "a counsellor uses the school's list and does not change it"
    assert await offered(shelf, who.gao) == await offered(shelf, who.north_admin) == [True]
    await leads(office, who.wang, after)
    assert await offered(shelf, who.wang) == [True]
    for stranger in (who.mother, who.south_admin):
        assert slug(await world.client(stranger).get(shelf.path())) == (403, "forbidden")


async def test_a_removed_audience_follows_nobody(office: Office) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    saved = await shelf.add(who.gao, **shelf.classes(world.north_a))
    await goes_on(office, world.north_a, await new_class(office, "八(1)"))
    removed: Any = await ok(await shelf.remove(who.gao, saved))
    assert (removed["removed"], removed["hasNext"], removed["next"]) == (True, False, None)
