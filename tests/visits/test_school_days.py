"""Visits lie between the hours that the organisation set, and on no day on which it is closed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.counselling.desk import field, ok, version
from tests.school_calendar.year import add, closed, term
from tests.visits.family import THURSDAY, Family, moved


async def settings(family: Family, **more: Any) -> None:
    body = {"nationalDays": True, "visitFrom": "08:00", "visitUntil": "21:30", **more}
    path = f"/orgs/{family.org_id}/school-calendar/settings"
    client = family.world.client(family.world.people.north_admin)
    await ok(await client.put(path, json=body, headers=version(1)))


def at(day: datetime, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return day.replace(hour=0, minute=0) - timedelta(hours=8) + timedelta(hours=int(hour), minutes=int(minute))


@pytest.mark.parametrize("hour", ["03:00", "07:59", "21:00", "23:45"])
async def test_a_visit_outside_the_hours_for_visits_is_refused(family: Family, hour: str) -> None:
    answer = await family.try_propose(at(THURSDAY, hour))
    assert field(answer) == (422, "$.startsAt", "hours")


async def test_the_organisation_sets_the_hours_for_visits(family: Family) -> None:
    await settings(family, visitFrom="06:30", visitUntil="24:00")
    assert (await family.try_propose(at(THURSDAY, "06:30"))).status_code == 201
    assert (await family.try_propose(at(THURSDAY, "23:00"))).status_code == 201
    assert field(await family.try_propose(at(THURSDAY, "23:30"))) == (422, "$.startsAt", "hours")


async def test_a_closed_day_takes_no_visit_and_offers_none_but_a_vacation_does(family: Family) -> None:
    who = family.world.people
    await family.add_availability(who.father)
    visit = await family.propose(THURSDAY)
    times = (await ok(await family.get(who.father, visit, "/times")))["times"]
    assert times
    day = times[-1]["startsAt"][:10]
    assert day != THURSDAY.date().isoformat()
    await add(family.world, family.org_id, who.north_admin, closed(day), closed("2026-12-04"))
    left = (await ok(await family.get(who.father, visit, "/times")))["times"]
    assert left == [t for t in times if t["startsAt"][:10] != day]
    friday = datetime.fromisoformat("2026-12-04T10:00:00+00:00")
    assert field(await family.try_propose(friday)) == (422, "$.startsAt", "closed")
    answer = await family.do(who.wang, visit, "move", 1, **moved(friday))
    assert field(answer) == (422, "$.startsAt", "closed")
    terms = term("2026-09-01", "2026-11-20"), term("2026-12-15", "2027-07-01", "第二学期")
    await add(family.world, family.org_id, who.north_admin, *terms)
    assert (await family.try_propose(friday + timedelta(days=3))).status_code == 201
