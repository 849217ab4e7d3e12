"""Template messages of WeChat against a double of its API."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from api.core import wechat as api
from api.core.errors import Misconfigured
from jobs.channels import wechat
from jobs.channels.base import Later, Outgoing, Refused, Result, Sent
from jobs.channels.wechat import WechatTemplates
from tests.channels.samples import NOW
from tests.channels.samples import outgoing as sample
from tests.doubles.wechat import APP, SECRET, TEMPLATE, WechatDouble

ORG = 7
TAKEN = Sent("200228332")


def outgoing(open_id: str, number: int = 0, **changes: Any) -> Outgoing:
    own = {"org_id": ORG, "topic": "0198c1de-0000-7000-8000-000000000001", "link": "https://x.example.cn/inbox"}
    return sample(open_id, number, **(own | changes))


@pytest.fixture
async def double() -> AsyncIterator[WechatDouble]:
    async with WechatDouble() as made:
        made.followers = {"anna", "bo"}
        made.strangers = {"chen"}
        yield made


@pytest.fixture
async def channel(double: WechatDouble) -> AsyncIterator[WechatTemplates]:
    made = WechatTemplates([double.account(ORG)], url=double.url, timeout=timedelta(seconds=1), now=lambda: NOW)
    yield made
    await made.close()


async def test_followers_are_reached_and_the_others_refused_for_good(
    double: WechatDouble, channel: WechatTemplates
) -> None:
    items = [outgoing("bo", 1), outgoing("nobody", 2), outgoing("chen", 3), outgoing("anna", 4)]
    assert await channel.send_many(items) == [TAKEN, Refused("wechat-40003"), Refused("wechat-43004"), TAKEN]
    assert double.screens["anna"] == [
        {
            "thing2": "心桥",
            "thing4": "您有一条新消息。",
            "time5": "2026-03-02 09:30:00",
            "url": "https://x.example.cn/inbox?m=0198c1de-0000-7000-8000-000000000001",
        }
    ]
    assert double.minted == 1


async def test_a_repeat_after_a_lost_answer_is_not_shown_twice(double: WechatDouble, channel: WechatTemplates) -> None:
    double.script.append("accept-then-503")
    assert await channel.send_many([outgoing("bo")]) == [Later("http-503")]
    assert await channel.send_many([outgoing("bo")]) == [TAKEN]
    assert len(double.screens["bo"]) == 1
    # The same words about something else are another message.
    await channel.send_many([outgoing("bo", topic="0198c1de-0000-7000-8000-000000000002")])
    assert len(double.screens["bo"]) == 2


async def test_a_token_that_ended_is_fetched_again(double: WechatDouble, channel: WechatTemplates) -> None:
    await channel.send_many([outgoing("bo")])
    double.expire()
    assert await channel.send_many([outgoing("anna")]) == [TAKEN]
    assert double.minted == 2
    double.script.append(40001)
    # Once a minute at most: a server that refuses every token must not be asked for tokens all the time.
    assert await channel.send_many([outgoing("bo")]) == [Later("wechat-40001")]
    assert double.minted == 2


@pytest.mark.parametrize(
    ("step", "result"),
    [
        (-1, Later("wechat--1")),
        (45009, Later("wechat-45009", api.QUOTA_REST)),
        (45011, Later("wechat-45011", timedelta(minutes=1))),
        (40037, Later("wechat-40037")),
        (40164, Later("wechat-40164")),
        (48001, Later("wechat-48001")),
        (43101, Refused("wechat-43101")),
        (47003, Refused("wechat-47003")),
        ("http-503", Later("http-503", timedelta(seconds=90))),
        ("http-429", Later("http-429", timedelta(seconds=90))),
        ("http-404", Refused("http-404")),
        ("garbage", Later("garbled")),
        ("reset", Later("connection")),
        ("stall", Later("timeout")),
    ],
)
async def test_what_each_answer_means(
    double: WechatDouble, channel: WechatTemplates, step: str | int, result: Result
) -> None:
    double.retry_after = "90"
    double.script.append(step)
    assert await channel.send_many([outgoing("anna")]) == [result]
    assert not double.screens["anna"]


async def test_once_the_quota_is_used_up_nothing_is_called_for_an_hour(
    double: WechatDouble, channel: WechatTemplates
) -> None:
    double.script.append(45009)
    await channel.send_many([outgoing("anna")])
    asked = double.requests
    (later,) = await channel.send_many([outgoing("bo")])
    assert isinstance(later, Later)
    assert (later.reason, double.requests) == ("resting", asked)
    assert later.retry_after
    assert timedelta(minutes=59) < later.retry_after <= api.QUOTA_REST


async def test_what_cannot_be_sent(double: WechatDouble, channel: WechatTemplates) -> None:
    assert await channel.send_many([outgoing("anna", expires_at=NOW)]) == [Refused("expired")]
    assert await channel.send_many([outgoing("anna", org_id=8)]) == [Refused("no-account")]
    assert await channel.send_many([outgoing("anna", body="\ud800")]) == [Refused("malformed")]
    assert await channel.send_many([outgoing("anna", title="长" * 50, body="第一行\n第二行")]) == [TAKEN]
    assert double.screens["anna"][0]["thing2"] == "长" * 19 + "…"
    assert double.screens["anna"][0]["thing4"] == "第一行 第二行"
    await channel.close()
    assert await channel.send_many([outgoing("anna")]) == [Later("closed")]


async def test_a_wrong_secret_waits_and_stands_in_no_log(double: WechatDouble) -> None:
    for changes, why in (({"secret": "wrong-secret"}, "wechat-40125"), ({"app_id": "wx1"}, "wechat-40013")):
        stranger = WechatTemplates([double.account(ORG, **changes)], url=double.url)
        with structlog.testing.capture_logs() as logs:
            assert await stranger.send_many([outgoing("anna")]) == [Later(why)]
        assert "wrong-secret" not in str(logs)
        await stranger.close()
    assert SECRET not in repr(double.account(ORG))


async def test_a_code_says_once_who_came_back(double: WechatDouble) -> None:
    double.codes["c1"] = "anna"
    client = api.Wechat(double.account(ORG), url=double.url)
    assert await client.find_open_id("c1") == "anna"
    for code, why in (("c1", "wechat-40163"), ("c2", "wechat-40029")):
        with pytest.raises(api.Failed, match=why):
            await client.find_open_id(code)
    assert double.minted == 0, "the page's codes need no access token"
    await client.close()


def test_the_setting_is_checked() -> None:
    good = (
        f'{{"orgId": 7, "appId": "{APP}", "secret": "s", "templateId": "{TEMPLATE}", "fields": {{"thing1": "title"}}}}'
    )
    assert [account.org_id for account in api.read_accounts(f"[{good}]")] == [7]
    assert api.read_accounts(None) == ()
    wrong = (good.replace("thing1", "phrase1"), good.replace("thing1", "time1"), good.replace('"title"', '"time"'))
    for text in ("{", f"[{good}, {good}]", '[{"orgId": 7}]', *(f"[{one}]" for one in wrong)):
        with pytest.raises(Misconfigured) as refused:
            api.read_accounts(text)
        assert APP not in str(refused.value)


def test_words_are_cut_to_what_a_keyword_holds() -> None:
    assert wechat.cut("字" * 20) == "字" * 20
    assert wechat.cut("字" * 21) == "字" * 19 + "…"
    assert wechat.cut("😀" * 11) == "😀" * 9 + "…", "an emoji is two units of UTF-16"
