"""A mailbox that is full, as by a thousand looks in an hour: a report and a look leave the same, and no report is lost (0482)."""

from uuid import UUID

import pytest

from api.core.clock import FixedClock
from api.observations.mailbox import rules
from api.observations.mailbox import service as mailbox
from tests.jobs.city import City
from tests.observations.desk import Desk, ok, slug
from tests.observations.linking.game import GUESSED, play
from tests.observations.test_filing import own
from tests.observations.test_linker import SMALL
from tests.observations.test_mailbox import HOUR, rows
from tests.servers import Database

MOST = rules.DECOYS + 6


@pytest.fixture(autouse=True)
def soon_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_ROWS", MOST)


async def slots(desk: Desk) -> set[UUID]:
    return {row["slot_id"] for row in await rows(desk)}


async def look(desk: Desk, times: int) -> None:
    for _ in range(times):
        await ok(await desk.world.client(desk.world.people.ming).get(f"{desk.reports}/form"))


async def full(desk: Desk) -> set[UUID]:
    await desk.empty_mailbox()
    await look(desk, MOST - rules.DECOYS)
    found = await slots(desk)
    assert len(found) == MOST
    return found


async def test_a_look_and_a_report_leave_the_same_in_a_full_mailbox(desk: Desk) -> None:
    who, before = desk.world.people, await full(desk)
    seen = set[tuple[int, int, int]]()
    for act in ("look", "file", "own", "file", "look"):
        if act == "file":
            await ok(await desk.file(who.ming, waits=True), 201)
        elif act == "own":
            await own(desk, who.hong)
        else:
            await look(desk, 1)
        found = await rows(desk)
        after = {row["slot_id"] for row in found}
        seen.add((len(after), len(before - after), len(after - before)))
        assert len({(len(r["ticket"]), len(r["parcel"]), r["slot_id"].version) for r in found}) == 1
        before = after
    assert seen == {(MOST, rules.MOVED, rules.MOVED)}


async def test_rows_that_outlast_all_others_are_no_reports(desk: Desk) -> None:
    """Looks push out every row of before, and no report with it. By chance one of 30 rows stays: once in 10^9 times."""
    who = desk.world.people
    await full(desk)
    keys = [f"filed-among-looks-{n}" for n in range(3)]
    filed = [await ok(await desk.file(who.ming, key=key, waits=True), 201) for key in keys]
    before = await slots(desk)
    await look(desk, 170)
    assert not before & await slots(desk)
    assert len(await own(desk, who.ming)) == 3
    assert [await ok(await desk.file(who.ming, key=key, waits=True), 201) for key in keys] == filed, "and no twin"
    assert slug(await desk.file(who.ming, key=keys[0], waits=True, text="y")) == (422, "idempotency-mismatch")
    await desk.empty_mailbox()
    assert {o["observationId"] for o in await own(desk, who.ming)} == {one["observationId"] for one in filed}
    assert len(await desk.listed(who.wang)) == 3


async def test_twins_at_work_of_which_one_has_moved_become_one_case(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, key = desk.world.people, "twins-at-work"
    await full(desk)
    await ok(await desk.file(who.ming, key=key, waits=True), 201)
    await look(desk, 170)

    async def not_yet(*_: object) -> None:
        """The second asked before the first was there."""

    monkeypatch.setattr(mailbox, "find", not_yet)
    await ok(await desk.file(who.ming, key=key, waits=True), 201)
    await desk.empty_mailbox()
    assert len(await desk.listed(who.wang)) == 1


async def test_what_is_too_new_for_the_full_hour_moves_with_it(desk: Desk, clock: FixedClock) -> None:
    """The worker comes late: a report of the new hour stays, and its slot does not say so."""
    who, key = desk.world.people, "filed-after-the-hour"
    await desk.empty_mailbox()
    clock.advance(HOUR)
    filed = await ok(await desk.file(who.ming, key=key, waits=True), 201)
    before = await slots(desk)
    clock.advance(-HOUR)
    await desk.empty_mailbox()
    assert not before & await slots(desk)
    clock.advance(HOUR)
    assert await desk.listed(who.wang) == []
    assert await ok(await desk.file(who.ming, key=key, waits=True), 201) == filed
    await desk.empty_mailbox()
    assert await desk.listed(who.wang) == [filed["observationId"]]


async def test_no_attack_finds_observers_in_a_full_mailbox(
    desk: Desk, city: City, database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await play(desk, city, database, clock, monkeypatch, SMALL)
    assert {name: hits for name, hits in found.items() if hits[1] < GUESSED} == {}
