"""A family hears of two children at one stop by one word. Who may not know of the first child any more hears of the other one by itself."""

import pytest

from tests.barring import ORDER, order
from tests.counselling.desk import ok, version
from tests.visits.test_followed import Town, town
from tests.visits.test_siblings import brothers, together

__all__ = ["brothers", "town"]


@pytest.mark.parametrize("how", ["bar", "end"])
async def test_a_guardian_of_the_other_child_alone_hears_of_that_visit(brothers: Town, how: str) -> None:
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers)
    await brothers.work()
    first, second = sorted((one["visitId"], name) for name, one in stop.items())
    about = [item["about"] for item in (await ok(await family.world.client(who.father).get("/me/inbox")))["items"]]
    assert about == [{"kind": "visit", "id": first[0]}]
    link = (await ok(await family.world.client(who.father).post("/me/feed"), 201))["https"]
    child = getattr(who, first[1])
    await ok(await order(family.world, who.north_admin, who.father, child, how, ORDER if how == "bar" else None))
    await brothers.work()
    about = [item["about"] for item in (await ok(await family.world.client(who.father).get("/me/inbox")))["items"]]
    assert {"kind": "visit", "id": second[0]} in about
    assert {"kind": "visit", "id": first[0]} not in about
    feed = (await family.world.http.get(link)).text
    assert (second[0] in feed, first[0] in feed) == (True, False)


async def test_the_family_of_a_child_who_left_hears_of_the_other_ones_visit(brothers: Town) -> None:
    family, who = brothers.family, brothers.family.world.people
    stop = await together(brothers)
    await brothers.work()
    first, second = sorted((one["visitId"], name) for name, one in stop.items())
    link = (await ok(await family.world.client(who.mother).post("/me/feed"), 201))["https"]
    admin = await family.world.sign_in(who.north_admin, assurance=2)
    path = f"/orgs/{family.org_id}/roster/students/{getattr(who, first[1]).account_id}"
    seen = (await ok(await admin.get(path)))["version"]
    await ok(await admin.post(f"{path}/end", headers=version(seen)))
    await brothers.work()
    about = [item["about"] for item in (await ok(await family.world.client(who.mother).get("/me/inbox")))["items"]]
    assert {"kind": "visit", "id": second[0]} in about
    assert second[0] in (await family.world.http.get(link)).text
