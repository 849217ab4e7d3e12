"""The mailbox: ordinary reports wait among decoys until the full hour, and become cases with the owners of that moment."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from api.core.clock import FixedClock
from api.core.unit_of_work import system_uow
from api.observations.mailbox import rules
from jobs.kinds import HANDLERS
from schemas.observations.tasks import ObservationMailbox
from tests.jobs.city import City
from tests.observations.desk import Desk, ok, slug
from tests.observations.test_filing import own

HOUR = timedelta(hours=1)


async def plan(city: City, desk: Desk) -> None:
    """The task that a starting worker makes sure of."""
    from api.core import daily, tasks

    async with system_uow(city.services, desk.org_id) as uow:
        await tasks.enqueue(uow, ObservationMailbox.kind, daily.KEY, ObservationMailbox(), uow.now)


async def rows(desk: Desk) -> list[asyncpg.Record]:
    return await desk.world.sql(desk.org_id, "select slot_id, ticket, parcel from observation_mailbox")


async def test_a_report_waits_for_the_full_hour_and_its_observer_sees_it_at_once(
    city: City, desk: Desk, clock: FixedClock
) -> None:
    who = desk.world.people
    clock.advance(timedelta(minutes=20))
    await plan(city, desk)
    await city.work(HANDLERS)
    filed = await ok(await desk.file(who.ming, waits=True, studentId=str(who.hong.account_id)), 201)
    assert [(o["observationId"], o["state"], o["known"]) for o in await own(desk, who.ming)] == [
        (filed["observationId"], "received", "not_yet")
    ]
    assert await own(desk, who.hong) == []
    assert await desk.listed(who.wang) == []
    assert slug(await desk.get(who.wang, filed["observationId"])) == (404, "not-found")
    clock.advance(timedelta(minutes=39))
    await city.work(HANDLERS)
    assert await desk.listed(who.wang) == []
    clock.advance(timedelta(minutes=1))
    await city.work(HANDLERS)
    assert await desk.listed(who.wang) == [filed["observationId"]]
    assert [o["observationId"] for o in await own(desk, who.ming)] == [filed["observationId"]]
    assert any("something waits" in text for text in await desk.inbox(who.wang))


async def test_an_hour_that_the_worker_missed_is_made_up_and_deadlines_count_from_then(
    city: City, desk: Desk, clock: FixedClock
) -> None:
    who = desk.world.people
    await plan(city, desk)
    await city.work(HANDLERS)
    observation = (await ok(await desk.file(who.ming, waits=True), 201))["observationId"]
    clock.advance(timedelta(days=2, minutes=7))
    await city.work(HANDLERS)
    case = await ok(await desk.get(who.wang, observation))
    assert case["filedOn"] == "2026-11-23"
    assert case["dueAt"].startswith("2026-11-30T16:00"), "three working days of the school after it arrived"


async def test_an_urgent_one_does_not_wait(desk: Desk) -> None:
    who = desk.world.people
    observation = (await ok(await desk.file(who.ming, waits=True, urgent=True), 201))["observationId"]
    assert await desk.listed(who.wang) == [observation]


async def test_all_rows_have_one_size_and_a_look_leaves_the_same_as_a_report(desk: Desk) -> None:
    who = desk.world.people
    await desk.empty_mailbox()
    before = await rows(desk)
    assert len(before) == rules.DECOYS
    await desk.file(who.ming, waits=True, text="字" * 1000, aboutStaffId=str(who.lin.account_id))
    await desk.file(who.wang, waits=True, text="x", classId=str(desk.world.north_a))
    await own(desk, who.hong)
    await desk.world.client(who.ming).get(f"{desk.reports}/form")
    after = await rows(desk)
    assert len(after) == rules.DECOYS + 4
    assert len({(len(r["ticket"]), len(r["parcel"]), r["slot_id"].version) for r in after}) == 1


async def test_the_full_hour_rewrites_every_row_in_one_transaction(desk: Desk, database: Any) -> None:
    who = desk.world.people
    await desk.empty_mailbox()
    before = {r["slot_id"] for r in await rows(desk)}
    cases = {(await ok(await desk.file(who.ming, waits=True), 201))["observationId"] for _ in range(3)}
    await own(desk, who.hong)
    await desk.empty_mailbox()
    assert not before & {r["slot_id"] for r in await rows(desk)}
    owner = await asyncpg.connect(database.owner_url)
    try:
        written = await owner.fetch(
            "select xmin::text from observation_mailbox where org_id = $1"
            " union all select xmin::text from observations where observation_id = any ($2)"
            " union all select xmin::text from observation_receipts where observation_id = any ($2)",
            *(desk.org_id, [UUID(case) for case in cases]),
        )
    finally:
        await owner.close()
    assert len(written) == rules.DECOYS + 6
    assert len({row[0] for row in written}) == 1


async def test_reports_leave_in_random_order(desk: Desk) -> None:
    """Eight in their order by chance: once in 40,320 times."""
    who = desk.world.people
    cases = [(await ok(await desk.file(who.ming, waits=True), 201))["observationId"] for _ in range(8)]
    await desk.empty_mailbox()
    found = await desk.world.sql(
        desk.org_id,
        "select observation_id from observations where observation_id = any ($1) order by ctid",
        [UUID(c) for c in cases],
    )
    assert [str(r[0]) for r in found] != cases


async def test_a_quiet_hour_writes_nothing(desk: Desk) -> None:
    await desk.empty_mailbox()
    before = await rows(desk)
    await desk.empty_mailbox()
    assert await rows(desk) == before


async def test_the_same_again_files_nothing_wherever_the_first_is(desk: Desk) -> None:
    who, key = desk.world.people, "waits-in-the-mailbox"
    first = await ok(await desk.file(who.ming, key=key, waits=True), 201)
    assert await ok(await desk.file(who.ming, key=key, waits=True), 201) == first
    for other in ({"text": "y"}, {"urgent": True}):
        assert slug(await desk.file(who.ming, key=key, waits=True, **other)) == (422, "idempotency-mismatch")
    twins = await asyncio.gather(*(desk.file(who.ming, key="twins-that-wait", waits=True) for _ in range(4)))
    assert len({t.json()["observationId"] for t in twins}) == 1
    await desk.empty_mailbox()
    assert await ok(await desk.file(who.ming, key=key), 201) == first
    assert len(await own(desk, who.ming)) == 2
    assert len(await desk.listed(who.wang)) == 2


async def test_the_owner_at_the_full_hour_gets_it(desk: Desk) -> None:
    """The class teacher is replaced, the observer leaves, and the child moves to another class meanwhile."""
    world, who = desk.world, desk.world.people
    of_class = (await ok(await desk.file(who.ming, waits=True), 201))["observationId"]
    of_child = (await ok(await desk.file(who.ming, waits=True, studentId=str(who.hong.account_id)), 201))[
        "observationId"
    ]
    args = (desk.org_id, who.hong.account_id, world.north_b)
    await world.sql(desk.org_id, "update students set class_id = $3 where org_id = $1 and student_id = $2", *args)
    await world.sql(
        desk.org_id,
        "update class_staff set staff_id = $3 where org_id = $1 and class_id = $2 and part = 'class_teacher'",
        *(desk.org_id, world.north_a, who.gao.account_id),
    )
    await world.sql(
        desk.org_id,
        "update students set ended_at = $3 where org_id = $1 and student_id = $2",
        *(desk.org_id, who.ming.account_id, world.now),
    )
    await desk.empty_mailbox()
    assert await desk.granted(of_class) == {"text": {"gao"}, "observer": {"gao"}}
    assert await desk.granted(of_child) == {"text": {"wang", "chen"}, "observer": {"chen"}}
    assert of_child in await desk.listed(who.chen)


async def test_a_report_whose_last_owner_left_is_kept_for_the_next_one(desk: Desk) -> None:
    who = desk.world.people
    observation = (await ok(await desk.file(who.ming, waits=True, aboutStaffId=str(who.wang.account_id)), 201))[
        "observationId"
    ]
    await desk.give_role(who.lin)
    await desk.give_role(who.gao)
    await desk.empty_mailbox()
    assert [o["observationId"] for o in await own(desk, who.ming)] == [observation]
    await desk.give_role(who.lin, "counsellor")
    assert await desk.listed(who.lin) == [observation]


async def test_a_row_that_cannot_be_opened_is_not_thrown_away(desk: Desk) -> None:
    who, broken = desk.world.people, uuid4()
    observation = (await ok(await desk.file(who.ming, waits=True), 201))["observationId"]
    await desk.world.sql(
        desk.org_id,
        "insert into observation_mailbox (org_id, slot_id, ticket, parcel) values ($1, $2, $3, $4)",
        *(desk.org_id, broken, bytes([1]) * 541, bytes([1]) * 5149),
    )
    await desk.empty_mailbox()
    assert await desk.listed(who.wang) == [observation]
    assert broken in {r["slot_id"] for r in await rows(desk)}


async def test_filing_is_nobodys_presence(desk: Desk, clock: FixedClock) -> None:
    """The row of a session would be of the same transaction."""
    who = desk.world.people
    client = desk.world.client(who.ming)
    seen = (await ok(await client.get("/me/sessions")))[0]["seenAt"]
    clock.advance(timedelta(minutes=40))
    await desk.file(who.ming, waits=True)
    await own(desk, who.ming)
    clock.advance(-timedelta(minutes=40))
    assert (await ok(await client.get("/me/sessions")))[0]["seenAt"] == seen


async def test_the_service_cannot_read_when_a_row_was_written(desk: Desk) -> None:
    for column in ("xmin", "ctid", "cmin", "xmax"):
        try:
            await desk.world.sql(desk.org_id, f"select {column}::text from observation_mailbox")
        except asyncpg.InsufficientPrivilegeError:
            continue
        raise AssertionError(column)
