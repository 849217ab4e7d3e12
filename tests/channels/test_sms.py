"""SMS against a double of a provider's gateway."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from jobs.channels import sms
from jobs.channels.base import Later, Refused, Result, Sent
from jobs.channels.sms import Sms
from tests.channels.samples import NOW, outgoing
from tests.doubles.sms import SECRET, SmsDouble

PHONE = "+8613800000001"


@pytest.fixture
async def gateway() -> AsyncIterator[SmsDouble]:
    async with SmsDouble() as double:
        yield double


@pytest.fixture
async def channel(gateway: SmsDouble) -> AsyncIterator[Sms]:
    made = Sms(gateway.url, SECRET, timeout=timedelta(seconds=1), now=lambda: NOW)
    yield made
    await made.close()


async def test_an_sms_arrives(gateway: SmsDouble, channel: Sms) -> None:
    assert await channel.send_many([outgoing(PHONE, body="验证码 123456", link=None)]) == [Sent("sms-1")]
    assert gateway.sent == [{"to": PHONE, "text": "心桥\n验证码 123456", "id": "booking:0:reminder"}]


async def test_a_retry_after_a_lost_answer_is_not_a_second_sms(gateway: SmsDouble, channel: Sms) -> None:
    gateway.script[PHONE].append("accept-then-503")
    assert await channel.send_many([outgoing(PHONE)]) == [Later("http-503")]
    later = NOW + timedelta(minutes=1)
    assert await channel.send_many([outgoing(PHONE, at=later)]) == [Sent("sms-1")]
    assert len(gateway.sent) == 1


@pytest.mark.parametrize(
    ("step", "result"),
    [
        (429, Later("http-429", timedelta(seconds=90))),
        (503, Later("http-503", timedelta(seconds=90))),
        (401, Later("http-401", timedelta(seconds=90))),
        (400, Refused("http-400")),
        (404, Refused("http-404")),
        ("garbage", Sent(None)),
        ("reset", Later("connection")),
        ("stall", Later("timeout")),
    ],
)
async def test_what_each_answer_means(gateway: SmsDouble, channel: Sms, step: str | int, result: Result) -> None:
    gateway.retry_after = "90"
    gateway.script[PHONE].append(step)
    other = "+8613800000002"
    assert await channel.send_many([outgoing(PHONE), outgoing(other, 2)]) == [result, Sent("sms-1")]
    assert [text["to"] for text in gateway.sent] == [other]


async def test_too_many_requests_without_a_time_wait_a_minute(gateway: SmsDouble, channel: Sms) -> None:
    gateway.script[PHONE].append(429)
    assert await channel.send_many([outgoing(PHONE)]) == [Later("http-429", timedelta(minutes=1))]


async def test_what_is_no_number_is_refused_and_a_wrong_secret_waits(gateway: SmsDouble, channel: Sms) -> None:
    assert await channel.send_many([outgoing("13800000001")]) == [Refused("http-422")]
    assert await channel.send_many([outgoing(PHONE, dedupe_id="a\r\nX-Evil: 1")]) == [Refused("malformed")]
    stranger = Sms(gateway.url, "wrong")
    assert await stranger.send_many([outgoing(PHONE)]) == [Later("http-401")]
    await stranger.close()
    assert gateway.sent == []


async def test_few_at_once_and_nothing_left_open(gateway: SmsDouble, channel: Sms) -> None:
    results = await channel.send_many([outgoing(PHONE, n) for n in range(200)])
    assert [result for result in results if not isinstance(result, Sent)] == []
    assert gateway.opened <= sms.AT_ONCE
    await channel.close()
    await asyncio.wait_for(gateway.emptied(), 30)
    assert await channel.send_many([outgoing(PHONE)]) == [Later("closed")]
