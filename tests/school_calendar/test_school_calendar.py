"""A school's calendar over HTTP: read by everybody of it, edited by its administrator, and closed days for all."""

from typing import Any

import httpx
import pytest

from api.school_calendar import national
from tests.counselling.desk import field, ok, slug, version
from tests.school_calendar.year import BREAK, add, closed, term, workday
from tests.world import Person, World


def path(org_id: int, rest: str = "") -> str:
    return f"/orgs/{org_id}/school-calendar{rest}"


async def end(world: World, who: Person, entry: Any) -> httpx.Response:
    return await world.client(who).post(path(world.north, f"/entries/{entry['entryId']}/end"))


async def year(world: World, org_id: int, who: Person, **params: Any) -> Any:
    return await ok(await world.client(who).get(path(org_id), params=params))


def kind_on(calendar: Any, day: str) -> str:
    [span] = [s for s in calendar["spans"] if s["firstDay"] <= day <= s["lastDay"]]
    return span["kind"]


async def test_a_year_without_entries_follows_the_national_table(world: World) -> None:
    found = await year(world, world.north, world.people.mother)
    assert (found["year"], found["firstDay"], found["lastDay"]) == (2026, "2026-09-01", "2027-08-31")
    assert (kind_on(found, "2026-10-01"), kind_on(found, "2026-10-10")) == ("holiday", "workday")
    assert found["settings"] == {"nationalDays": True, "visitFrom": "08:00", "visitUntil": "21:30", "version": 1}
    table = found["national"]
    assert table == {"source": national.SOURCE, "lastYear": national.LAST_YEAR, "missing": national.LAST_YEAR < 2027}
    assert not (await year(world, world.north, world.people.mother, year=2025))["national"]["missing"]
    assert (found["canEdit"], found["entries"]) == (False, [])


async def test_one_entry_closes_days_for_everybody(world: World) -> None:
    who = world.people
    [made] = await add(world, world.north, who.north_admin, BREAK)
    for person in (who.mother, who.ming, who.wang, who.lin, who.north_admin):
        found = await year(world, world.north, person)
        assert [kind_on(found, day) for day in ("2026-12-18", "2026-12-21", "2026-12-24")] == [
            *("school_day", "closed", "school_day")
        ]
        assert found["entries"] == [made]
    assert kind_on(await year(world, world.south, who.south_admin), "2026-12-21") == "school_day"
    for _ in range(2):
        assert await ok(await end(world, who.north_admin, made)) == made
    assert kind_on(await year(world, world.north, who.ming), "2026-12-21") == "school_day"


async def test_terms_and_make_up_workdays_are_shown(world: World) -> None:
    who = world.people
    terms = term("2026-09-01", "2027-01-22"), term("2027-02-22", "2027-07-05", "第二学期")
    await add(world, world.north, who.north_admin, *terms, workday("2026-12-06", 5))
    found = await year(world, world.north, who.ming)
    assert (kind_on(found, "2027-02-01"), kind_on(found, "2026-12-06")) == ("vacation", "workday")
    [made_up] = [s for s in found["spans"] if s["firstDay"] == "2026-12-06"]
    assert (made_up["followsWeekday"], made_up["name"], made_up["source"]) == (5, "补课", "own")


async def test_only_administrators_and_officers_edit(world: World) -> None:
    who = world.people
    for person in (who.wang, who.lin, who.gao, who.mother, who.ming, who.south_admin, who.nobody):
        client = world.client(person)
        assert slug(await client.post(path(world.north, "/entries"), json={"entries": [BREAK]})) == (403, "forbidden")
        body = {"nationalDays": False, "visitFrom": "08:00", "visitUntil": "20:00"}
        answer = await client.put(path(world.north, "/settings"), json=body, headers=version(1))
        assert slug(answer) == (403, "forbidden")
    await add(world, world.bureau, who.ou, BREAK)


async def test_entries_of_another_organisation_are_not_found(world: World) -> None:
    who = world.people
    [theirs] = await add(world, world.south, who.south_admin, BREAK)
    assert slug(await end(world, who.north_admin, theirs)) == (404, "not-found")


async def test_a_repeated_request_adds_once_and_faulty_entries_add_nothing(world: World) -> None:
    who = world.people
    client, key = world.client(who.north_admin), {"idempotency-key": "the-october-break"}
    made = await ok(await client.post(path(world.north, "/entries"), json={"entries": [BREAK]}, headers=key), 201)
    assert (
        await ok(await client.post(path(world.north, "/entries"), json={"entries": [BREAK]}, headers=key), 201) == made
    )
    both = {"entries": [closed("2027-03-01"), BREAK]}
    assert field(await client.post(path(world.north, "/entries"), json=both)) == (
        422,
        "$.entries[1].firstDay",
        "duplicate",
    )
    assert (await year(world, world.north, who.ming))["entries"] == made


async def test_settings_have_versions_and_an_order(world: World) -> None:
    who = world.people
    client, there = world.client(who.north_admin), path(world.north, "/settings")
    body = {"nationalDays": False, "visitFrom": "09:00", "visitUntil": "24:00"}
    answer = await ok(await client.put(there, json=body, headers=version(1)))
    assert answer == {**body, "version": 2}
    assert slug(await client.put(there, json=body, headers=version(1))) == (412, "stale")
    assert (await ok(await client.put(there, json=body, headers=version(2))))["version"] == 3
    turned = {**body, "visitUntil": "08:00"}
    assert field(await client.put(there, json=turned, headers=version(3))) == (422, "$.visitUntil", "order")
    for clock in ("24:01", "25:00", "8:00", "24:00 "):
        answer = await client.put(there, json={**body, "visitUntil": clock}, headers=version(3))
        assert field(answer)[:2] == (422, "$.visitUntil")
    found = await year(world, world.north, who.mother)
    assert kind_on(found, "2026-10-01") == "school_day"


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"kind": "party"}, "$.entries[0].kind"),
        ({"name": " "}, "$.entries[0].name"),
        ({"name": "字" * 41}, "$.entries[0].name"),
        ({"followsWeekday": 8}, "$.entries[0].followsWeekday"),
        ({"firstDay": "2026-13-01"}, "$.entries[0].firstDay"),
        ({"lastDay": "2026-12-20"}, "$.entries[0].lastDay"),
    ],
)
async def test_what_is_no_entry_is_refused_by_field(world: World, more: dict[str, Any], wrong: str) -> None:
    client = world.client(world.people.north_admin)
    answer = await client.post(path(world.north, "/entries"), json={"entries": [{**BREAK, **more}]})
    assert field(answer)[:2] == (422, wrong), answer.text
