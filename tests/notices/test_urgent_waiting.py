"""What waits to leave as urgent is changed by those alone who may send it so: with a second factor."""

from typing import Any

import httpx

from api.core.clock import FixedClock
from tests.counselling.desk import ok, slug, version
from tests.notices.office import DAY, HOUR, Office
from tests.notices.shelf import Shelf

URGENT = {"importance": "urgent"}


async def put(client: httpx.AsyncClient, office: Office, notice: Any, **more: Any) -> httpx.Response:
    """Edits it as it was seen."""
    path = f"{office.notices}/{notice['noticeId']}"
    return await client.put(path, json=office.wish(**more), headers=version(notice["version"]))


async def test_a_scheduled_notice_is_made_urgent_with_a_second_factor_alone(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    weak = await office.world.sign_in(who.gao, assurance=1)
    waits = await office.schedule(who.gao, await office.add(who.gao), clock.now() + HOUR)
    assert slug(await put(weak, office, waits, **URGENT)) == (403, "step-up-needed")
    await ok(await put(weak, office, waits, titleZh="冬游"))
    clock.advance(HOUR)
    await office.work()
    sent = await office.get(who.gao, waits)
    assert (sent["state"], sent["importance"], sent["titleZh"]) == ("sent", "ordinary", "冬游")


async def test_an_urgent_one_that_waits_is_rewritten_with_a_second_factor_alone(
    office: Office, clock: FixedClock
) -> None:
    who = office.world.people
    weak = await office.world.sign_in(who.gao, assurance=1)
    waits = await office.schedule(who.gao, await office.add(who.gao, **URGENT), clock.now() + HOUR)
    for more in (URGENT, {"importance": "ordinary"}):
        assert slug(await put(weak, office, waits, titleZh="别的事", **more)) == (403, "step-up-needed")
    edited = await ok(await put(office.world.client(who.gao), office, waits, titleZh="停课", **URGENT))
    assert (edited["titleZh"], edited["state"]) == ("停课", "scheduled")
    draft = await office.add(who.gao, **URGENT)
    await ok(await put(weak, office, draft, titleZh="停课", **URGENT))


async def test_the_saved_audience_of_an_urgent_one_that_waits_is_changed_with_a_second_factor_alone(
    office: Office, clock: FixedClock
) -> None:
    who, shelf, a, b = office.world.people, Shelf(office), office.world.north_a, office.world.north_b
    weak = await office.world.sign_in(who.gao, assurance=1)
    saved = await shelf.add(who.gao, shared=True, **shelf.classes(a))
    path = f"/orgs/{office.org_id}/saved-audiences/{saved['audienceId']}"
    waits = await office.add(who.gao, savedAudienceId=saved["audienceId"], **URGENT)
    await ok(await weak.put(path, json={"name": "甲", **shelf.classes(a)}, headers=version(saved["version"])))
    await office.schedule(who.gao, waits, clock.now() + DAY)
    wider = {"name": "甲", **shelf.classes(a, b)}
    assert slug(await weak.put(path, json=wider, headers=version(2))) == (403, "step-up-needed")
    await ok(await office.world.client(who.gao).put(path, json=wider, headers=version(2)))
