"""Whom a notice names is looked up when it is let out, leaves or is corrected: a student who left the class is no longer the teacher's to write to."""

from typing import Any

import httpx

from api.core.clock import FixedClock
from tests.counselling.desk import ok, slug, version
from tests.notices.office import HOUR, Office
from tests.notices.test_given_back import BACK, state
from tests.world import Person


async def move(office: Office, student: Person) -> None:
    """A student changes to class B."""
    sql = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await office.world.sql(office.org_id, sql, office.org_id, student.account_id, office.world.north_b)


def to(*students: Person) -> dict[str, Any]:
    return {"audience": {"studentIds": [str(student.account_id) for student in students]}}


async def correct(office: Office, by: Person, notice: Any) -> httpx.Response:
    path, text = f"{office.notices}/{notice['noticeId']}/correct", {"titleZh": "秋游", "bodyZh": "周六。"}
    return await office.world.client(by).post(path, json=text, headers=version(notice["version"]))


async def test_a_draft_to_a_student_who_left_the_class_is_not_let_out(office: Office) -> None:
    who = office.world.people
    draft = await office.add(who.wang, **to(who.ming, who.hong))
    await move(office, who.ming)
    assert slug(await office.try_send(who.wang, draft)) == (403, "students-moved")
    path = f"{office.notices}/{draft['noticeId']}"
    mended = await office.world.client(who.wang).put(path, json=office.wish(**to(who.hong)), headers=version(1))
    await office.sibling(who.mother, who.hong)
    await ok(await office.try_send(who.wang, await ok(mended)))
    await ok(await office.try_send(who.gao, await office.add(who.gao, **to(who.ming))))


async def test_one_that_waits_for_a_student_who_left_the_class_does_not_leave(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    notice = await office.schedule(who.wang, await office.add(who.wang, **to(who.ming)), clock.now() + HOUR)
    await move(office, who.ming)
    clock.advance(HOUR)
    await office.work()
    assert await state(office, who.wang, notice) == ("draft", "not_allowed")
    assert await office.inbox(who.wang) == [BACK]
    assert await office.mine(who.mother) == []


async def test_a_correction_goes_to_no_student_who_left_the_class(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, **to(who.ming))
    whole = await office.tell(who.wang)
    await move(office, who.ming)
    assert slug(await correct(office, who.wang, notice)) == (403, "students-moved")
    await ok(await correct(office, who.wang, whole))
    await ok(await correct(office, who.gao, notice))
    again = await office.get(who.wang, notice)
    await ok(await office.do(who.wang, again, "withdraw"))


async def test_what_reaches_nobody_is_not_let_out(office: Office, clock: FixedClock) -> None:
    who, a = office.world.people, office.world.north_a
    nobody = {"audience": {"classIds": [str(a)], "without": {"classIds": [str(a)]}}}
    draft = await office.add(who.wang, **nobody)
    assert slug(await office.try_send(who.wang, draft)) == (409, "nobody-reached")
    assert slug(await office.try_send(who.wang, draft, clock.now() + HOUR)) == (409, "nobody-reached")
    notice = await office.schedule(who.wang, await office.add(who.wang), clock.now() + HOUR)
    await office.leave(who.ming)
    clock.advance(HOUR)
    await office.work()
    assert await state(office, who.wang, notice) == ("draft", "nobody")
    assert await office.inbox(who.wang) == [BACK]
