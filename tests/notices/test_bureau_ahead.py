"""What officers know before a bureau's notice leaves: its people, when it goes, and that it waits for them; and what they take along after."""

from datetime import timedelta
from typing import Any

from api.core.clock import FixedClock
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.notices.bureau import queries
from tests.counselling.desk import field, ok, version
from tests.notices.bureau import Bureau
from tests.notices.office import DAY, HOUR


async def _waiting(bureau: Bureau, by: Any) -> tuple[list[Any], int]:
    home = await ok(await bureau.world.client(by).get("/me/home"))
    return [(n["kind"], n["title"], n["noticeId"]) for n in home["notices"]], home["noticesWaiting"]


async def test_writer_and_approver_know_how_many_people_it_reaches(bureau: Bureau, services: Services) -> None:
    world, office = bureau.world, bureau.office
    draft = await ok(await world.client(bureau.ou).post(bureau.base, json=bureau.wish()), 201)
    assert draft["people"] is None
    await office.work()
    counted = await bureau.get(draft)
    assert (counted["people"], [s["people"] for s in counted["schools"]]) == (5, [3, 2])
    assert counted["version"] == draft["version"], "who edits it meanwhile is not refused"
    path = f"{bureau.base}/{draft['bureauNoticeId']}"
    fewer = bureau.wish(places=[world.south], parts=["student"])
    changed = await ok(await world.client(bureau.ou).put(path, json=fewer, headers=version(draft["version"])))
    assert changed["people"] is None, "what was counted was another audience"
    async with system_uow(services, world.bureau) as uow:  # a count of before that comes late
        await queries.set_reach(
            uow.conn, world.bureau, draft["bureauNoticeId"], draft["version"], {world.south: 9}, uow.now
        )
    assert (await bureau.get(draft))["people"] is None
    await office.work()
    waits = await ok(await bureau.post(bureau.ou, changed, "submit"))
    await office.work()
    shown = await bureau.get(waits, bureau.second)
    assert (shown["people"], [s["people"] for s in shown["schools"]]) == (2, [2])


async def test_it_leaves_at_its_time(bureau: Bureau, clock: FixedClock) -> None:
    office, world, at = bureau.office, bureau.world, clock.now() + DAY
    client = world.client(bureau.ou)
    for wrong, code in (
        ({"sendAt": (clock.now() - HOUR).isoformat()}, "past"),
        ({"sendAt": (clock.now() + timedelta(days=400)).isoformat()}, "too-far"),
        ({"sendAt": at.isoformat(), "answerBy": (at - HOUR).isoformat()}, "too-soon"),
    ):
        assert field(await client.post(bureau.base, json=bureau.wish(**wrong))) == (422, "$.sendAt", code)
    waits = await bureau.submitted(sendAt=at.isoformat())
    other = await bureau.submitted(sendAt=(clock.now() + HOUR).isoformat())
    digest = waits["digest"]
    approved = await ok(await bureau.approve(bureau.second, waits))
    await office.work()
    assert ((await bureau.get(approved))["state"], await office.inbox(world.people.jun_mother)) == ("approved", [])
    clock.advance(DAY)
    await office.work()
    assert (await bureau.get(approved))["state"] == "sent"
    assert await office.inbox(world.people.jun_mother) == [("台风停课", False)]
    assert field(await bureau.approve(bureau.second, other)) == (422, "$.sendAt", "past"), (
        "its time passed before the yes"
    )
    again = await bureau.submitted(sendAt=(clock.now() + DAY).isoformat())
    assert again["digest"] != digest
    await ok(await bureau.approve(bureau.second, again))
    await ok(await bureau.post(bureau.ou, again, "recall"))
    clock.advance(DAY)
    await office.work()
    assert (await bureau.get(again))["state"] == "cancelled"


async def test_the_first_screen_names_what_waits_for_the_reader(bureau: Bureau) -> None:
    waits = await bureau.submitted()
    line = ("approve", "台风停课", waits["bureauNoticeId"])
    assert await _waiting(bureau, bureau.second) == ([line], 1)
    assert await _waiting(bureau, bureau.ou) == ([], 0), "who submitted it does not approve it"
    assert await _waiting(bureau, bureau.world.people.north_admin) == ([], 0)
    await ok(await bureau.approve(bureau.second, waits))
    assert await _waiting(bureau, bureau.second) == ([], 0)


async def test_counts_by_school_leave_as_a_file(bureau: Bureau) -> None:
    world = bureau.world
    await bureau.office.crowd(6)
    sent = await bureau.sent()
    path = f"{bureau.base}/{sent['bureauNoticeId']}/progress"
    text = (await world.client(bureau.ou).get(f"{path}.csv")).content.decode("utf-8-sig").splitlines()
    assert text[0].startswith("School,People,Opened,Answered,Sent")
    assert [line.split(",")[1:4] for line in text[1:]] == [
        ["9", "0", "0"],
        ["2", "fewer than 5 people", "fewer than 5 people"],
    ]
    assert (await world.client(bureau.ou).get(f"{path}.xlsx")).content.startswith(b"PK")
    assert (await world.client(world.people.north_admin).get(f"{path}.csv")).status_code == 403


async def test_one_whose_answers_were_due_before_it_left_is_a_draft_and_says_why(
    bureau: Bureau, clock: FixedClock
) -> None:
    """The worker was down: nobody is asked for an answer by a day that is past."""
    due = (clock.now() + timedelta(days=2)).isoformat()
    waits = await ok(await bureau.approve(bureau.second, await bureau.submitted(answerBy=due)))
    clock.advance(3 * DAY)
    await bureau.office.work()
    back = await bureau.get(waits)
    assert (back["state"], back["backBecause"], back["approvedBy"]) == ("draft", "too_late", None)
    assert [await bureau.told_back(one) for one in (bureau.ou, bureau.second)] == [1, 1]
    wish = bureau.wish(answerBy=(clock.now() + timedelta(days=2)).isoformat())
    path = f"{bureau.base}/{back['bureauNoticeId']}"
    changed = await ok(await bureau.world.client(bureau.ou).put(path, json=wish, headers=version(back["version"])))
    assert changed["backBecause"] is None
