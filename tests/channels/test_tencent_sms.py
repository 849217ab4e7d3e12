"""Tencent Cloud SMS against a double that checks signature, clock, limits and templates."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from api.core import tencent
from api.core.config import load
from api.core.errors import Misconfigured
from jobs.channels.base import Later, Outgoing, Refused, Result, Sent
from jobs.channels.switchboard import open_channels
from jobs.channels.tencent_sms import TencentChannel, segments, units
from tests.channels.samples import NOW
from tests.channels.samples import outgoing as sample
from tests.doubles.tencent import ACCOUNT, CODE, NEUTRAL, TencentDouble

A, B, ABROAD = "+8613800000001", "+8613800000002", "+85251234567"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def outgoing(number: str, place: int = 0, **changes: Any) -> Outgoing:
    usual = {"title": "", "body": "【心桥】您有一条新消息，请登录后查看。", "link": None, "topic": "t"}
    return sample(number, place, **(usual | changes))


def code(number: str, digits: str) -> Outgoing:
    return outgoing(number, body=f"【心桥】您的验证码是{digits}，5分钟内有效。请勿告诉他人。", topic="")


@pytest.fixture
async def double() -> AsyncIterator[TencentDouble]:
    async with TencentDouble(NOW) as made:
        yield made


@pytest.fixture
async def channel(double: TencentDouble) -> AsyncIterator[TencentChannel]:
    made = TencentChannel(ACCOUNT, url=double.url, timeout=timedelta(seconds=1), now=lambda: NOW)
    yield made
    await made.close()


async def test_texts_leave_as_templates_and_each_number_has_its_result(
    double: TencentDouble, channel: TencentChannel
) -> None:
    double.script = {B: "FailedOperation.PhoneNumberInBlacklist"}
    items = [outgoing(A), outgoing(B, 1), outgoing(ABROAD, 2), code(A, "123456"), code(B, "654321")]
    results = await channel.send_many(items)
    assert [type(result) for result in results] == [Sent, Refused, Sent, Sent, Refused]
    assert results[1] == Refused("FailedOperation.PhoneNumberInBlacklist")
    assert sorted(double.sent) == [(ABROAD, NEUTRAL, ()), (A, CODE, ("123456",)), (A, NEUTRAL, ())]
    # The mainland and others apart, and each code in a call of its own.
    assert double.calls == {NEUTRAL: 2, CODE: 2}


async def test_two_hundred_numbers_go_in_one_call(double: TencentDouble, channel: TencentChannel) -> None:
    results = await channel.send_many([outgoing(f"+86138{n:08}", n) for n in range(450)])
    assert {type(result) for result in results} == {Sent}
    assert (double.calls[NEUTRAL], len(double.sent)) == (3, 450)


async def test_a_text_that_is_not_approved_is_told_neutrally_but_a_code_is_not(
    double: TencentDouble, channel: TencentChannel
) -> None:
    assert isinstance((await channel.send_many([outgoing(A, body="【心桥】明天家访。")]))[0], Sent)
    assert double.sent == [(A, NEUTRAL, ())]
    assert await channel.send_many([outgoing(A, body="【心桥】码 123456", topic="")]) == [Refused("no-template")]
    bare = TencentChannel(msgspec.structs.replace(ACCOUNT, otherwise=None), url=double.url, now=lambda: NOW)
    assert await bare.send_many([outgoing(A, body="【心桥】明天家访。")]) == [Refused("no-template")]
    await bare.close()
    assert await channel.send_many([outgoing(A, body="长" * 500)]) == [Refused("too-large")]
    assert await channel.send_many([outgoing(A, expires_at=NOW)]) == [Refused("expired")]
    assert len(double.sent) == 1


@pytest.mark.parametrize(
    ("code_", "result"),
    [
        ("LimitExceeded.PhoneNumberThirtySecondLimit", Later("LimitExceeded.PhoneNumberThirtySecondLimit", MINUTE)),
        ("LimitExceeded.PhoneNumberOneHourLimit", Later("LimitExceeded.PhoneNumberOneHourLimit", HOUR)),
        ("LimitExceeded.PhoneNumberDailyLimit", Later("LimitExceeded.PhoneNumberDailyLimit", DAY)),
        ("InternalError.Timeout", Later("InternalError.Timeout", MINUTE)),
        ("InvalidParameterValue.IncorrectPhoneNumber", Refused("InvalidParameterValue.IncorrectPhoneNumber")),
        ("FailedOperation.ContainSensitiveWord", Refused("FailedOperation.ContainSensitiveWord")),
    ],
)
async def test_what_the_code_of_a_number_means(
    double: TencentDouble, channel: TencentChannel, code_: str, result: Result
) -> None:
    double.script = {A: code_}
    found = await channel.send_many([outgoing(A), outgoing(B, 1)])
    assert (found[0], type(found[1])) == (result, Sent)


@pytest.mark.parametrize(
    ("step", "result"),
    [
        ("RequestLimitExceeded.UinLimitExceeded", Later("RequestLimitExceeded.UinLimitExceeded", MINUTE)),
        ("AuthFailure.SignatureFailure", Later("AuthFailure.SignatureFailure", MINUTE)),
        ("FailedOperation.InsufficientBalanceInSmsPackage",) * 2,
        ("FailedOperation.TemplateIncorrectOrUnapproved", Refused("FailedOperation.TemplateIncorrectOrUnapproved")),
        ("http-503", Later("http-503", timedelta(seconds=90))),
        ("http-429", Later("http-429", timedelta(seconds=90))),
        ("http-404", Refused("http-404")),
        ("garbage", Later("garbled", MINUTE)),
        ("reset", Later("connection", MINUTE)),
        ("stall", Later("timeout", MINUTE)),
    ],
)
async def test_what_an_answer_to_all_means(
    double: TencentDouble, channel: TencentChannel, step: str, result: Result | str
) -> None:
    double.retry_after = "90"
    double.whole.append(step)
    expected = Later(result, MINUTE) if isinstance(result, str) else result
    assert await channel.send_many([outgoing(A), outgoing(B, 1)]) == [expected] * 2
    assert double.sent == []


async def test_a_wrong_key_and_a_wrong_clock_are_refused_by_the_service(double: TencentDouble) -> None:
    for changes, now, why in (
        ({"secret_key": "other"}, NOW, "AuthFailure.SignatureFailure"),
        ({"secret_id": "AKIDother"}, NOW, "AuthFailure.SecretIdNotFound"),
        ({"region": "ap-beijing"}, NOW - timedelta(minutes=6), "AuthFailure.SignatureExpire"),
        ({"sign_name": "别人"}, NOW, "FailedOperation.SignatureIncorrectOrUnapproved"),
    ):
        stranger = TencentChannel(msgspec.structs.replace(ACCOUNT, **changes), url=double.url, now=lambda at=now: at)
        assert await stranger.send_many([outgoing(A)]) == [Later(why, MINUTE)]
        await stranger.close()
    assert double.sent == []


def test_the_published_example_is_canonicalised_as_published() -> None:
    # The example of Tencent's page on signature v3. Its key is masked there, so the last step cannot be compared.
    body = b'{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}'
    request = tencent.canonical("cvm.tencentcloudapi.com", "DescribeInstances", body)
    assert request.endswith("35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064")
    hashed = hashlib.sha256(request.encode()).hexdigest()
    assert hashed == "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84"
    text = tencent.string_to_sign(request, "2019-02-25/cvm/tc3_request", 1551113065)
    assert text == f"TC3-HMAC-SHA256\n1551113065\n2019-02-25/cvm/tc3_request\n{hashed}"


def test_lengths_are_counted_as_carriers_count_them() -> None:
    assert (units("您好"), units("😀"), units("👨‍👩‍👧")) == (2, 2, 8)
    assert [segments(text) for text in ("", "字" * 70, "字" * 71, "字" * 134, "字" * 135)] == [1, 1, 2, 2, 3]
    assert segments("字" * 68 + "😀") == 1
    assert segments("字" * 69 + "😀") == 2


def test_the_setting_is_checked() -> None:
    good: dict[str, Any] = msgspec.to_builtins(ACCOUNT)
    assert tencent.read_sms(msgspec.json.encode(good).decode()) == ACCOUNT
    assert tencent.read_sms(None) is None
    wrongs: list[dict[str, Any]] = [
        {"templates": []},
        {"otherwise": "9"},
        {"otherwise": CODE},
        {"secretKey": ""},
        {"more": 1},
    ]
    for wrong in wrongs:
        with pytest.raises(Misconfigured) as refused:
            tencent.read_sms(msgspec.json.encode(good | wrong).decode())
        assert ACCOUNT.secret_key not in str(refused.value)
    assert ACCOUNT.secret_key not in repr(ACCOUNT)


async def test_a_process_has_one_way_for_sms() -> None:
    env = {
        "XINQIAO_MASTER_KEY": "A" * 43 + "=",
        "XINQIAO_TENCENT_SMS": msgspec.json.encode(ACCOUNT).decode(),
    }
    async with open_channels(load(env)) as channels:
        assert isinstance(channels["sms"], TencentChannel)
    with pytest.raises(Misconfigured, match="both set"):
        async with open_channels(load(env | {"XINQIAO_SMS_URL": "https://sms.example.cn"})):
            pass
