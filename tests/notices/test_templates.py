"""Templates of notices: a writer's own, the school's, and what is refused."""

from typing import Any
from uuid import uuid4

import httpx

from tests.counselling.desk import field, ok, slug, version
from tests.notices.matrix import TEMPLATE
from tests.notices.office import Office
from tests.world import Person

ENGLISH = {"titleEn": "Safe by the water", "bodyEn": "Nobody swims alone."}


def _path(office: Office, template: Any = None, what: str = "") -> str:
    one = f"/{template['templateId']}" if template else ""
    return f"/orgs/{office.org_id}/notice-templates{one}{what}"


async def _try(office: Office, by: Person, **more: Any) -> httpx.Response:
    return await office.world.client(by).post(_path(office), json={**TEMPLATE, **more})


async def _add(office: Office, by: Person, **more: Any) -> Any:
    return await ok(await _try(office, by, **more), 201)


async def _set(office: Office, by: Person, template: Any, seen: int = 1, **more: Any) -> httpx.Response:
    body = {**TEMPLATE, **more}
    return await office.world.client(by).put(_path(office, template), json=body, headers=version(seen))


async def _remove(office: Office, by: Person, template: Any, seen: int = 1) -> httpx.Response:
    return await office.world.client(by).post(_path(office, template, "/remove"), headers=version(seen))


async def _list(office: Office, by: Person) -> list[tuple[str, bool, bool]]:
    found = await ok(await office.world.client(by).get(_path(office)))
    return [(line["name"], line["shared"], line["canChange"]) for line in found]


async def test_a_template_comes_back_as_it_was_kept(office: Office) -> None:
    who = office.world.people
    kept = await _add(office, who.wang, **ENGLISH, parts=["guardian", "student", "guardian"])
    assert kept == {
        **TEMPLATE,
        **ENGLISH,
        "templateId": kept["templateId"],
        "shared": False,
        "canChange": True,
        "importance": "ordinary",
        "parts": ["guardian", "student"],
        "removed": False,
        "version": 1,
    }
    assert await ok(await office.world.client(who.wang).get(_path(office, kept))) == kept
    renamed = await ok(await _set(office, who.wang, kept, name="暑期安全", parts=["student"]))
    assert (renamed["name"], renamed["titleEn"], renamed["parts"], renamed["version"]) == (
        "暑期安全",
        None,
        ["student"],
        2,
    )
    assert slug(await _set(office, who.wang, kept)) == (412, "stale")


async def test_ones_own_is_seen_by_nobody_else(office: Office) -> None:
    who = office.world.people
    kept = await _add(office, who.wang)
    assert await _list(office, who.wang) == [("防溺水提醒", False, True)]
    for other in (who.gao, who.north_admin):
        assert await _list(office, other) == []
        assert slug(await office.world.client(other).get(_path(office, kept))) == (404, "not-found")
        assert slug(await _set(office, other, kept)) == (404, "not-found")
        assert slug(await _remove(office, other, kept)) == (404, "not-found")
    assert await _list(office, who.wang) == [("防溺水提醒", False, True)]


async def test_the_schools_are_used_by_all_writers_and_kept_by_leaders(office: Office) -> None:
    who = office.world.people
    assert slug(await _try(office, who.wang, shared=True)) == (403, "template-shared-by-leaders")
    kept = await _add(office, who.gao, shared=True, importance="urgent")
    assert await _list(office, who.wang) == [("防溺水提醒", True, False)]
    seen = await ok(await office.world.client(who.wang).get(_path(office, kept)))
    assert (seen["bodyZh"], seen["importance"]) == (TEMPLATE["bodyZh"], "urgent")
    assert slug(await _set(office, who.wang, kept)) == (404, "not-found")
    assert slug(await _remove(office, who.wang, kept)) == (404, "not-found")
    await ok(await _set(office, who.north_admin, kept, name="防溺水"))
    assert await _list(office, who.gao) == [("防溺水", True, True)]


async def test_the_schools_stay_when_their_writer_leaves(office: Office) -> None:
    who, world = office.world.people, office.world
    kept = await _add(office, who.gao, shared=True)
    await _add(office, who.gao, name="自己的")
    leave = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await world.sql(office.org_id, leave, office.org_id, who.gao.account_id, world.now)
    assert await _list(office, who.north_admin) == [("防溺水提醒", True, True)]
    await ok(await _remove(office, who.north_admin, kept))
    assert await _list(office, who.north_admin) == []


async def test_a_removed_one_is_in_no_list_and_not_changed(office: Office) -> None:
    who = office.world.people
    kept = await _add(office, who.wang)
    assert slug(await _remove(office, who.wang, kept, seen=7)) == (412, "stale")
    removed = await ok(await _remove(office, who.wang, kept))
    assert (removed["removed"], removed["version"]) == (True, 2)
    assert await ok(await _remove(office, who.wang, kept)) == removed
    assert await _list(office, who.wang) == []
    assert slug(await _set(office, who.wang, kept, seen=2)) == (409, "template-removed")
    await _add(office, who.wang)  # its name is free again


async def test_a_name_stands_once_in_a_list(office: Office) -> None:
    who = office.world.people
    await _add(office, who.wang)
    assert slug(await _try(office, who.wang)) == (409, "template-name-taken")
    other = await _add(office, who.wang, name="家长会邀请")
    assert slug(await _set(office, who.wang, other)) == (409, "template-name-taken")
    await _add(office, who.gao, shared=True)  # the school's list is another one
    assert slug(await _try(office, who.north_admin, shared=True)) == (409, "template-name-taken")
    await _add(office, who.north_admin)


async def test_lists_have_an_end(office: Office) -> None:
    who = office.world.people
    for owner, most, shared in ((who.wang, 30, False), (who.gao, 100, True)):
        fill = (
            "insert into notice_templates (org_id, template_id, owner_id, name, kind, importance, title_zh, body_zh, parts, created_at,"
            " updated_at) select $1, u.id, $2, '模板' || u.n, 'information', 'ordinary', '题', '文', '{guardian}', $3, $3"
            " from unnest($4::uuid[]) with ordinality as u (id, n) on conflict do nothing"
        )
        owner_id = None if shared else owner.account_id
        ids = [uuid4() for _ in range(most - 1)]
        await office.world.sql(office.org_id, fill, office.org_id, owner_id, office.world.now, ids)
        kept = await _add(office, owner, name="最后一个", shared=shared)
        assert slug(await _try(office, owner, name="再一个", shared=shared)) == (409, "templates-full")
        await ok(await _remove(office, owner, kept))
        await _add(office, owner, name="再一个", shared=shared)


async def test_texts_are_those_of_a_notice(office: Office) -> None:
    who = office.world.people
    assert field(await _try(office, who.wang, titleEn="Half")) == (422, "$.bodyEn", "pair")
    for wrong in (
        {"titleZh": "x" * 81},
        {"bodyZh": ""},
        {"bodyZh": "x" * 4001},
        {"name": "x" * 41},
        {"name": "\u202a"},
    ):
        assert (await _try(office, who.wang, **wrong)).status_code == 422
    assert (await _try(office, who.wang, parts=[])).status_code == 422
    assert slug(await _try(office, who.wang, importance="urgent")) == (403, "urgent-by-leaders")
    kept = await _add(office, who.wang)
    assert slug(await _set(office, who.wang, kept, importance="urgent")) == (403, "urgent-by-leaders")
    await _add(office, who.gao, importance="urgent")


async def test_other_schools_and_other_people_have_nothing_of_it(office: Office) -> None:
    who = office.world.people
    kept = await _add(office, who.gao, shared=True)
    foreign = f"/orgs/{office.world.south}/notice-templates/{kept['templateId']}"
    assert slug(await office.world.client(who.south_admin).get(foreign)) == (404, "not-found")
    for other in (who.mother, who.ming, who.lin, who.south_admin):
        assert slug(await office.world.client(other).get(_path(office))) == (403, "forbidden")
        assert slug(await _try(office, other)) == (403, "forbidden")
