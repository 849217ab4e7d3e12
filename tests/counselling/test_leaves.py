"""A counsellor is away for some days: talks and free times in them end, and those after them stay."""

from datetime import timedelta
from uuid import uuid4

import pytest

from api.core import parts
from api.core.clock import FixedClock
from api.core.parts import EndedPart
from api.core.services import Services
from api.core.unit_of_work import system_uow
from tests.counselling.desk import TUESDAY, ok
from tests.counselling.test_ended import Office, office

__all__ = ["office"]
WEEK = timedelta(days=7)
LEAVE = (
    "insert into staff_leaves (org_id, leave_id, staff_id, first_day, last_day, starts_at, ends_at, roles, given_roles,"
    " began_at, recorded_by, updated_at)"
    " values ($1, $2, $3, $4::timestamptz::date, $5::timestamptz::date, $4, $5, '{counsellor}', '{}', $6, $3, $7)"
)


@pytest.mark.parametrize("begun", [False, True])
async def test_talks_in_a_leave_are_cancelled_and_later_ones_stay(
    office: Office, services: Services, clock: FixedClock, begun: bool
) -> None:
    desk, who = office.desk, office.desk.world.people
    first = await desk.book(who.mother, who.ming)
    later = await desk.book(who.mother, who.ming, TUESDAY + WEEK)
    await office.work()
    lin = who.lin.account_id
    async with system_uow(services, desk.org_id) as uow:
        days = TUESDAY - timedelta(hours=6), TUESDAY + timedelta(hours=18)
        await uow.conn.execute(LEAVE, desk.org_id, uuid4(), lin, *days, uow.now if begun else None, uow.now)
        if begun:
            await uow.conn.execute(
                "update staff set roles = '{}' where org_id = $1 and staff_id = $2", desk.org_id, lin
            )
        await parts.end(uow, "test", None, [EndedPart(account_id=lin, part="role", how="on_leave", role="counsellor")])
    await office.work()
    assert await office.state(first) == ("confirmed", None), "a leave by mistake is taken back within the hour"
    clock.advance(timedelta(hours=1))
    await office.work()
    assert await office.state(first) == ("cancelled", "counsellor_away")
    assert await office.state(later) == ("confirmed", None)
    await office.work()
    assert await office.sms("counsellor_away") == {"mother"}
    assert office.cancels() == {"lin"}
    starts = await desk.starts(who.mother)
    assert not [at for at in starts if at.startswith("2026-11-24")]
    assert [at for at in starts if at.startswith("2026-12-01")]
    assert (await desk.try_book(who.mother, who.ming)).status_code == 409
    shown = await ok(await desk.get(who.mother, later["bookingId"]))
    assert shown["state"] == "confirmed"


async def test_a_leave_that_is_taken_back_at_once_leaves_the_talk_and_one_that_starts_soon_ends_it(
    office: Office, services: Services, clock: FixedClock
) -> None:
    desk, who = office.desk, office.desk.world.people
    talk, soon = await desk.book(who.mother, who.ming, TUESDAY + WEEK), await desk.book(who.mother, who.ming)
    await office.work()
    clock.advance(TUESDAY - timedelta(hours=2) - clock.now())
    days = TUESDAY - timedelta(hours=6), TUESDAY + WEEK + timedelta(hours=18)
    lin, leave = who.lin.account_id, uuid4()
    away = [EndedPart(account_id=lin, part="role", how="on_leave", role="counsellor")]
    async with system_uow(services, desk.org_id) as uow:
        await uow.conn.execute(LEAVE, desk.org_id, leave, lin, *days, None, uow.now)
        await parts.end(uow, "test", leave, away)
    assert await office.state(soon) == ("cancelled", "counsellor_away"), "the family hears in time"
    async with system_uow(services, desk.org_id) as uow:
        await uow.conn.execute("update staff_leaves set ended_at = $2 where org_id = $1", desk.org_id, uow.now)
    clock.advance(timedelta(hours=1))
    await office.work()
    assert await office.state(talk) == ("confirmed", None)


async def test_trying_a_leave_day_by_day_tells_of_no_private_talk(office: Office) -> None:
    desk, who = office.desk, office.desk.world.people
    await desk.book(who.mother, who.ming)
    await office.work()
    admin = await desk.world.sign_in(who.north_admin, assurance=2)
    lin = f"/orgs/{desk.org_id}/roster/staff/{who.lin.account_id}"
    etag = (await admin.get(lin)).headers["etag"]
    body = {"firstDay": f"{TUESDAY:%Y-%m-%d}", "lastDay": f"{TUESDAY:%Y-%m-%d}", "standInId": None}
    answer = await admin.put(f"{lin}/leave", json=body, headers={"if-match": etag}, params={"dryRun": True})
    assert "talk" not in {one["kind"] for one in (await ok(answer))["touched"]}
    leaving = {"lastDay": f"{TUESDAY:%Y-%m-%d}"}
    answer = await admin.put(f"{lin}/leaving", json=leaving, headers={"if-match": etag}, params={"dryRun": True})
    [talks] = [one for one in (await ok(answer))["touched"] if one["kind"] == "talk"]
    # Of all days: which they are on is not told.
    assert talks == {"kind": "talk", "count": 1, "names": [], "colleagues": [{"name": "lin", "count": 1}]}
