"""Many at once: one winner, nobody twice, no deadlock, no 5xx (B2)."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Any

import asyncpg
import httpx
import pytest

from api.core import pool
from api.core.unit_of_work import UnitOfWork
from api.counselling.bookings import service
from api.counselling.bookings.checking import Checked
from schemas.counselling.wire import Booking
from tests.counselling.desk import HOUR, TUESDAY, Desk, busy, centre_desk, ok, version
from tests.servers import Database


def outcomes(answers: list[httpx.Response]) -> Counter[str]:
    """How often each answer came."""
    return Counter(str(a.status_code) if a.status_code < 400 else a.json()["type"].rsplit("/", 1)[-1] for a in answers)


async def deadlocks(database: Database) -> int:
    """How many PostgreSQL has had to break in this database."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        return await owner.fetchval("select deadlocks from pg_stat_database where datname = current_database()")
    finally:
        await owner.close()


async def test_200_clients_on_the_last_seat(desk: Desk, database: Database) -> None:
    who = desk.world.people
    await desk.book(who.lin, who.hong)
    await desk.book(who.lin, who.hong, TUESDAY + HOUR)
    last, more = TUESDAY + 2 * HOUR, {"attends": "both"}
    pairs: list[tuple[Any, Any, dict[str, Any]]] = [
        *((who.mother, who.ming, more), (who.father, who.ming, more), (who.ming, who.ming, {})),
        *((who.jun_mother, who.jun, more), (who.jun, who.jun, {"private": True}), (who.wang, who.ming, more)),
        *((who.lin, who.jun, more), (who.hong, who.hong, {})),
    ]
    answers = await asyncio.gather(
        *(desk.try_book(by, student, last, **how) for n in range(200) for by, student, how in [pairs[n % 8]])
    )
    assert outcomes(answers) == {"201": 1, "time-taken": 199}
    assert (await busy(desk.world, who.lin))["lin"] == [("06:00", "07:00"), ("07:00", "08:00"), ("08:00", "09:00")]
    assert await desk.starts(who.mother, to="2026-11-25T00:00:00Z") == []
    assert await deadlocks(database) == 0


async def test_who_asks_while_a_time_is_taken_need_not_try_to_take_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A booking that was checked is written before others are checked: these then cost one read."""
    monkeypatch.setattr(pool, "PATIENCE", 60)
    add, tried = service.add_checked, list[datetime]()

    async def counted(uow: UnitOfWork, checked: Checked) -> Booking:
        tried.append(checked.row.starts_at)
        return await add(uow, checked)

    await desk.book(desk.world.people.mother, desk.world.people.ming)
    monkeypatch.setattr(service, "add_checked", counted)
    asking = (desk.world.people.mother, desk.world.people.ming, TUESDAY + HOUR)
    answers = await asyncio.gather(*(desk.try_book(*asking) for _ in range(40)))
    assert outcomes(answers) == {"201": 1, "time-taken": 39}
    assert len(tried) < 20


async def test_a_counsellor_of_two_organisations_is_taken_once(desk: Desk, database: Database) -> None:
    world, who = desk.world, desk.world.people
    centre = await centre_desk(world, who.lin, fromTime="14:30", slotMinutes=60)
    tries = [
        *(desk.try_book(who.mother, who.ming) for _ in range(20)),
        *(centre.try_book(who.lei_father, who.lei, TUESDAY + HOUR / 2) for _ in range(20)),
    ]
    answers = await asyncio.gather(*tries)
    assert outcomes(answers) == {"201": 1, "time-taken": 39}
    assert len((await busy(world, who.lin))["lin"]) == 1
    assert await deadlocks(database) == 0


async def test_a_parent_of_two_schools_is_in_one_place(desk: Desk) -> None:
    """The mother comes along to both, so she cannot be at both."""
    world, who = desk.world, desk.world.people
    centre = await centre_desk(world, who.qian)
    tries = [
        *(desk.try_book(who.mother, who.ming, attends="both") for _ in range(10)),
        *(centre.try_book(who.mother, who.tao, attends="guardian") for _ in range(10)),
    ]
    found = outcomes(await asyncio.gather(*tries))
    # Who sees it before the claim does reads that it is their own appointment.
    assert (found["201"], found["time-taken"] + found["family-busy"]) == (1, 19)


async def test_all_move_to_the_same_time(desk: Desk, database: Database) -> None:
    who = desk.world.people
    first = (await desk.book(who.mother, who.ming))["bookingId"]
    second = (await desk.book(who.jun_mother, who.jun, TUESDAY + HOUR))["bookingId"]
    goal = TUESDAY + 2 * HOUR
    answers = await asyncio.gather(
        *(desk.move(by, booking, goal) for _ in range(10) for by, booking in [(who.mother, first), (who.jun, second)])
    )
    counted = outcomes(answers)
    assert counted["200"] == 1
    assert set(counted) == {"200", "time-taken", "stale"}
    times = (await busy(desk.world, who.lin))["lin"]
    assert len(times) == 2
    assert times[1] == ("08:00", "09:00")
    assert await deadlocks(database) == 0


async def test_two_that_want_each_others_time_keep_their_own(desk: Desk, database: Database) -> None:
    who = desk.world.people
    first = (await desk.book(who.mother, who.ming))["bookingId"]
    second = (await desk.book(who.jun_mother, who.jun, TUESDAY + HOUR))["bookingId"]
    swaps = [(who.mother, first, TUESDAY + HOUR), (who.jun_mother, second, TUESDAY)]
    answers = await asyncio.gather(*(desk.move(*swap) for _ in range(10) for swap in swaps))
    assert outcomes(answers) == {"time-taken": 20}
    assert (await busy(desk.world, who.lin))["lin"] == [("06:00", "07:00"), ("07:00", "08:00")]
    assert await deadlocks(database) == 0


async def test_one_booking_changed_by_many_changes_once(desk: Desk) -> None:
    who = desk.world.people
    booking = (await desk.book(who.wang, who.ming, attends="both"))["bookingId"]
    people = (who.mother, who.ming, who.lin, who.wang)
    moves = [desk.move(by, booking, TUESDAY + (1 + n) * HOUR) for n in range(2) for by in people]
    cancels = [desk.cancel(by, booking) for by in people]
    counted = outcomes(await asyncio.gather(*moves, *cancels))
    state = await ok(await desk.get(who.lin, booking))
    assert state["version"] == 2
    if state["state"] == "cancelled":  # then cancelling is repeatable and moving too late
        assert counted == {"200": 4, "booking-closed": 8}
        assert await busy(desk.world, who.lin) == {}
    else:
        assert counted == {"200": 1, "stale": 11}
        assert len((await busy(desk.world, who.lin))["lin"]) == 1


async def test_booking_while_the_hours_end(desk: Desk) -> None:
    """Whatever comes first, everybody gets a clear answer."""
    world, who = desk.world, desk.world.people
    end = world.client(who.lin).post(
        f"/orgs/{desk.org_id}/hours/{desk.hours_id}/end", json={"lastDay": "2026-11-22"}, headers=version(1)
    )
    tries = [desk.try_book(who.mother, who.ming, TUESDAY + n * HOUR) for n in range(3)]
    ended, *answers = await asyncio.gather(end, *tries)
    assert ended.status_code == 200
    assert set(outcomes(answers)) <= {"201", "slot-not-offered"}
