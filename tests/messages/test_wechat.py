"""A guardian's link to their school's WeChat service account: who may begin it, and what has to come back."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core import db
from api.core.clock import FixedClock
from api.core.sealing import Sealer
from api.core.services import Services
from api.core.unit_of_work import system_uow
from api.core.wechat import Account
from api.messages import service as messages
from api.messages.attempts import service as attempts
from api.messages.wechat import service
from schemas.messages.tasks import LinkWechat
from tests.accounts.test_pushes_end import SHARED, signed_in
from tests.accounts.test_signin import sealer
from tests.counselling.desk import ok, slug
from tests.world import Person, World

__all__ = ["sealer"]
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
    """A link with a code of the attacker's own WeChat: what its opener is told would go there."""
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


async def answer(app: Litestar, world: World, person: Person, open_id: str = "openid") -> None:
    """WeChat says who that is."""
    async with system_uow(app.state["services"], world.north) as uow:
        await service.set_answer(uow, LinkWechat(account_id=person.account_id, app_id=APP, code="c1"), open_id)


async def told(app: Litestar, world: World, person: Person) -> list[str]:
    """The openids at which the person would be told something now."""
    async with system_uow(app.state["services"], world.north) as uow:
        found = await attempts.open_contacts(uow, [person.account_id], frozenset({"wechat"}))
        due = attempts._addresses(uow, found[person.account_id], "wechat")  # pyright: ignore[reportPrivateUsage]
        return [address.text for address in due]


async def linked(world: World, app: Litestar, person: Person) -> str:
    """Links the person's WeChat. Returns what travelled with them."""
    begun = await state(world, person)
    await ok(await put(world, person, begun))
    await answer(app, world, person)
    assert (await get(world, person))["state"] == "linked"
    assert await told(app, world, person) == ["openid"]
    return begun


async def everywhere(world: World, _: Person, own: httpx.AsyncClient) -> None:
    assert (await own.delete("/me/sessions")).status_code == 200


async def operator(world: World, person: Person, _: httpx.AsyncClient) -> None:
    await world.operate(db.PLATFORM, "select session_end($1, null)", person.account_id)


@pytest.mark.parametrize("end", [everywhere, operator])
async def test_a_link_ends_with_the_sessions_that_may_have_made_it(
    world: World, app: Litestar, end: Callable[[World, Person, httpx.AsyncClient], Awaitable[None]]
) -> None:
    mother = world.people.mother
    own, begun = await world.sign_in(mother, assurance=1), await linked(world, app, mother)
    await end(world, mother, own)
    assert await told(app, world, mother) == []
    own = await world.sign_in(mother, assurance=1)
    assert (await ok(await own.get(path(world))))["state"] == "none"
    asked = await own.put(path(world), json={"wechatCode": "c1", "state": begun})
    assert slug(asked) == (409, "wechat-not-begun"), "what was begun before ends as well"


async def test_a_new_link_is_told_and_not_by_itself(world: World, app: Litestar) -> None:
    mother = world.people.mother
    await linked(world, app, mother)
    titles = [item["title"] for item in (await ok(await world.client(mother).get("/me/inbox")))["items"]]
    assert "Messages by WeChat are on" in titles
    async with system_uow(app.state["services"], world.north) as uow:
        sql = "select message_id from messages where org_id = $1 and template = 'wechat_link'"
        found = await world.operate(world.north, sql, world.north)
        assert len(found) == 1
        round_ = await messages.claim_due(uow, [found[0]["message_id"]], frozenset({"wechat", "sms"}))
    assert [one.channel for one in round_.attempts] == ["sms"]


async def test_signing_out_here_alone_leaves_the_link(world: World, app: Litestar) -> None:
    mother = world.people.mother
    other = await world.sign_in(mother, assurance=1)
    await linked(world, app, mother)
    session = next(s["sessionId"] for s in (await other.get("/me/sessions")).json() if s["current"])
    assert (await other.delete(f"/me/sessions/{session}")).status_code == 204
    assert await told(app, world, mother) == ["openid"]


async def test_an_ask_ends_with_them_too(world: World, app: Litestar) -> None:
    mother = world.people.mother
    await ok(await put(world, mother, await state(world, mother)))
    await everywhere(world, mother, world.client(mother))
    assert (await get(world, mother))["state"] == "none"
    await answer(app, world, mother)
    assert (await told(app, world, mother), (await get(world, mother))["state"]) == ([], "failed")


async def test_a_phone_that_others_use_links_nothing(world: World, http: httpx.AsyncClient, sealer: Sealer) -> None:
    mother = world.people.mother
    begun = await state(world, mother)
    shared = world.client(mother, token=await signed_in(world, http, sealer, mother, **SHARED))
    assert (await ok(await shared.get(path(world)))) == {"state": "none", "connectUrl": None}
    asked = await shared.put(path(world), json={"wechatCode": "c1", "state": begun})
    assert slug(asked) == (409, "shared-phone")
    assert await tasks_of(world, mother) == []


async def test_a_number_that_moves_before_the_answer_links_nobody(
    world: World, app: Litestar, services: Services
) -> None:
    mother = world.people.mother
    await ok(await put(world, mother, await state(world, mother)))
    sealed = services.sealer.seal_contact("phone", mother.account_id, "13100000007")
    await world.operate(
        db.PLATFORM, "update login_keys set sealed = $2 where account_id = $1", mother.account_id, sealed
    )
    await answer(app, world, mother, "who had the number before")
    assert (await told(app, world, mother), (await get(world, mother))["state"]) == ([], "failed")
