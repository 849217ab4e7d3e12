"""Notices go to their saved audience as that is when they are sent."""

from typing import Any

from api.core.clock import FixedClock
from tests.counselling.desk import ok, slug
from tests.notices.office import DAY, Office
from tests.notices.shelf import SCHOOL, Shelf


async def test_a_notice_goes_to_whom_its_audience_names_when_it_is_sent(office: Office, clock: FixedClock) -> None:
    who, shelf, a, b = office.world.people, Shelf(office), office.world.north_a, office.world.north_b
    saved = await shelf.add(who.gao, shared=True, **shelf.classes(a))
    notice = await office.add(who.gao, b, savedAudienceId=saved["audienceId"])
    assert notice["savedAudienceId"] == saved["audienceId"]
    assert notice["audience"]["classIds"] == [str(a)], "the saved one says whom, not the form"
    await office.schedule(who.gao, notice, clock.now() + DAY)
    await ok(await shelf.set(who.north_admin, saved, **shelf.classes(b)))
    clock.advance(DAY)
    await office.work()
    assert (await office.get(who.gao, notice))["audience"]["classIds"] == [str(b)]
    assert set(await office.recipients(notice)) == {"jun_mother"}
    await ok(await shelf.set(who.gao, saved, seen=2, audience=SCHOOL))
    assert set(await office.recipients(notice)) == {"jun_mother"}, "what was sent stays where it went"


async def test_a_child_who_joins_before_it_is_sent_is_in_it(office: Office, clock: FixedClock) -> None:
    who, shelf = office.world.people, Shelf(office)
    saved = await shelf.add(who.wang, **shelf.classes(office.world.north_a))
    notice = await office.add(who.wang, savedAudienceId=saved["audienceId"])
    await office.schedule(who.wang, notice, clock.now() + DAY)
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await office.world.sql(office.org_id, move, office.org_id, who.jun.account_id, office.world.north_a)
    clock.advance(DAY)
    await office.work()
    assert set(await office.recipients(notice)) == {"mother", "father", "jun_mother"}


async def test_a_removed_audience_leaves_its_notices_where_they_were_to_go(office: Office, clock: FixedClock) -> None:
    who, shelf = office.world.people, Shelf(office)
    saved = await shelf.add(who.gao, **shelf.classes(office.world.north_a))
    notice = await office.add(who.gao, savedAudienceId=saved["audienceId"])
    await office.schedule(who.gao, notice, clock.now() + DAY)
    await ok(await shelf.remove(who.gao, saved))
    clock.advance(DAY)
    await office.work()
    assert set(await office.recipients(notice)) == {"mother", "father"}


async def test_a_class_that_ended_is_in_no_audience(office: Office, clock: FixedClock) -> None:
    who, shelf, world = office.world.people, Shelf(office), office.world
    saved = await shelf.add(who.gao, **shelf.classes(world.north_a, world.north_b))
    notice = await office.add(who.gao, savedAudienceId=saved["audienceId"])
    await office.schedule(who.gao, notice, clock.now() + DAY)
    end = "update classes set ended_at = $3 where org_id = $1 and class_id = $2"
    await world.sql(office.org_id, end, office.org_id, world.north_a, world.now)
    left = await ok(await shelf.get(who.gao, saved))
    assert (left["audience"]["classIds"], left["gone"]) == ([str(world.north_b)], 1)
    clock.advance(DAY)
    await office.work()
    assert set(await office.recipients(notice)) == {"jun_mother"}
    await world.sql(office.org_id, end, office.org_id, world.north_b, world.now)
    none = await ok(await shelf.get(who.gao, saved))
    assert (none["usable"], none["audience"], none["gone"]) == (False, None, 2)


async def test_an_audience_that_grew_beyond_its_writer_goes_out_to_nobody(office: Office, clock: FixedClock) -> None:
    """The audience names a child who changed the class: the notice waits as a draft, which its writer still reads."""
    who, shelf, world = office.world.people, Shelf(office), office.world
    saved = await shelf.add(who.wang, audience={"studentIds": [str(who.ming.account_id)]})
    notice = await office.add(who.wang, savedAudienceId=saved["audienceId"])
    await office.schedule(who.wang, notice, clock.now() + DAY)
    other = await office.add(who.wang, savedAudienceId=saved["audienceId"])
    move = "update students set class_id = $3 where org_id = $1 and student_id = $2"
    await world.sql(office.org_id, move, office.org_id, who.ming.account_id, await _class_of_chen(office))
    assert slug(await office.try_send(who.wang, other)) == (404, "not-found"), "nor is it let out"
    clock.advance(DAY)
    await office.work()
    assert (await office.get(who.wang, notice))["state"] == "draft"
    assert await office.mine(who.mother) == []


async def _class_of_chen(office: Office) -> Any:
    """A class that wang does not lead."""
    end = "update class_staff set ended_at = $4 where org_id = $1 and class_id = $2 and staff_id = $3"
    who = office.world.people
    await office.world.sql(
        office.org_id, end, office.org_id, office.world.north_b, who.wang.account_id, office.world.now
    )
    return office.world.north_b
