"""An organisation's SMS budget: who sets it, a second person for a higher one, and what it shows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.services import Services
from tests.counselling.desk import ok, slug, version
from tests.world import Person, World


def path(world: World, org_id: int | None = None) -> str:
    return f"/orgs/{org_id or world.north}/channel-budget"


async def get(world: World, by: Person) -> Any:
    return await ok(await world.client(by).get(path(world)))


async def put(world: World, by: Person, parts: int, seen: int | None = None) -> httpx.Response:
    found = await get(world, by) if seen is None else {"version": seen}
    strong = await world.sign_in(by, assurance=2)
    return await strong.put(path(world), json={"parts": parts}, headers=version(found["version"]))


async def answer(world: World, by: Person, parts: int, *, approve: bool = True) -> httpx.Response:
    strong = await world.sign_in(by, assurance=2)
    return await strong.post(f"{path(world)}/answer", json={"parts": parts, "approve": approve})


async def test_one_person_sets_a_first_budget_and_lowers_it(world: World) -> None:
    who = world.people
    before = await get(world, who.gao)
    assert (before["parts"], before["left"], before["isDefault"], before["version"]) == (None, None, True, 0)
    assert (await ok(await put(world, who.gao, 500)))["parts"] == 500
    found = await ok(await put(world, who.north_admin, 300))
    assert (found["parts"], found["left"], found["isDefault"], found["asked"]) == (300, 300, False, None)


async def test_a_higher_one_takes_a_second_person(world: World) -> None:
    who = world.people
    await ok(await put(world, who.gao, 100))
    found = await ok(await put(world, who.gao, 200))
    assert (found["parts"], found["asked"]["parts"], found["asked"]["canAnswer"]) == (100, 200, False)
    assert slug(await answer(world, who.gao, 200)) == (403, "sms-budget-by-another")
    assert slug(await answer(world, who.north_admin, 199)) == (409, "sms-budget-not-asked"), "not what stands there"
    assert (await get(world, who.north_admin))["asked"]["by"] == "gao"
    assert (await ok(await answer(world, who.north_admin, 200)))["parts"] == 200
    assert slug(await answer(world, who.north_admin, 200)) == (409, "sms-budget-not-asked")


async def brought(world: World, person: Person, by: Person, days: int) -> None:
    """By whose word they have their part and role, and since when."""
    await world.operate(
        world.north,
        "update staff set appointed_by = $3, role_by = $3, appointed_at = $4, role_at = $4 where org_id = $1 and staff_id = $2",
        *(world.north, person.account_id, by.account_id, world.now - timedelta(days=days)),
    )


@pytest.mark.parametrize("case", ["appointed by who asks", "who asks was appointed", "both by one, this week"])
async def test_two_accounts_of_one_person_are_not_two(world: World, case: str) -> None:
    """As everywhere that a second adult stands behind something (0310)."""
    who = world.people
    first, second = who.north_admin, who.gao
    if case == "appointed by who asks":
        await brought(world, second, first, 400)
    elif case == "who asks was appointed":
        await brought(world, first, second, 400)
    else:
        await brought(world, first, who.lin, 400)
        await brought(world, second, who.lin, 1)
    await ok(await put(world, first, 100))
    await ok(await put(world, first, 200))
    assert (await get(world, second))["asked"]["canAnswer"] is False
    assert slug(await answer(world, second, 200)) == (403, "sms-budget-by-another")
    assert (await ok(await answer(world, second, 200, approve=False)))["asked"] is None, "a no takes nobody else"


async def test_two_whom_one_person_brought_in_long_ago_are_two(world: World) -> None:
    who = world.people
    for person in (who.north_admin, who.gao):
        await brought(world, person, who.lin, 30)
    await ok(await put(world, who.north_admin, 100))
    await ok(await put(world, who.north_admin, 200))
    assert (await ok(await answer(world, who.gao, 200)))["parts"] == 200


async def test_a_second_person_says_no_and_who_asked_takes_it_back(world: World) -> None:
    who = world.people
    await ok(await put(world, who.gao, 100))
    for by in (who.north_admin, who.gao):
        await ok(await put(world, who.gao, 200))
        found = await ok(await answer(world, by, 200, approve=False))
        assert (found["parts"], found["asked"]) == (100, None)


async def test_what_somebody_asked_who_left_is_asked_no_more(world: World) -> None:
    who = world.people
    await ok(await put(world, who.gao, 100))
    await ok(await put(world, who.gao, 200))
    await world.operate(
        world.north,
        "update staff set roles = '{}' where org_id = $1 and staff_id = $2",
        world.north,
        who.gao.account_id,
    )
    assert (await get(world, who.north_admin))["asked"] is None
    assert slug(await answer(world, who.north_admin, 200)) == (409, "sms-budget-not-asked")


async def test_refusals(world: World) -> None:
    who = world.people
    for stranger in (who.wang, who.chen, who.mother, who.ming, who.south_admin):
        answered = await world.client(stranger).get(path(world))
        assert answered.status_code in {403, 404}, stranger.name
    weak = await world.sign_in(who.gao, assurance=1)
    assert slug(await weak.put(path(world), json={"parts": 1}, headers=version(0))) == (403, "step-up-needed")
    await ok(await put(world, who.gao, 100))
    assert (await put(world, who.gao, 90, seen=0)).status_code == 412
    for parts in (-1, 10_000_001, 1.5, "many"):
        assert (await put(world, who.gao, parts)).status_code in {400, 422}  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(("counted", "shown"), [(0, 0), (1, 10), (10, 10), (11, 20)])
async def test_single_messages_show_in_full_tens_alone(
    world: World, app: Litestar, services: Services, counted: int, shown: int
) -> None:
    who = world.people
    app.state["services"] = replace(services, config=msgspec.structs.replace(services.config, sms_price=0.05))
    await ok(await put(world, who.gao, 100))
    month = (await get(world, who.gao))["month"]
    insert = "insert into sms_spent (org_id, month, kind, parts) values ($1, $2::text::date, 'other', $3), ($1, $2::text::date, 'notice', 7)"
    await world.operate(world.north, insert, world.north, month, counted)
    found = await get(world, who.gao)
    assert {one["kind"]: one["parts"] for one in found["spent"]} == {
        "notice": 7,
        "reminder": 0,
        "urgent": 0,
        "other": shown,
    }
    assert (found["left"], found["price"]) == (93 - shown, 0.05)


async def test_up_to_the_default_one_person_decides(world: World, app: Litestar, services: Services) -> None:
    who = world.people
    app.state["services"] = replace(services, config=msgspec.structs.replace(services.config, sms_budget=1000))
    assert (await get(world, who.gao))["parts"] == 1000
    await ok(await put(world, who.gao, 100))
    assert (await ok(await put(world, who.gao, 1000)))["parts"] == 1000
    assert (await ok(await put(world, who.gao, 1001)))["asked"]["parts"] == 1001
