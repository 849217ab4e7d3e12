"""A leader whom a court's order bars from a child writes no notice to it, and what they wrote before names it no more."""

import pytest

from api.core.clock import FixedClock
from tests.barring import bar
from tests.counselling.desk import ok, slug
from tests.notices.office import HOUR, Office

NOT_FOUND = (404, "not-found")


async def test_who_is_barred_writes_to_the_child_no_more_than_to_a_stranger(office: Office) -> None:
    who = office.world.people
    to_ming = {"audience": {"studentIds": [str(who.ming.account_id)]}}
    but_ming = {"audience": {"wholeSchool": True, "without": {"studentIds": [str(who.ming.account_id)]}}}
    draft = await office.add(who.gao, **to_ming)
    assert "ming" in str(draft)
    await bar(office.world, who.gao, who.ming)
    for audience in (to_ming, but_ming):
        assert slug(await office.try_add(who.gao, **audience)) == NOT_FOUND
    assert slug(await office.try_send(who.gao, draft)) == NOT_FOUND
    shown = str(await office.get(who.gao, draft))
    assert [one for one in ("'ming'", str(who.ming.account_id)) if one in shown] == []
    await ok(await office.try_add(who.gao), 201)


@pytest.mark.parametrize("barred", [False, True])
async def test_a_notice_that_was_to_go_later_does_not_go_to_the_child(
    office: Office, clock: FixedClock, barred: bool
) -> None:
    who = office.world.people
    draft = await office.add(who.gao, audience={"studentIds": [str(who.ming.account_id)]})
    await office.schedule(who.gao, draft, office.world.now + HOUR)
    if barred:
        await bar(office.world, who.gao, who.ming)
    clock.advance(2 * HOUR)
    await office.work()
    heard = await office.read(who.mother, draft)
    assert heard.status_code == (404 if barred else 200)


async def test_a_saved_audience_with_the_child_is_none_for_who_is_barred(office: Office) -> None:
    who, shelf = office.world.people, f"/orgs/{office.org_id}/saved-audiences"
    gao = office.world.client(who.gao)
    for shared in (False, True):
        new = {"name": f"几个人{shared}", "audience": {"studentIds": [str(who.ming.account_id)]}, "shared": shared}
        await ok(await gao.post(shelf, json=new), 201)
    assert [one["usable"] for one in (await ok(await gao.get(shelf)))] == [True, True]
    await bar(office.world, who.gao, who.ming)
    for line in await ok(await gao.get(shelf)):
        shown = await ok(await gao.get(f"{shelf}/{line['audienceId']}"))
        assert (shown["usable"], str(who.ming.account_id) in str(shown), "'ming'" in str(shown)) == (False,) * 3
        wish = office.wish()
        del wish["audience"]
        written = await gao.post(office.notices, json=wish | {"savedAudienceId": line["audienceId"]})
        assert written.status_code in {404, 422}
