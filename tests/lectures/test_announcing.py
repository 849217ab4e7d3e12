"""What is told of a lecture to all whom it is for: by broadcasts, which end with a change, and of which nobody hears twice (N1, N2)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from api.core.clock import FixedClock
from api.messages import service as messages
from jobs import deliver
from jobs.kinds import HANDLERS
from schemas.lectures.messages import LectureParams
from schemas.messages.rows import MessageNew
from tests.counselling.desk import ok
from tests.jobs.slow import Slow
from tests.lectures.hall import DAY, EVENING, HOUR, Hall, lecture
from tests.world import Person

MEETING: dict[str, Any] = {"kind": "parent_meeting", "registers": False, "seats": None}
SCHOOL: dict[str, Any] = {"classIds": [], "grades": [], "wholeSchool": True, "parts": ["guardian"]}


def texts(hall: Hall, person: Person) -> list[str]:
    """What a person was told by SMS."""
    return [item.body for item in hall.city.sms.items if item.address == f"+86{person.phone}"]


def people_told(hall: Hall, since: int = 0) -> list[str]:
    return [item.address for item in hall.city.sms.items[since:]]


async def broadcasts(hall: Hall) -> list[Any]:
    return await hall.city.rows(
        "select template, routine, recalled_at is not null as recalled from broadcasts where org_id = $1 order by created_at, template",
        hall.org_id,
    )


async def test_a_published_lecture_is_one_broadcast(hall: Hall) -> None:
    who = hall.world.people
    await hall.publish(who.wang)
    assert await broadcasts(hall) == [{"template": "lecture_register", "routine": False, "recalled": False}]
    assert len(texts(hall, who.mother)) == len(texts(hall, who.father)) == 1
    assert texts(hall, who.jun_mother) == texts(hall, who.former_guardian) == []


async def test_who_comes_to_the_class_later_reads_it(hall: Hall) -> None:
    who, world = hall.world.people, hall.world
    await hall.publish(who.wang)
    assert await hall.inbox(who.jun_mother) == []
    await world.sql(
        hall.org_id,
        "update students set class_id = $3 where org_id = $1 and student_id = $2",
        *(hall.org_id, who.jun.account_id, world.north_a),
    )
    assert await hall.inbox(who.jun_mother) == ["Before exams"]
    await hall.work()
    assert texts(hall, who.jun_mother) == []


async def _ended_while_told(hall: Hall, monkeypatch: pytest.MonkeyPatch, **more: Any) -> tuple[Any, list[str]]:
    """A meeting of the whole school that is cancelled while its first SMS is on its way, and the numbers that got any."""
    monkeypatch.setattr(deliver, "LOOK", 0.01)
    gao = hall.world.people.gao
    draft = await hall.add(gao, audience=SCHOOL, **MEETING, **more)

    async def cancel() -> None:
        await ok(await hall.do(gao, await hall.get(gao, draft), "cancel"))

    hall.city.sms = Slow(cancel)
    await ok(await hall.do(gao, draft, "publish"))
    await hall.work()
    return draft, people_told(hall)


async def test_a_cancelled_lecture_is_told_to_nobody_any_more_and_its_end_to_whom_it_was(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, told = await _ended_while_told(hall, monkeypatch)
    assert len(told) == 2
    assert told[0] == told[1], "the one who had heard of it, and nobody else"
    bodies = [item.body for item in hall.city.sms.items]
    assert "已取消" in bodies[1] or "cancelled" in bodies[1]


async def test_a_meeting_moved_while_it_is_told_is_told_to_each_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "LOOK", 0.01)
    gao = hall.world.people.gao
    draft = await hall.add(gao, audience=SCHOOL, **MEETING)

    async def move() -> None:
        later = lecture(at=EVENING + DAY, audience=SCHOOL, **MEETING)
        await ok(await hall.put(gao, await hall.get(gao, draft), later))

    hall.city.sms = Slow(move)
    await ok(await hall.do(gao, draft, "publish"))
    await hall.work()
    numbers = people_told(hall)
    first = numbers[0]
    assert numbers.count(first) == 2
    assert len(set(numbers)) == 3
    assert len(numbers) == 4, "who had heard hears of the other time, all others of that alone"
    again = [item.body for item in hall.city.sms.items[1:]]
    assert len([body for body in again if "由" in body or "moved" in body]) == 1
    assert all("12月1日" in body or "Dec 1" in body for body in again), again


async def test_who_waits_for_the_morning_hears_of_the_new_time_alone(hall: Hall, clock: FixedClock) -> None:
    """Quiet hours: the announcement waited, and was recalled."""
    who = hall.world.people
    clock.advance(timedelta(hours=14 - clock.now().hour))  # 22:00 in Shanghai
    meeting = await hall.publish(who.wang, **MEETING)
    assert texts(hall, who.mother) == []
    later = lecture(hall.world.north_a, at=EVENING + DAY, **MEETING)
    moved = await ok(await hall.put(who.wang, meeting, later))
    await hall.work()
    clock.advance(10 * HOUR)
    await hall.work()
    assert len(texts(hall, who.mother)) == 1
    assert "由" not in texts(hall, who.mother)[0]
    await ok(await hall.do(who.wang, moved, "cancel"))
    await hall.work()
    assert len(texts(hall, who.mother)) == 2


async def test_a_wider_audience_is_told_to_those_who_join_it(hall: Hall) -> None:
    who, world = hall.world.people, hall.world
    published = await hall.publish(who.gao)
    assert len(texts(hall, who.mother)) == 1
    await ok(await hall.put(who.gao, published, lecture(world.north_a, world.north_b)))
    await hall.work()
    assert len(texts(hall, who.mother)) == 1
    assert len(texts(hall, who.jun_mother)) == 1


async def test_what_says_the_same_is_not_told_again(hall: Hall) -> None:
    who = hall.world.people
    published = await hall.publish(who.wang)
    await ok(await hall.put(who.wang, published, lecture(hall.world.north_a, place="操场")))
    await hall.work()
    assert len(await broadcasts(hall)) == 1


async def test_a_cancellation_does_not_wait_for_a_morning_that_comes_too_late(hall: Hall, clock: FixedClock) -> None:
    who = hall.world.people
    clock.advance(timedelta(hours=9 - clock.now().hour))  # 17:00 in Shanghai
    early = clock.now() + timedelta(hours=13, minutes=30)  # 6:30
    meeting = await hall.publish(who.wang, at=early, **MEETING)
    clock.advance(5 * HOUR)
    await ok(await hall.do(who.wang, meeting, "cancel"))
    await hall.work()
    assert len(texts(hall, who.mother)) == 2


async def test_the_reminder_keeps_off_the_full_hour(hall: Hall, clock: FixedClock) -> None:
    who = hall.world.people
    await hall.publish(who.wang, **MEETING)
    clock.advance(EVENING - DAY - clock.now())
    await hall.work()
    assert len(texts(hall, who.mother)) == 1
    clock.advance(timedelta(minutes=4))
    await hall.work()
    assert len(texts(hall, who.mother)) == 2
    assert "提醒" in texts(hall, who.mother)[1] or "reminds" in texts(hall, who.mother)[1]


async def test_reminders_of_those_who_registered_keep_off_it_too(hall: Hall, clock: FixedClock) -> None:
    who = hall.world.people
    published = await hall.publish(who.wang)
    await hall.register(who.mother, published)
    await hall.work()
    sent = len(texts(hall, who.mother))
    clock.advance(EVENING - DAY - clock.now())
    await hall.work()
    assert len(texts(hall, who.mother)) == sent
    clock.advance(timedelta(minutes=4))
    await hall.work()
    assert len(texts(hall, who.mother)) == sent + 1


async def test_a_lecture_far_ahead_joins_the_digest_unless_seats_are_few(hall: Hall) -> None:
    who = hall.world.people
    await hall.publish(who.wang, seats=None)
    assert (await broadcasts(hall))[0]["routine"]
    await hall.publish(who.wang, at=hall.world.now + 20 * HOUR, **MEETING)
    await hall.publish(who.wang, kind="training")
    found = sorted((one["template"], one["routine"]) for one in await broadcasts(hall))
    assert found == [("lecture_announced", False), ("lecture_register", False), ("lecture_register", True)]


@pytest.mark.parametrize("what", ["barred", "moved", "narrowed"])
async def test_people_change_between_publishing_and_each_message(hall: Hall, clock: FixedClock, what: str) -> None:
    who, world = hall.world.people, hall.world
    draft = await hall.add(who.gao, audience=SCHOOL, **MEETING)
    await ok(await hall.do(who.gao, draft, "publish"))
    await hall.city.work(HANDLERS, only="announce_lecture")
    if what == "barred":
        await hall.end_tie(who.jun_mother)
    elif what == "moved":
        await world.sql(
            hall.org_id,
            "update students set ended_at = $3 where org_id = $1 and student_id = $2",
            *(hall.org_id, who.jun.account_id, world.now),
        )
    else:
        body = lecture(world.north_a, **MEETING)
        await ok(await hall.put(who.gao, await hall.get(who.gao, draft), body))
    await hall.work()
    clock.advance(timedelta(seconds=2))  # a worker held the first telling
    await hall.work()
    assert texts(hall, who.jun_mother) == []
    assert len(texts(hall, who.mother)) == 1
    assert len(texts(hall, who.father)) == 1
    await ok(await hall.do(who.gao, await hall.get(who.gao, draft), "cancel"))
    await hall.work()
    assert texts(hall, who.jun_mother) == []
    assert len(texts(hall, who.mother)) == 2


async def test_a_change_waits_until_it_is_known_who_was_told(hall: Hall, clock: FixedClock) -> None:
    """A worker holds a part of the first telling: nobody knows yet to whom it gets."""
    who = hall.world.people
    draft = await hall.add(who.wang, **MEETING)
    await ok(await hall.do(who.wang, draft, "publish"))
    await hall.city.work(HANDLERS, only="announce_lecture")
    [held] = (await hall.city.hand("tell_chunk")).values()
    await ok(await hall.do(who.wang, await hall.get(who.wang, draft), "cancel"))
    await hall.city.work(HANDLERS, only="announce_lecture")
    assert [one["template"] for one in await broadcasts(hall)] == ["lecture_announced"]
    await hall.city.runner(HANDLERS).run("tell_chunk", held)
    clock.advance(timedelta(seconds=2))
    await hall.work()
    assert [one["template"] for one in await broadcasts(hall)] == ["lecture_announced", "lecture_called_off"]
    assert hall.city.sms.items == []


async def test_what_was_announced_by_messages_is_taken_back_with_them(hall: Hall) -> None:
    """A lecture that was announced before broadcasts told of it: all were told."""
    who = hall.world.people
    meeting = await hall.publish(who.wang, **MEETING)
    sent = len(hall.city.sms.items)
    where = (hall.org_id, meeting["lectureId"])
    await hall.world.sql(hall.org_id, "update broadcasts set recalled_at = created_at where org_id = $1", hall.org_id)
    await hall.world.sql(
        hall.org_id,
        "update lectures set broadcast_ids = '{}', announced_chunks = 1 where org_id = $1 and lecture_id = $2",
        *where,
    )
    old = MessageNew(
        template="lecture_announced",
        people=frozenset({who.mother.account_id}),
        params=LectureParams(
            lecture_id=UUID(meeting["lectureId"]), title_zh="家长会", title_en="Meeting", starts_at=EVENING
        ),
        key=f"lecture:{meeting['lectureId']}:0:news",
        importance="low",
        expires_at=EVENING,
    )
    async with hall.city.uow(hall.org_id) as uow:
        await messages.tell(uow, old)
    assert await hall.inbox(who.mother) == ["Meeting"]
    await ok(await hall.do(who.wang, meeting, "cancel"))
    await hall.work()
    assert await hall.inbox(who.mother) == ["Cancelled: Before exams"]
    assert len(hall.city.sms.items) == sent + 2
