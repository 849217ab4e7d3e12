"""The senders' list, and the preview that keeps nothing."""

from typing import Any

from tests.counselling.desk import field, ok
from tests.notices.office import Office


async def test_lists_by_state_and_page(office: Office) -> None:
    world, who = office.world, office.world.people
    told = await office.tell(who.gao, titleZh="全校", audience={"wholeSchool": True})
    drafts = [await office.add(who.wang, titleZh=f"{n}") for n in range(4)]
    await office.add(who.chen, world.north_b, titleZh="B")
    await office.add(who.gao, titleZh="leader's draft")

    async def titles(**params: Any) -> list[str]:
        found: list[str] = []
        cursor: str | None = None
        while True:
            asked = params | ({"cursor": cursor} if cursor else {})
            page = await ok(await world.client(who.wang).get(office.notices, params=asked))
            found += [n["titleZh"] for n in page["items"]]
            assert all("bodyZh" not in n for n in page["items"])
            if (cursor := page["next"]) is None:
                return found

    assert await titles() == await titles(limit=2) == ["3", "2", "1", "0", "全校"]
    assert await titles(state="draft") == ["3", "2", "1", "0"]
    assert await titles(state="sent") == ["全校"]
    assert len((await ok(await world.client(who.gao).get(office.notices)))["items"]) == 7
    answer = await world.client(who.wang).get(office.notices, params={"state": "lost"})
    assert field(answer)[:2] == (422, "$.state")
    assert drafts
    assert told


async def test_a_preview_keeps_nothing(office: Office) -> None:
    who = office.world.people
    for audience in ({}, {"wholeSchool": True, "classIds": [str(office.world.north_a)]}):
        answer = await office.world.client(who.gao).post(f"{office.notices}/audience", json=audience)
        assert field(answer) == (422, "$", "one-of")
    assert await office.reach(who.gao, wholeSchool=True) == {"people": 3, "students": 2}
    assert await office.world.sql(office.org_id, "select 1 from notices where org_id = $1", office.org_id) == []
