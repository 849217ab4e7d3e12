"""Routine matters told together, at an hour that a person chooses (N1): what waits, what never does, and that nobody is told twice or not at all."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.core import tasks
from api.core.clock import FixedClock
from api.core.daily import KEY
from api.core.db import uuid7
from api.core.services import Services
from api.messages.digests import rules
from schemas.messages.tasks import TellDigests
from tests.counselling.desk import ok
from tests.jobs.city import City
from tests.notices.office import DAY, HOUR, Office
from tests.servers import Database, owner
from tests.world import Person, World

SUMMARY = "日常通知汇总"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def office(world: World, services: Services, database: Database) -> Office:
    """The northern school: its mother and father have phones, and its hourly task is planned. It is noon."""
    conn = await owner(database)
    try:
        await conn.execute("delete from tasks")
        await conn.execute("update orgs set fcm_enabled = true where org_id = $1", world.north)
    finally:
        await conn.close()
    office = Office(world, City(services, database))
    for person in (world.people.mother, world.people.father):
        await _phone(office, person)
    async with office.city.uow(office.org_id) as uow:
        await tasks.enqueue(uow, TellDigests.kind, KEY, TellDigests(), uow.now)
    await office.work()
    return office


async def _phone(office: Office, person: Person) -> None:
    sealer, now = office.city.services.sealer, office.world.now
    choice = (person.account_id, "zh-CN", time(0), time(0), ["push"], False, now)
    await office.world.operate(office.org_id, "select account_set($1, $2, $3, $4, $5, $6, $7)", *choice)
    sealed = sealer.seal_contact("device", person.account_id, person.name)
    device = (uuid7(), "fcm", sealer.name("device", person.name), sealed, "phone", now)
    put = "select device_put($1, $2, $3, $4, $5, $6, $7)"
    await office.world.operate(office.org_id, put, person.account_id, *device)


async def choose(office: Office, person: Person, digest: str, **more: Any) -> Any:
    client = office.world.client(person)
    before = await client.get("/me")
    edit = {name: before.json()[name] for name in ("language", "quietFrom", "quietTo", "channels", "plainTitles")}
    headers = {"if-match": before.headers["etag"]}
    return await ok(await client.put("/me", json={**edit, "digest": digest, **more}, headers=headers))


async def until(office: Office, clock: FixedClock, hour: int) -> list[tuple[str, str]]:
    """Who was told what until ten minutes after that hour's next passing."""
    return await after(office, clock, rules.last_passing(hour, clock.now() + DAY, ZONE) + HOUR / 6 - clock.now())


async def after(office: Office, clock: FixedClock, span: timedelta) -> list[tuple[str, str]]:
    office.city.push.items.clear()
    end = clock.now() + span
    while clock.now() < end:
        clock.advance(min(HOUR, end - clock.now()))
        await office.work()
    return _told(office)


def _told(office: Office) -> list[tuple[str, str]]:
    return sorted((i.address, i.title) for i in office.city.push.items)


async def test_routine_notices_come_together_at_the_chosen_hour(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    assert (await choose(office, who.mother, "18:00"))["digest"] == "18:00"
    await office.tell(who.wang)
    await office.tell(who.wang, titleZh="冬游")
    assert _told(office) == [("father", "冬游"), ("father", "秋游")]
    assert await office.inbox(who.mother) == [("冬游", False), ("秋游", False)]
    assert await until(office, clock, 17) == []
    assert await until(office, clock, 18) == [("mother", SUMMARY)]
    first = office.city.push.items[0]
    assert await office.inbox(who.mother) == [("冬游", False), ("秋游", False)]  # the summary is no entry of its own
    assert await until(office, clock, 18) == []
    await office.tell(who.wang, titleZh="春游")
    assert await until(office, clock, 18) == [("mother", SUMMARY)]
    second = office.city.push.items[0]
    assert first.dedupe_id != second.dedupe_id
    assert first.collapse_key == second.collapse_key is not None  # on the phone the latest stands alone


async def test_nothing_is_stored_of_who_waits(office: Office) -> None:
    await choose(office, office.world.people.mother, "18:00")
    await office.tell(office.world.people.wang)
    for table in ("message_people", "deliveries", "digest_marks"):
        assert await office.world.sql(office.org_id, f"select 1 from {table} where org_id = $1", office.org_id) == [], (
            table
        )


async def test_what_asks_or_is_urgent_or_over_soon_does_not_wait(office: Office) -> None:
    world, who = office.world, office.world.people
    await choose(office, who.mother, "18:00")
    await office.tell(who.wang, kind="acknowledge", titleZh="请确认")
    await office.tell(who.wang, titleZh="今晚", expiresAt=(world.now + DAY).isoformat())
    told = await office.tell(who.wang, titleZh="日常")
    assert [title for address, title in _told(office) if address == "mother"] == ["今晚", "请确认"]
    path, body = f"{office.notices}/{told['noticeId']}/correct", {"titleZh": "日常二", "bodyZh": "改了。"}
    corrected = await ok(
        await world.client(who.wang).post(path, json=body, headers={"if-match": f'"v{told["version"]}"'})
    )
    await office.work()
    await ok(await office.answer(who.mother, corrected, "open", params={"edition": 2}))
    await ok(await office.do(who.wang, corrected, "withdraw"))
    await office.work()
    titles = [title for address, title in _told(office) if address == "mother"]
    assert {"更正：日常二", "一条通知已撤回"} <= set(titles)


async def test_an_urgent_notice_does_not_wait(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await choose(office, who.mother, "18:00")
    proven = await office.world.sign_in(who.gao, assurance=2)
    audience = {"classIds": [str(office.world.north_a)]}
    wish = office.wish(importance="urgent", audience=audience)
    notice = await ok(await proven.post(office.notices, json=wish), 201)
    await ok(await proven.post(f"{office.notices}/{notice['noticeId']}/send", json={}, headers={"if-match": '"v1"'}))
    await office.work()
    assert ("mother", "紧急：秋游") in _told(office)
    assert await until(office, clock, 18) == []


async def test_a_reminder_waits_where_there_is_time(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await choose(office, who.mother, "18:00")
    await office.tell(who.wang, kind="acknowledge")
    told = await after(office, clock, 2 * DAY + HOUR)
    assert [one for one in told if one[0] == "father"] == [("father", "提醒：秋游")]
    assert [one for one in told if one[0] == "mother"] == []
    assert await until(office, clock, 18) == [("mother", SUMMARY)]


@pytest.mark.parametrize("what", ["read", "withdrawn", "left", "barred"])
async def test_what_does_not_matter_any_more_is_in_no_digest(office: Office, clock: FixedClock, what: str) -> None:
    who = office.world.people
    await choose(office, who.mother, "18:00")
    notice = await office.tell(who.wang)
    if what == "read":
        await ok(await office.answer(who.mother, notice, "open", params={"edition": 1}))
    elif what == "withdrawn":
        await ok(await office.do(who.wang, notice, "withdraw"))
    else:
        table = "guardians" if what == "left" else "guardianships"
        end = f"update {table} set ended_at = $3 where org_id = $1 and guardian_id = $2"
        await office.world.sql(office.org_id, end, office.org_id, who.mother.account_id, office.world.now)
    assert await until(office, clock, 18) == []


async def test_it_is_asked_again_when_the_digest_is_sent(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await choose(office, who.mother, "18:00", quietFrom="17:30", quietTo="19:00")
    await choose(office, who.father, "18:00", quietFrom="17:30", quietTo="19:00")
    notice = await office.tell(who.wang)
    assert await until(office, clock, 18) == []  # quiet hours hold it back
    await ok(await office.answer(who.mother, notice, "open", params={"edition": 1}))
    assert await until(office, clock, 19) == [("father", SUMMARY)]


async def _tie(office: Office, person: Person, ended_at: datetime | None) -> None:
    end = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
    await office.world.sql(office.org_id, end, office.org_id, person.account_id, ended_at)


async def test_who_is_barred_before_the_digest_is_sent_is_not_told(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    for person in (who.mother, who.father):
        await choose(office, person, "18:00", quietFrom="17:30", quietTo="19:00")
    await office.tell(who.wang)
    assert await until(office, clock, 18) == []
    await _tie(office, who.mother, office.world.now)
    assert await until(office, clock, 19) == [("father", SUMMARY)]


async def test_another_hour_neither_repeats_nor_loses_anything(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await choose(office, who.mother, "13:00")
    await office.tell(who.wang)
    assert await until(office, clock, 13) == [("mother", SUMMARY)]
    await choose(office, who.mother, "18:00")
    assert await until(office, clock, 18) == []
    await office.tell(who.wang, titleZh="冬游")
    await choose(office, who.mother, "08:00")
    assert await until(office, clock, 8) == [("mother", SUMMARY)]


async def test_who_ends_it_is_told_what_waited_and_then_at_once(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await choose(office, who.mother, "18:00")
    await office.tell(who.wang)
    clock.advance(HOUR)
    assert (await choose(office, who.mother, "at_once"))["digest"] == "at_once"
    await office.tell(who.wang, titleZh="冬游")
    assert ("mother", "冬游") in _told(office)
    assert await until(office, clock, 18) == [("mother", SUMMARY)]
    assert await until(office, clock, 18) == []


async def test_a_late_worker_tells_it_late(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await choose(office, who.mother, "18:00")
    await office.tell(who.wang)
    office.city.push.items.clear()
    clock.advance(2 * DAY)
    await office.work()
    assert _told(office) == [("mother", SUMMARY)]


async def test_what_waits_for_the_end_of_quiet_hours_waits_for_the_digest_that_begins_again(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    await choose(office, who.mother, "18:00", quietFrom="11:00", quietTo="13:00")
    clock.advance(HOUR / 6)
    await choose(office, who.mother, "at_once")
    await office.tell(who.wang)
    clock.advance(HOUR / 6)
    await choose(office, who.mother, "18:00")
    assert await until(office, clock, 14) == []
    assert await until(office, clock, 18) == [("mother", SUMMARY)]


async def test_the_choice_stays_where_it_is_left_out(office: Office) -> None:
    mother = office.world.people.mother
    assert (await ok(await office.world.client(mother).get("/me")))["digest"] == "at_once"
    await choose(office, mother, "07:00")
    client = office.world.client(mother)
    before = await client.get("/me")
    edit = {name: before.json()[name] for name in ("language", "quietFrom", "quietTo", "channels", "plainTitles")}
    kept = await ok(await client.put("/me", json=edit, headers={"if-match": before.headers["etag"]}))
    assert kept["digest"] == "07:00"
    for wrong in ("06:00", "22:00", "18:30", "", "never"):
        answer = await client.put("/me", json={**edit, "digest": wrong}, headers={"if-match": f'"v{kept["version"]}"'})
        assert answer.status_code == 422, wrong
