"""A guardian's link to their school's WeChat service account: who may begin it, and what has to come back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.clock import FixedClock
from api.core.services import Services
from api.core.wechat import Account
from tests.counselling.desk import ok, slug
from tests.world import Person, World

APP = "wx0123456789abcdef"


def path(world: World, org_id: int | None = None) -> str:
    return f"/orgs/{org_id or world.north}/me/wechat"


@pytest.fixture(autouse=True)
def _account(app: Litestar, http: httpx.AsyncClient, services: Services, world: World) -> None:
    """A service account of the northern school alone."""
    assert http
    own = Account(org_id=world.north, app_id=APP, secret="s", template_id="t", fields={"thing1": "title"})
    config = msgspec.structs.replace(services.config, wechat=(own,), sms_url="https://sms.example.cn")
    app.state["services"] = replace(services, config=config)


async def get(world: World, by: Person, org_id: int | None = None) -> Any:
    return await ok(await world.client(by).get(path(world, org_id)))


async def state(world: World, by: Person) -> str:
    """What travels with the person through WeChat's page."""
    url = urlsplit(str((await get(world, by))["connectUrl"]))
    assert (url.hostname, url.path, url.fragment) == (
        "open.weixin.qq.com",
        "/connect/oauth2/authorize",
        "wechat_redirect",
    )
    asked = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert (asked["appid"], asked["response_type"], asked["scope"]) == (APP, "code", "snsapi_base")
    assert asked["redirect_uri"].endswith(f"/me/settings?wechat={world.north}")
    assert asked["state"].isalnum()
    assert len(asked["state"]) <= 128
    return asked["state"]


async def put(world: World, by: Person, begun: str, org_id: int | None = None) -> httpx.Response:
    return await world.client(by).put(path(world, org_id), json={"wechatCode": "c1", "state": begun})


async def tasks_of(world: World, person: Person) -> list[str]:
    sql = "select state from tasks where org_id = $1 and kind = 'link_wechat' and key = $2"
    return [row["state"] for row in await world.operate(world.north, sql, world.north, str(person.account_id))]


async def test_who_comes_back_from_wechat_is_asked_about_and_may_stop_it(world: World) -> None:
    mother = world.people.mother
    assert (await get(world, mother))["state"] == "none"
    assert (await ok(await put(world, mother, await state(world, mother))))["state"] == "asked"
    assert await tasks_of(world, mother) == ["planned"]
    assert (await world.client(mother).delete(path(world))).status_code == 204
    assert (await get(world, mother))["state"] == "none"
    assert await tasks_of(world, mother) == ["cancelled"]
    assert (await world.client(mother).delete(path(world))).status_code == 204, "the same again"


async def test_what_somebody_else_began_links_nobody(world: World) -> None:
    """A link with a code of the attacker's own WeChat: whoever opens it would be told things there."""
    who = world.people
    other = await state(world, who.father)
    for begun in (other, "x", "0" * 64, "😀"):
        assert slug(await put(world, who.mother, begun)) == (409, "wechat-not-begun")
    assert await tasks_of(world, who.mother) == []


async def test_what_was_begun_long_ago_is_begun_again(world: World, clock: FixedClock) -> None:
    mother = world.people.mother
    begun = await state(world, mother)
    clock.advance(timedelta(minutes=10))
    assert (await ok(await put(world, mother, begun)))["state"] == "asked"
    clock.advance(timedelta(minutes=10))
    assert slug(await put(world, mother, begun)) == (409, "wechat-not-begun")


async def test_a_school_without_a_service_account_says_so(world: World) -> None:
    mother = world.people.mother
    assert await get(world, mother, world.south) == {"state": "off", "connectUrl": None}
    assert slug(await put(world, mother, await state(world, mother), world.south)) == (409, "wechat-off")


async def test_it_is_for_guardians_alone(world: World) -> None:
    who = world.people
    for person in (who.ming, who.wang, who.north_admin, who.former_guardian, who.nobody, who.lei_father):
        assert (await world.client(person).get(path(world))).status_code in {403, 404}, person.name
        assert (await put(world, person, "s")).status_code in {403, 404}, person.name
        assert (await world.client(person).delete(path(world))).status_code in {403, 404}, person.name


async def test_another_account_of_the_school_knows_nobody_yet(world: World, app: Litestar, services: Services) -> None:
    mother = world.people.mother
    await put(world, mother, await state(world, mother))
    other = Account(org_id=world.north, app_id="wx9", secret="s", template_id="t", fields={"thing1": "title"})
    app.state["services"] = replace(services, config=msgspec.structs.replace(services.config, wechat=(other,)))
    assert (await get(world, mother))["state"] == "none"


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("update sessions set closed_before = $3, closed_until = $2 where account_id = $1", "closed-for-now"),
        (
            "update accounts set login_moved_at = $3, login_closed_until = $2 where account_id = $1",
            "number-moved-lately",
        ),
    ],
)
async def test_a_new_secret_or_number_links_nothing_for_a_week(
    world: World, clock: FixedClock, change: str, refusal: str
) -> None:
    mother = world.people.mother
    begun, now = await state(world, mother), clock.now()
    weak = await world.sign_in(mother, assurance=1)
    await world.operate(0, change, mother.account_id, now + timedelta(days=7), now)
    asked = await weak.put(path(world), json={"wechatCode": "c1", "state": begun})
    assert slug(asked) == (403, refusal)
    assert await tasks_of(world, mother) == []
    if refusal == "number-moved-lately":
        assert slug(await weak.delete(path(world))) == (403, refusal), "who takes the number back is told as before"
