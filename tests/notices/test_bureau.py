"""A bureau's notices: written by one officer, approved by another, sent at each school, followed by counts, taken back everywhere."""

from typing import Any
from uuid import UUID

from api.core import db
from api.core.clock import FixedClock
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.notices.bureau import carrying, queries, schools
from tests.counselling.desk import field, ok, slug, version
from tests.notices.bureau import Bureau
from tests.notices.office import DAY, HOUR
from tests.world import Person
from tests.world_rows import add_memberships, add_staff


def progress(notice: Any) -> dict[int, tuple[int, int | None, int | None]]:
    return {s["schoolId"]: (s["people"], s["opened"], s["answered"]) for s in notice["schools"]}


async def counted(bureau: Bureau, notice: Any, school: int) -> tuple[int, int, int]:
    """What a school told the bureau. Of fewer than five people it is not shown."""
    counts = "select people, opened, answered from bureau_notice_schools where bureau_notice_id = $1 and school_id = $2"
    [row] = await bureau.office.city.rows(counts, notice["bureauNoticeId"], school)
    return row["people"], row["opened"], row["answered"]


async def test_it_reaches_each_schools_families_once_two_officers_want_it(bureau: Bureau, clock: FixedClock) -> None:
    office, world, who = bureau.office, bureau.world, bureau.world.people
    waits = await bureau.submitted()
    await office.work()
    assert await office.inbox(who.mother) == []
    assert [title for title, _ in await office.inbox(bureau.second)] == ["To approve: 台风停课"]
    shown = await bureau.get(waits, bureau.second)
    assert (shown["canApprove"], (await bureau.get(waits))["canApprove"]) == (True, False)
    assert [s["schoolId"] for s in shown["schools"]] == [world.north, world.south]
    await ok(await bureau.approve(bureau.second, shown))
    await office.work()
    found = await bureau.get(waits)
    assert (found["state"], found["approvedBy"], found["submittedBy"]) == ("sent", "nobody", "ou")
    assert progress(found) == {world.north: (3, None, None), world.south: (2, None, None)}
    assert await office.inbox(who.jun_mother) == [("台风停课", False)]
    assert await office.inbox(who.mother) == [("台风停课", False)] * 2, "one for each school of her children"
    mine = await ok(await world.client(who.lei_father).get(office.own(bureau.at(found, 0), org_id=world.south)))
    assert (mine["authorName"], mine["body"]) == ("Bureau", "明天停课一天。")
    await ok(await world.client(who.lei_father).post(office.own(bureau.at(found, 0), "acknowledge", world.south)))
    clock.advance(carrying.COUNT_EVERY)
    await office.work()
    assert await counted(bureau, waits, world.south) == (2, 1, 1)
    assert progress(await bureau.get(waits))[world.south] == (2, None, None), "one of two would be a name"


async def test_a_yes_is_a_second_persons_and_to_exactly_what_they_read(bureau: Bureau) -> None:
    world, who, ou, second = bureau.world, bureau.world.people, bureau.ou, bureau.second
    draft = await ok(await world.client(ou).post(bureau.base, json=bureau.wish()), 201)
    assert slug(await bureau.approve(second, draft)) == (409, "notice-not-submitted")
    waits = await ok(await bureau.post(ou, draft, "submit"))
    assert slug(await bureau.approve(ou, waits)) == (403, "approval-by-another")
    path = f"{bureau.base}/{waits['bureauNoticeId']}"
    edit = bureau.wish(bodyZh="后天停课一天。")
    changed = await ok(await world.client(second).put(path, json=edit, headers=version(waits["version"])))
    assert changed["state"] == "draft", "what was submitted is no longer this"
    again = await ok(await bureau.post(ou, changed, "submit"))
    assert slug(await bureau.approve(second, again)) == (403, "approval-by-another"), "they wrote this text"
    third = await ok(await world.client(ou).put(path, json=bureau.wish(), headers=version(again["version"])))
    last = await ok(await bureau.post(ou, third, "submit"))
    assert slug(await bureau.post(second, last, "approve", json={"digest": again["digest"]})) == (409, "notice-changed")
    await world.operate(world.bureau, "update orgs set parent_org_id = null where org_id = $1", world.south)
    assert slug(await bureau.approve(second, last)) == (409, "notice-changed"), "a school is no longer the bureau's"
    await bureau.office.work()
    for person in (who.mother, who.jun_mother):
        assert await bureau.office.inbox(person) == []
    await ok(await bureau.approve(second, await bureau.get(last)))
    await bureau.office.work()
    assert progress(await bureau.get(last)) == {world.north: (3, None, None)}


async def test_what_cannot_be_written(bureau: Bureau) -> None:
    world, who = bureau.world, bureau.world.people
    for wrong, path, code in (
        ({"places": [world.centre]}, "$.places", "not-found"),
        ({"exceptPlaces": [world.centre]}, "$.exceptPlaces", "not-found"),
        ({"answerBy": world.now.isoformat()}, "$.answerBy", "past"),
        ({"kind": "information", "answerBy": (world.now + DAY).isoformat()}, "$.answerBy", "not-allowed"),
        ({"titleEn": "Typhoon"}, "$.bodyEn", "pair"),
    ):
        answer = await world.client(bureau.ou).post(bureau.base, json=bureau.wish(**wrong))
        assert field(answer)[1:] == (path, code)
    without = bureau.wish(places=[world.north], exceptPlaces=[world.north])
    nowhere = await ok(await world.client(bureau.ou).post(bureau.base, json=without), 201)
    assert slug(await bureau.post(bureau.ou, nowhere, "submit")) == (409, "no-schools")
    for person in (who.gao, who.north_admin, who.mother):
        assert slug(await world.client(person).get(bureau.base))[0] in {403, 404}
    assert slug(await bureau.post(bureau.ou, nowhere, "recall")) == (409, "notice-not-sent")
    gone = await ok(await bureau.post(bureau.ou, nowhere, "cancel"))
    assert slug(await bureau.post(bureau.ou, gone, "submit")) == (409, "notice-gone")
    assert slug(await bureau.post(bureau.ou, gone, "recall")) == (409, "notice-gone")


async def test_a_school_neither_changes_nor_withdraws_it(bureau: Bureau) -> None:
    office, world, who = bureau.office, bureau.world, bureau.world.people
    found = await bureau.sent()
    copy = await ok(await world.client(who.gao).get(f"{office.notices}/{found['bureauNoticeId']}"))
    assert (copy["authorId"], copy["authorName"], copy["canChange"]) == (None, "教育局", False)
    assert slug(await office.do(who.gao, copy, "withdraw")) == (409, "notice-of-bureau")
    answer = await world.client(who.gao).post(
        f"{office.notices}/{found['bureauNoticeId']}/correct",
        json={"titleZh": "不停课", "bodyZh": "照常上课。"},
        headers=version(copy["version"]),
    )
    assert slug(answer) == (409, "notice-of-bureau")
    receipts = await office.receipts(who.wang, copy)
    assert {w["name"] for w in receipts["waiting"]} == {"mother", "father"}, "class teachers follow their own class"


async def test_a_recall_reaches_every_school_and_overtakes_what_has_not_come(bureau: Bureau) -> None:
    office, who = bureau.office, bureau.world.people
    found = await bureau.sent()
    await ok(await office.answer(who.mother, bureau.at(found, 0), "open"))
    recalled = await ok(await bureau.post(bureau.ou, found, "recall"))
    assert (await ok(await bureau.post(bureau.second, recalled, "recall")))["state"] == "recalled"
    await office.work()
    for school in (await bureau.get(found))["schools"]:
        assert school["recalledAt"] is not None
    mine = await ok(await office.read(who.mother, bureau.at(found, 0)))
    assert (mine["state"], mine["body"]) == ("withdrawn", None)
    assert await office.inbox(who.mother) == [], "and no inbox shows it"
    late = await ok(await bureau.approve(bureau.second, await bureau.submitted(titleZh="没发出的")))
    assert (await ok(await bureau.post(bureau.ou, late, "recall")))["state"] == "cancelled", "nothing had left yet"
    await office.work()
    assert all("没发出的" not in title for title, _ in await office.inbox(who.jun_mother))


async def test_a_recall_that_comes_first_keeps_the_notice_away(bureau: Bureau, services: Services) -> None:
    """A worker that had read the notice before the recall writes it after the recall was carried."""
    office, world = bureau.office, bureau.world
    notice = await bureau.submitted()
    async with system_uow(services, world.bureau) as uow:
        row = await queries.find_notice(uow.conn, world.bureau, UUID(notice["bureauNoticeId"]))
        [place, *_] = await queries.list_places(uow.conn, world.bureau)
    assert row is not None
    async with system_uow(services, world.north) as uow:
        await schools.take_back(uow, row, place)
    async with system_uow(services, world.north) as uow:
        await schools.receive(uow, row, place)
    await office.work()
    assert await office.inbox(world.people.mother) == []
    [copy] = await world.sql(
        world.north, "select state from notices where org_id = $1 and notice_id = $2", world.north, row.bureau_notice_id
    )
    assert copy["state"] == "cancelled"


async def test_a_school_that_joins_later_gets_it_and_a_leaver_lets_nothing_out(
    bureau: Bureau, clock: FixedClock
) -> None:
    office, world = bureau.office, bureau.world
    move = "update orgs set parent_org_id = $2 where org_id = $1"
    await world.operate(world.bureau, move, world.south, None)
    found = await bureau.sent(exceptPlaces=[])
    assert list(progress(found)) == [world.north]
    await world.operate(world.bureau, move, world.south, world.bureau)
    clock.advance(HOUR)
    await office.work()
    assert await counted(bureau, found, world.south) == (2, 0, 0)
    waits = await ok(await bureau.approve(bureau.second, await bureau.submitted(titleZh="走之前")))
    leave = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(world.bureau, leave, world.bureau, bureau.second.account_id, world.now)
    await office.work()
    back = await bureau.get(waits)
    assert (back["state"], back["backBecause"]) == ("draft", "officer_left")
    assert await bureau.told_back(bureau.ou) == 1, "her notice did not leave"
    assert await bureau.told_back(bureau.second) == 0, "no officer now"
    again = await ok(await bureau.post(bureau.ou, back, "submit"))
    assert again["backBecause"] is None
    clock.advance(30 * DAY)
    await office.work()
    assert (
        await world.sql(
            world.bureau,
            "select 1 from tasks where org_id = $1 and state = 'planned' and kind = 'carry_notice'",
            world.bureau,
        )
        == []
    )


MOVE_NUMBER = "update accounts set login_moved_at = $2 where account_id = $1"


async def test_one_factor_decides_nothing_for_a_city(bureau: Bureau) -> None:
    world, waits = bureau.world, await bureau.submitted()
    path = f"{bureau.base}/{waits['bureauNoticeId']}"
    tries: tuple[tuple[Person, str, dict[str, Any]], ...] = (
        (bureau.ou, "submit", {"headers": version(waits["version"])}),
        (bureau.second, "approve", {"json": {"digest": waits["digest"]}}),
        (bureau.ou, "recall", {}),
    )
    for person, what, more in tries:
        weak = await world.sign_in(person, assurance=1)
        assert slug(await weak.post(f"{path}/{what}", **more)) == (403, "step-up-needed")
    assert (await bureau.get(waits))["state"] == "submitted"


async def test_a_second_account_of_this_week_is_no_second_officer(bureau: Bureau, clock: FixedClock) -> None:
    """The writer admits a colleague, or moves the second officer's number, or both of them are new."""
    office, world, new = bureau.office, bureau.world, bureau.world.people.lin
    clock.advance(2 * DAY)
    async with db.transaction(world.operator, world.bureau) as conn:
        await add_staff(conn, world.bureau, new, ["officer"], clock.now())
        await add_memberships(conn, "staff", [new], clock.now())
    waits = await bureau.submitted()
    await office.work()
    assert (await bureau.get(waits, new))["canApprove"] is False
    assert slug(await bureau.approve(new, waits)) == (409, "officer-new")
    assert "To approve: 台风停课" not in [title for title, _ in await office.inbox(new)]
    mine = await ok(await world.client(new).post(bureau.base, json=bureau.wish()), 201)
    assert slug(await bureau.post(new, mine, "submit")) == (409, "officer-new"), "nor a first one"
    await world.operate(world.bureau, MOVE_NUMBER, bureau.second.account_id, clock.now())
    assert slug(await bureau.approve(bureau.second, waits)) == (409, "officer-new")
    clock.advance(7 * DAY)
    await ok(await bureau.approve(new, waits))
    await office.work()
    for told in (bureau.ou, bureau.second):
        assert "Approved: 台风停课" in [title for title, _ in await office.inbox(told)]
    assert "Approved: 台风停课" not in [title for title, _ in await office.inbox(new)]


async def test_a_reset_or_a_new_part_begins_the_week_again(bureau: Bureau, clock: FixedClock) -> None:
    world, second, org_id = bureau.world, bureau.second, bureau.world.bureau
    reset = """
    insert into factor_resets (account_id, reset_id, org_id, first_by, first_name, second_by, second_name, confirmed_at, opens_at, ends_at,
      outcome) values ($1, gen_random_uuid(), $2, gen_random_uuid(), 'a', gen_random_uuid(), 'b', $3, $3, $3, 'used')
    """
    await world.operate(org_id, reset, second.account_id, org_id, clock.now())
    waits = await bureau.submitted()
    assert slug(await bureau.approve(second, waits)) == (409, "officer-new")
    clock.advance(7 * DAY)
    assert (await bureau.get(waits, second))["canApprove"] is True
    for roles in ("", "officer"):
        settle = "select membership_settle($1, $2, '{}', '{}', $3)"
        await world.operate(org_id, settle, [second.account_id], [roles], clock.now())
    assert slug(await bureau.approve(second, waits)) == (409, "officer-new")
