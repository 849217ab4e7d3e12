"""A number that somebody moved shortly before a court's order about them opens nothing by waiting: a second adult has to confirm it."""

from datetime import timedelta

import httpx
import pytest

from api.core.clock import FixedClock
from tests.barring import bar
from tests.counselling.desk import ok, slug
from tests.notices.office import Office
from tests.recovery.test_numbers import CLOSED, confirm, move, new, office, signs, sms, take_back

__all__ = ["office"]
DAY = timedelta(days=1)


async def _closed(session: httpx.AsyncClient) -> bool:
    return (await ok(await session.get("/me/home")))["numberClosedUntil"] is not None


async def test_a_guardians_number_that_who_is_barred_moved_stays_closed_until_a_second_adult_confirms_it(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    clock.advance(8 * DAY)
    office.world.now = clock.now()
    notice = await office.tell(who.wang, kind="sign")
    await ok(await move(office, new(office)))
    await bar(office.world, who.north_admin, who.ming)
    clock.advance(30 * DAY)
    session = await sms(office, new(office), who.father)
    assert await _closed(session)
    assert slug(await signs(office, session, notice)) == CLOSED
    await ok(await confirm(office, who.mother), 204)
    assert not await _closed(await sms(office, new(office), who.father))


async def test_the_old_number_takes_it_back_as_long(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await ok(await move(office, new(office)))
    await bar(office.world, who.north_admin, who.ming)
    clock.advance(30 * DAY)
    await ok(await take_back(office, who.father.phone), 204)
    assert not await _closed(await sms(office, who.father.phone, who.father))


@pytest.mark.parametrize("moved_by", ["another", "earlier"])
async def test_other_moves_open_as_ever(office: Office, clock: FixedClock, moved_by: str) -> None:
    """What somebody else moved, and what is over."""
    who = office.world.people
    await ok(await move(office, new(office)))
    if moved_by == "earlier":
        clock.advance(7 * DAY)
        await bar(office.world, who.north_admin, who.ming)
    else:
        await bar(office.world, who.gao, who.ming)
        clock.advance(7 * DAY)
    assert not await _closed(await sms(office, new(office), who.father))


async def test_a_class_teachers_number_that_who_is_barred_moved_stays_closed(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await ok(await move(office, new(office), who.wang))
    await bar(office.world, who.north_admin, who.ming)
    clock.advance(30 * DAY)
    assert await _closed(await sms(office, new(office), who.wang))
