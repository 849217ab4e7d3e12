"""School notices of WeCom against a double of its API."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import structlog

from api.core import wecom as api
from api.core.errors import Misconfigured
from jobs.channels import wecom
from jobs.channels.base import Later, Outgoing, Refused, Result, Sent, next_try
from jobs.channels.wecom import WecomNotices
from tests.channels.samples import NOW
from tests.channels.samples import outgoing as sample
from tests.doubles.wecom import CORP, SECRET, WecomDouble

ORG, MINUTE = 7, timedelta(minutes=1)


def outgoing(parent: str, number: int = 0, **changes: Any) -> Outgoing:
    return sample(parent, number, **({"org_id": ORG, "topic": "t1", "link": "https://x.example.cn/inbox"} | changes))


@pytest.fixture
async def double() -> AsyncIterator[WecomDouble]:
    async with WecomDouble() as made:
        made.parents = {"anna", "bo", "chen"}
        yield made


@pytest.fixture
async def channel(double: WecomDouble) -> AsyncIterator[WecomNotices]:
    made = WecomNotices([double.app(ORG)], url=double.url, timeout=timedelta(seconds=1), now=lambda: NOW)
    yield made
    await made.close()


async def test_one_call_reaches_many_and_who_is_invalid_is_refused_alone(
    double: WecomDouble, channel: WecomNotices
) -> None:
    items = [outgoing("bo", 1), outgoing("nobody", 2), outgoing("anna", 3), outgoing("chen", 4, topic="t2")]
    assert await channel.send_many(items) == [Sent(None), Refused("wecom-invalid"), Sent(None), Sent(None)]
    assert sorted(call["to_parent_userid"] for call in double.calls) == [["anna", "bo", "nobody"], ["chen"]]
    assert double.screens["anna"] == [
        {"title": "心桥", "description": "您有一条新消息。", "url": "https://x.example.cn/inbox?m=t1&o=7"}
    ]
    assert double.minted == 1
    # Never by student or class: WeCom's own directory knows no bars.
    assert all(call["toall"] == 0 and not {"to_student_userid", "to_party"} & set(call) for call in double.calls)


async def test_nobody_valid_is_refused_and_a_thousand_go_in_one_call(
    double: WecomDouble, channel: WecomNotices
) -> None:
    assert await channel.send_many([outgoing("x")]) == [Refused("wecom-invalid")]
    double.parents = {f"p{n}" for n in range(1500)}
    results = await channel.send_many([outgoing(f"p{n}", n) for n in range(1500)])
    assert set(results) == {Sent(None)}
    assert sorted(len(call["to_parent_userid"]) for call in double.calls[1:]) == [500, 1000]
    assert all(len(shown) == 1 for shown in double.screens.values())


async def test_a_repeat_after_a_lost_answer_is_not_shown_twice(double: WecomDouble, channel: WecomNotices) -> None:
    double.script.append("accept-then-503")
    items = [outgoing("bo", 1), outgoing("anna", 2)]
    first = await channel.send_many(items)
    assert first == [Later("http-503", together="t1")] * 2
    # Both come again at one time, so that the request is the same: that is what WeCom recognises.
    assert isinstance(first[0], Later)
    assert len({next_try(item, first[0], 1) for item in items}) == 1
    assert await channel.send_many(list(reversed(items))) == [Sent(None), Sent(None)]
    assert {name: len(shown) for name, shown in double.screens.items()} == {"anna": 1, "bo": 1}
    # The same words about something else are another message.
    await channel.send_many([outgoing("bo", 3, topic="t2")])
    assert len(double.screens["bo"]) == 2


async def test_a_token_that_ended_is_fetched_again(double: WecomDouble, channel: WecomNotices) -> None:
    await channel.send_many([outgoing("bo")])
    double.expire()
    assert await channel.send_many([outgoing("bo", topic="t2")]) == [Sent(None)]
    assert double.minted == 2
    double.script.append(40014)
    # Once a minute at most: a server that refuses every token must not be asked for tokens all the time.
    assert await channel.send_many([outgoing("bo", topic="t3")]) == [Later("wecom-40014", together="t3")]
    assert double.minted == 2


@pytest.mark.parametrize(
    ("step", "result"),
    [
        (-1, Later("wecom--1")),
        (45009, Later("wecom-45009", MINUTE)),
        (45033, Later("wecom-45033", MINUTE)),
        (60020, Later("wecom-60020")),
        (301002, Later("wecom-301002")),
        (40008, Refused("wecom-40008")),
        (40058, Refused("wecom-40058")),
        ("http-503", Later("http-503", timedelta(seconds=90))),
        ("http-429", Later("http-429", timedelta(seconds=90))),
        ("http-404", Refused("http-404")),
        ("garbage", Later("garbled")),
        ("reset", Later("connection")),
        ("stall", Later("timeout")),
    ],
)
async def test_what_each_answer_means(
    double: WecomDouble, channel: WecomNotices, step: str | int, result: Result
) -> None:
    double.retry_after = "90"
    double.script.append(step)
    (found,) = await channel.send_many([outgoing("anna")])
    assert found == (Later(result.reason, result.retry_after, together="t1") if isinstance(result, Later) else result)
    assert double.screens == {}


async def test_after_too_often_nothing_is_called_for_a_minute(double: WecomDouble) -> None:
    at = [0.0]
    client = api.Wecom(double.app(ORG), url=double.url, now=lambda: NOW, monotonic=lambda: at[0])
    double.departments = []
    double.script.append(45009)
    with pytest.raises(api.Failed, match="wecom-45009"):
        await client.post("externalcontact/message/send", b"{}", dict)
    asked = double.requests
    at[0] = 59.0
    with pytest.raises(api.Failed, match="resting") as resting:
        await client.get("school/department/list", dict)
    assert (double.requests, resting.value.retry_after) == (asked, timedelta(seconds=1))
    at[0] = 61.0
    assert (await client.get("school/department/list", dict))["departments"] == []
    await client.close()


async def test_what_cannot_be_sent(double: WecomDouble, channel: WecomNotices) -> None:
    assert await channel.send_many([outgoing("anna", expires_at=NOW)]) == [Refused("expired")]
    assert await channel.send_many([outgoing("anna", org_id=8)]) == [Refused("no-app")]
    assert await channel.send_many([outgoing("anna", body="\ud800")]) == [Refused("malformed")]
    long = outgoing("anna", title="长" * 50, body="长" * 200)
    assert await channel.send_many([long]) == [Sent(None)]
    assert double.screens["anna"][0]["title"] == "长" * 41 + "…"
    await channel.close()
    assert await channel.send_many([outgoing("anna", topic="t9")]) == [Later("closed", together="t9")]


async def test_a_wrong_secret_waits_and_stands_in_no_log(double: WecomDouble) -> None:
    for changes, why in (({"secret": "wrong-secret"}, "wecom-40001"), ({"corp_id": "ww1"}, "wecom-40013")):
        stranger = WecomNotices([double.app(ORG, **changes)], url=double.url)
        with structlog.testing.capture_logs() as logs:
            assert await stranger.send_many([outgoing("anna")]) == [Later(why, together="t1")]
        assert "wrong-secret" not in str(logs)
        await stranger.close()
    nowhere = WecomNotices([double.app(ORG)], url="http://127.0.0.1:1")
    with structlog.testing.capture_logs() as logs:
        assert await nowhere.send_many([outgoing("anna")]) == [Later("no-answer", together="t1")]
    assert SECRET not in "".join(_causes(one.get("exc_info")) for one in logs) + str(logs)
    await nowhere.close()
    assert SECRET not in repr(double.app(ORG))


def _causes(error: BaseException | None) -> str:
    return "" if error is None else f"{error!r} {_causes(error.__cause__)}"


def test_the_setting_is_checked() -> None:
    good = f'{{"orgId": 7, "corpId": "{CORP}", "agentId": 1, "secret": "s"}}'
    assert [app.org_id for app in api.read_apps(f"[{good}]")] == [7]
    assert api.read_apps(None) == ()
    for text in ("{", f"[{good}, {good}]", '[{"orgId": 7}]', f'[{good[:-1]}, "more": 1}}]'):
        with pytest.raises(Misconfigured) as refused:
            api.read_apps(text)
        assert CORP not in str(refused.value)


def test_words_are_cut_between_characters() -> None:
    assert wecom.cut("短", 3) == "短"
    assert wecom.cut("长长", 5) == "…"
    assert len(wecom.cut("长" * 99, 128).encode()) <= 128
