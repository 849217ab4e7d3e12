"""Saved audiences: a writer's own, the school's, a bureau's; what they name today, and what is refused."""

from uuid import uuid4

from tests.counselling.desk import field, ok, slug
from tests.notices.bureau import Bureau
from tests.notices.office import Office
from tests.notices.shelf import SCHOOL, Shelf

FLAG = {"needs": ["left_behind"]}


async def test_an_audience_comes_back_as_it_was_saved(office: Office) -> None:
    who, shelf, a = office.world.people, Shelf(office), office.world.north_a
    grade = (await ok(await office.world.client(who.gao).get(f"{office.notices}/form")))["grades"][0]
    audience = {
        "grades": [grade],
        "roles": ["leader"],
        "parts": ["staff", "guardian"],
        "without": {"classIds": [str(a)]},
    }
    saved = await shelf.add(who.gao, audience=audience)
    assert saved["audience"] == {
        "classIds": [],
        "studentIds": [],
        "needs": [],
        "wholeSchool": False,
        "grades": [grade],
        "roles": ["leader"],
        "parts": ["guardian", "staff"],
        "without": {"classIds": [str(a)], "grades": [], "studentIds": []},
    }
    assert [named["classId"] for named in saved["names"]["classes"]] == [str(a)]
    assert (saved["places"], saved["gone"], saved["removed"], saved["version"]) == (None, 0, False, 1)
    assert (saved["shared"], saved["canChange"], saved["usable"], saved["forLectures"]) == (False, True, True, False)
    assert await ok(await shelf.get(who.gao, saved)) == saved
    again = await ok(await shelf.set(who.gao, saved, name="家长", audience=SCHOOL))
    assert (again["name"], again["audience"]["wholeSchool"], again["forLectures"], again["version"]) == (
        "家长",
        True,
        True,
        2,
    )
    assert slug(await shelf.set(who.gao, saved, audience=SCHOOL)) == (412, "stale")


async def test_ones_own_is_seen_by_nobody_else(office: Office) -> None:
    who, shelf = office.world.people, Shelf(office)
    saved = await shelf.add(who.wang, **shelf.classes(office.world.north_a))
    assert await shelf.list(who.wang) == [("合唱团", False, True, True)]
    for other in (who.gao, who.north_admin, who.chen):
        assert await shelf.list(other) == []
        assert slug(await shelf.get(other, saved)) == (404, "not-found")
        assert slug(await shelf.set(other, saved, audience=SCHOOL)) == (404, "not-found")
        assert slug(await shelf.remove(other, saved)) == (404, "not-found")
        assert field(await office.try_add(other, savedAudienceId=saved["audienceId"]))[1:] == (
            "$.savedAudienceId",
            "not-found",
        )


async def test_a_class_teacher_saves_the_own_class_and_has_none_of_the_schools(office: Office) -> None:
    who, shelf = office.world.people, Shelf(office)
    for wider in (SCHOOL, FLAG, {"roles": ["leader"], "parts": ["staff"]}):
        assert slug(await shelf.try_add(who.wang, audience=wider)) == (403, "audience-too-wide")
    assert slug(await shelf.try_add(who.wang, **shelf.classes(office.world.north_b))) == (404, "not-found")
    own = shelf.classes(office.world.north_a)
    assert slug(await shelf.try_add(who.wang, shared=True, **own)) == (403, "audience-shared-by-leaders")
    mine = await shelf.add(who.wang, **own)
    assert slug(await shelf.set(who.wang, mine, audience=SCHOOL)) == (403, "audience-too-wide")
    whole = await shelf.add(who.gao, "全校", shared=True, audience=SCHOOL)
    assert await shelf.list(who.wang) == [("合唱团", False, True, True)]
    assert slug(await shelf.get(who.wang, whole)) == (404, "not-found")
    assert slug(await shelf.set(who.wang, whole, audience=SCHOOL)) == (404, "not-found")
    wrong = await office.try_add(who.wang, savedAudienceId=whole["audienceId"])
    assert field(wrong) == (404, "$.savedAudienceId", "not-found")


async def test_who_leads_no_class_any_more_writes_to_nobody(office: Office) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    saved = await shelf.add(who.wang, **shelf.classes(world.north_a))
    end = "update class_staff set ended_at = $3 where org_id = $1 and staff_id = $2 and part = 'class_teacher'"
    await world.sql(office.org_id, end, office.org_id, who.wang.account_id, world.now)
    assert slug(await shelf.get(who.wang, saved)) == (403, "forbidden")


async def test_needs_are_named_to_nobody_who_may_not_know_them(office: Office) -> None:
    """A counsellor uses the school's audiences for lectures: not one that says of which kind a child is."""
    who, shelf = office.world.people, Shelf(office)
    flagged = await shelf.add(who.gao, "关爱", shared=True, audience=FLAG)
    plain = await shelf.add(who.gao, "全校", shared=True, audience=SCHOOL)
    assert await shelf.list(who.lin) == [("全校", True, False, True)]
    assert (await ok(await shelf.get(who.lin, plain)))["audience"]["wholeSchool"]
    assert slug(await shelf.get(who.lin, flagged)) == (404, "not-found")
    assert slug(await shelf.try_add(who.lin, audience=SCHOOL)) == (403, "forbidden")
    assert (await ok(await shelf.get(who.north_admin, flagged)))["audience"]["needs"] == ["left_behind"]


async def test_who_led_and_leads_no_more_reads_their_own_audience_by_name_alone(office: Office) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    saved = await shelf.add(who.gao, audience=FLAG)
    now = "update staff set roles = '{class_teacher}' where org_id = $1 and staff_id = $2"
    await world.sql(office.org_id, now, office.org_id, who.gao.account_id)
    end = "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2 and part = 'class_teacher'"
    await world.sql(office.org_id, end, office.org_id, world.north_b, world.now)
    row = "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)"
    await world.sql(office.org_id, row, office.org_id, world.north_b, who.gao.account_id, world.now)
    assert await shelf.list(who.gao) == [("合唱团", False, True, False)]
    assert (await ok(await shelf.get(who.gao, saved)))["audience"] is None
    assert slug(await office.try_add(who.gao, world.north_b, savedAudienceId=saved["audienceId"]))[0] == 404
    await ok(await shelf.remove(who.gao, saved))
    assert await shelf.list(who.gao) == []


async def test_the_schools_stay_when_their_writer_leaves(office: Office) -> None:
    who, world, shelf = office.world.people, office.world, Shelf(office)
    saved = await shelf.add(who.gao, "全校", shared=True, audience=SCHOOL)
    await shelf.add(who.gao, "自己的", audience=SCHOOL)
    leave = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(office.org_id, leave, office.org_id, who.gao.account_id, world.now)
    assert await shelf.list(who.north_admin) == [("全校", True, True, True)]
    await ok(await shelf.remove(who.north_admin, saved))
    assert await shelf.list(who.north_admin) == []


async def test_a_removed_one_is_in_no_list_not_changed_and_not_used(office: Office) -> None:
    who, shelf = office.world.people, Shelf(office)
    saved = await shelf.add(who.gao, audience=SCHOOL)
    assert slug(await shelf.remove(who.gao, saved, seen=7)) == (412, "stale")
    removed = await ok(await shelf.remove(who.gao, saved))
    assert (removed["removed"], removed["version"]) == (True, 2)
    assert await ok(await shelf.remove(who.gao, saved)) == removed
    assert await shelf.list(who.gao) == []
    assert slug(await shelf.set(who.gao, saved, seen=2, audience=SCHOOL)) == (409, "audience-removed")
    assert slug(await office.try_add(who.gao, savedAudienceId=saved["audienceId"]))[0] == 404
    await shelf.add(who.gao, audience=SCHOOL)  # its name is free again


async def test_a_name_stands_once_in_a_list(office: Office) -> None:
    who, shelf = office.world.people, Shelf(office)
    await shelf.add(who.gao, audience=SCHOOL)
    assert slug(await shelf.try_add(who.gao, audience=SCHOOL)) == (409, "audience-name-taken")
    other = await shelf.add(who.gao, "家委会", audience=SCHOOL)
    assert slug(await shelf.set(who.gao, other, audience=SCHOOL)) == (409, "audience-name-taken")
    await shelf.add(who.gao, shared=True, audience=SCHOOL)  # the school's list is another one
    assert slug(await shelf.try_add(who.north_admin, shared=True, audience=SCHOOL)) == (409, "audience-name-taken")


async def test_lists_have_an_end(office: Office) -> None:
    who, shelf = office.world.people, Shelf(office)
    fill = (
        "insert into saved_audiences (org_id, audience_id, owner_id, name, groups, except_groups, parts, created_at, updated_at)"
        " select $1, u.id, $2, '对象' || u.n, '{school}', '{}', '{guardian}', $3, $3"
        " from unnest($4::uuid[]) with ordinality as u (id, n) on conflict do nothing"
    )
    for most, shared in ((30, False), (100, True)):
        ids = [uuid4() for _ in range(most - 1)]
        owner_id = None if shared else who.gao.account_id
        await office.world.sql(office.org_id, fill, office.org_id, owner_id, office.world.now, ids)
        last = await shelf.add(who.gao, "最后一个", shared=shared, audience=SCHOOL)
        assert slug(await shelf.try_add(who.gao, "再一个", shared=shared, audience=SCHOOL)) == (409, "audiences-full")
        await ok(await shelf.remove(who.gao, last))
        await shelf.add(who.gao, "再一个", shared=shared, audience=SCHOOL)


async def test_what_is_saved_is_an_audience_of_a_notice(office: Office) -> None:
    who, shelf = office.world.people, Shelf(office)
    assert field(await shelf.try_add(who.gao)) == (422, "$.audience", "one-of")
    both = await shelf.try_add(who.gao, audience=SCHOOL, places={"places": [office.org_id]})
    assert field(both) == (422, "$.audience", "one-of")
    assert field(await shelf.try_add(who.gao, audience={})) == (422, "$.audience", "one-of")
    assert field(await shelf.try_add(who.gao, audience={"roles": ["leader"]})) == (422, "$.audience.parts", "staff")
    assert field(await shelf.try_add(who.gao, **shelf.classes(uuid4()))) == (404, "$.audience.classIds", "not-found")
    assert slug(await shelf.try_add(who.gao, places={"places": [office.org_id]})) == (403, "forbidden")
    for name in ("x" * 41, "", "\u202a"):
        assert (await shelf.try_add(who.gao, name, audience=SCHOOL)).status_code == 422


async def test_other_schools_and_other_people_have_nothing_of_it(office: Office) -> None:
    who, shelf = office.world.people, Shelf(office)
    saved = await shelf.add(who.gao, shared=True, audience=SCHOOL)
    foreign = f"/orgs/{office.world.south}/saved-audiences/{saved['audienceId']}"
    assert slug(await office.world.client(who.south_admin).get(foreign)) == (404, "not-found")
    for other in (who.mother, who.ming, who.south_admin):
        assert slug(await office.world.client(other).get(shelf.path())) == (403, "forbidden")
        assert slug(await shelf.try_add(other, audience=SCHOOL)) == (403, "forbidden")


async def test_a_bureau_saves_places_and_a_school_that_closed_is_gone(bureau: Bureau) -> None:
    office, world = bureau.office, bureau.world
    shelf = Shelf(office, world.bureau)
    chosen = {"places": [world.north, world.south], "parts": ["guardian", "staff"]}
    saved = await shelf.add(bureau.ou, "两所学校", shared=True, places=chosen)
    assert saved["places"] == {"places": [world.north, world.south], "exceptPlaces": [], "parts": ["guardian", "staff"]}
    assert (saved["audience"], saved["gone"], saved["usable"]) == (None, 0, True)
    assert await shelf.list(bureau.second) == [("两所学校", True, True, True)]
    assert slug(await shelf.try_add(bureau.ou, "别处", places={"places": [10**9]})) == (404, "not-found")
    assert slug(await shelf.try_add(bureau.ou, "全校", audience=SCHOOL)) == (403, "forbidden")
    close = "update orgs set ended_at = $2 where org_id = any ($1)"
    await world.operate(world.bureau, close, [world.south], world.now)
    left = await ok(await shelf.get(bureau.ou, saved))
    assert (left["places"]["places"], left["gone"]) == ([world.north], 1)
    await world.operate(world.bureau, close, [world.north], world.now)
    none = await ok(await shelf.get(bureau.ou, saved))
    assert (none["places"], none["usable"], none["gone"]) == (None, False, 2)
