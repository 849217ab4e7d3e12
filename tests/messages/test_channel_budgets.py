"""Budgets of the channels that providers limit: each has its own, set and raised as that of SMS is."""

from typing import Any

import httpx
import pytest

from api.messages.budgets import rules
from tests.counselling.desk import ok, slug, version
from tests.world import Person, World

OTHERS = ["wecom", "wechat", "mail"]


def path(world: World, channel: str, what: str = "") -> str:
    return f"/orgs/{world.north}/channel-budget{what}?channel={channel}"


async def get(world: World, by: Person, channel: str) -> Any:
    return await ok(await world.client(by).get(path(world, channel)))


async def put(world: World, by: Person, channel: str, parts: int) -> httpx.Response:
    seen = (await get(world, by, channel))["version"]
    strong = await world.sign_in(by, assurance=2)
    return await strong.put(path(world, channel), json={"parts": parts}, headers=version(seen))


async def answer(world: World, by: Person, channel: str, parts: int) -> httpx.Response:
    strong = await world.sign_in(by, assurance=2)
    return await strong.post(path(world, channel, "/answer"), json={"parts": parts, "approve": True})


@pytest.mark.parametrize("channel", OTHERS)
async def test_each_channel_has_a_budget_of_its_own(world: World, channel: str) -> None:
    who = world.people
    before = await get(world, who.gao, channel)
    assert (before["channel"], before["parts"], before["left"], before["price"]) == (channel, None, None, None)
    found = await ok(await put(world, who.gao, channel, 500))
    assert (found["channel"], found["parts"], found["left"]) == (channel, 500, 500)
    for other in {*OTHERS, "sms"} - {channel}:
        assert (await get(world, who.gao, other))["parts"] is None
    assert (await ok(await world.client(who.gao).get(f"/orgs/{world.north}/channel-budget")))["channel"] == "sms"


async def test_a_yes_is_to_one_channels_budget(world: World) -> None:
    who = world.people
    for channel in OTHERS:
        await ok(await put(world, who.gao, channel, 100))
    assert (await ok(await put(world, who.gao, "mail", 200)))["asked"]["parts"] == 200
    assert slug(await answer(world, who.north_admin, "wecom", 200)) == (409, "sms-budget-not-asked")
    assert slug(await answer(world, who.gao, "mail", 200)) == (403, "sms-budget-by-another")
    assert (await ok(await answer(world, who.north_admin, "mail", 200)))["parts"] == 200
    assert (await get(world, who.gao, "wecom"))["parts"] == 100


async def test_refusals(world: World) -> None:
    who = world.people
    for channel in ("fcm", "webpush", "letter", ""):
        assert (await world.client(who.gao).get(path(world, channel))).status_code in {400, 422}, channel
    for stranger in (who.wang, who.mother, who.ming, who.south_admin):
        assert (await world.client(stranger).get(path(world, "mail"))).status_code in {403, 404}, stranger.name
    weak = await world.sign_in(who.gao, assurance=1)
    refused = await weak.put(path(world, "mail"), json={"parts": 1}, headers=version(0))
    assert slug(refused) == (403, "step-up-needed")


@pytest.mark.parametrize(
    ("channels", "over", "left"),
    [
        (("wecom", "sms"), ["wecom:alone"], ("sms",)),
        (("wecom",), ["wecom:alone"], ("wecom",)),
        (("wecom", "mail"), ["mail:alone", "wecom:alone"], ("wecom",)),
        (("wecom", "sms"), ["sms:none", "wecom:alone"], ("wecom",)),
        (("sms",), ["sms:none"], ()),
        (("sms",), ["sms:alone"], ("sms",)),
        (("fcm", "sms", "mail"), ["sms:none"], ("fcm", "mail")),
    ],
)
def test_who_has_a_free_channel_is_told_by_it(channels: Any, over: list[str], left: tuple[str, ...]) -> None:
    assert rules.within(channels, over) == left
