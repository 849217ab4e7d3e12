"""Push against a double of FCM that checks what Google checks: every answer, every trap of STYLE's last list."""

import asyncio
import gc
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from api.core.errors import Misconfigured
from jobs.channels import base, fcm, firebase
from jobs.channels.base import Gone, Later, Outgoing, Refused, Result, Sent
from jobs.channels.curl import STREAMS
from jobs.channels.fcm import Fcm
from tests.channels.samples import NOW, outgoing
from tests.doubles.fcm import FcmDouble
from tests.doubles.token import TokenDouble

SHORT = timedelta(seconds=1)


class World(SimpleNamespace):
    """The two doubles and a channel to them."""

    tokens: TokenDouble
    google: FcmDouble
    account: firebase.Account
    channel: Fcm

    def impatient(self) -> Fcm:
        """A channel that gives up early."""
        return Fcm(self.account, url=self.google.url, timeout=SHORT, connections=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with TokenDouble() as tokens, FcmDouble(tokens) as google:
        account = firebase.Account(tokens.write_account(tmp_path))
        channel = Fcm(account, url=google.url, connections=1, now=lambda: NOW)
        yield World(tokens=tokens, google=google, account=account, channel=channel)
        await channel.close()


async def send(channel: Fcm, item: Outgoing) -> Result:
    return (await channel.send_many([item]))[0]


async def test_a_message_arrives_once_with_what_the_phone_needs(world: World) -> None:
    item = outgoing("phone:a", collapse_key="booking:7", urgent=True)
    assert await send(world.channel, item) == Sent("projects/xinqiao-test/messages/1")
    (message,) = world.google.accepted
    assert message["token"] == "phone:a"
    assert message["notification"] == {"title": "心桥", "body": "您有一条新消息。"}
    assert message["data"] == {
        "id": item.dedupe_id,
        "tag": message["android"]["notification"]["tag"],
        "link": item.link,
    }
    assert message["android"]["priority"] == "high"
    assert message["android"]["ttl"] == "7200s"
    assert message["webpush"]["fcm_options"]["link"] == item.link
    assert message["apns"]["headers"]["apns-expiration"] == str(int((NOW + timedelta(hours=2)).timestamp()))


async def test_things_with_one_collapse_key_replace_each_other_and_the_key_tells_nothing(world: World) -> None:
    items = [outgoing("phone:a", n, collapse_key="booking:7") for n in (1, 2)] + [outgoing("phone:a", 3)]
    await world.channel.send_many(items)
    tags = [message["android"]["notification"]["tag"] for message in world.google.accepted]
    assert tags[0] == tags[1] != tags[2]
    assert "booking" not in tags[0]
    # Google keeps only four collapse keys for a phone that is off.
    assert ["collapse_key" in message["android"] for message in world.google.accepted].count(True) == 2


async def test_an_installation_id_goes_where_google_wants_it(world: World) -> None:
    assert isinstance(await send(world.channel, outgoing("cAbc-_0123456789ABCDEF")), Sent)
    assert "fid" in world.google.accepted[0]


@pytest.mark.parametrize(
    ("step", "result"),
    [
        ("unregistered", Gone("Unregistered")),
        ("not-found", Refused("NotFound")),
        ("odd-error", Refused("http-404")),
        ("mismatch", Refused("SenderIdMismatch")),
        ("invalid", Refused("InvalidArgument")),
        ("apns-key", Refused("ThirdPartyAuth")),
        (400, Refused("InvalidArgument")),
        (403, Refused("PermissionDenied")),
        ("quota", Later("QuotaExceeded", timedelta(minutes=1))),
        (429, Later("ResourceExhausted", timedelta(minutes=1))),
        (500, Later("Internal")),
        (503, Later("Unavailable")),
        (302, Later("Unknown")),
        ("accept-then-503", Later("Unavailable")),
        ("garbage", Later("http-500")),
        ("proxy-page", Later("garbled")),
        ("reset", Later("connection")),
    ],
)
async def test_what_each_answer_means(world: World, step: str | int, result: Result) -> None:
    world.google.script["phone:a"].append(step)
    assert await send(world.channel, outgoing("phone:a")) == result
    assert world.google.sends == 1, "a retry is the task's business"
    assert isinstance(await send(world.channel, outgoing("phone:b")), Sent)


@pytest.mark.parametrize("step", [503, "quota"])
@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("120", timedelta(minutes=2)),
        (format_datetime(NOW + timedelta(minutes=3), usegmt=True), timedelta(minutes=3)),
        (format_datetime(NOW - timedelta(minutes=3), usegmt=True), timedelta()),
        ("-5", timedelta()),
        ("9" * 400, timedelta(days=1)),
        ("nan", None),
        ("soon", None),
    ],
)
async def test_retry_after_is_honoured_in_both_forms(
    world: World, step: str | int, header: str, wait: timedelta | None
) -> None:
    world.google.retry_after = header
    world.google.script["phone:a"].append(step)
    result = await send(world.channel, outgoing("phone:a"))
    assert isinstance(result, Later)
    # A time that cannot be read is none: then a quota that is used up waits a minute, as FCM asks.
    usual = timedelta(minutes=1) if step == "quota" else None
    assert result.retry_after == (usual if wait is None else wait)


async def test_one_bad_reply_spoils_nothing_and_results_keep_their_order(world: World) -> None:
    bad: dict[int, str | int] = {1: "unregistered", 3: "garbage", 4: "reset", 6: "odd-error", 7: 503}
    items = [outgoing(f"phone:{n}", n) for n in range(10)]
    items[8] = outgoing("", 8)
    items[9] = outgoing("phone:9", 9, body="\ud800")
    for n, step in bad.items():
        world.google.script[f"phone:{n}"].append(step)
    kinds = [type(result).__name__ for result in await world.channel.send_many(items)]
    assert kinds == ["Sent", "Gone", "Sent", "Later", "Later", "Sent", "Refused", "Later", "Refused", "Refused"]
    assert sorted(world.google.addresses) == ["phone:0", "phone:2", "phone:5"]


async def test_a_fault_of_ours_in_one_item_leaves_the_others(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fcm.Bodies.of

    def broken(self: fcm.Bodies, item: Outgoing) -> bytes:
        if item.address == "phone:1":
            raise KeyError("bug")
        return real(self, item)

    monkeypatch.setattr(fcm.Bodies, "of", broken)
    results = await world.channel.send_many([outgoing(f"phone:{n}", n) for n in range(3)])
    assert [type(result).__name__ for result in results] == ["Sent", "Later", "Sent"]


async def test_nothing_to_send_is_no_request(world: World) -> None:
    assert await world.channel.send_many([]) == []
    assert world.tokens.asked_for == 0


async def test_what_is_too_large_or_too_late_is_never_sent(world: World) -> None:
    assert await send(world.channel, outgoing("phone:a", body="心" * 1400)) == Refused("too-large")
    assert await send(world.channel, outgoing("phone:a", expires_at=NOW)) == Refused("expired")
    assert world.google.sends == 0


async def test_a_life_of_years_is_cut_to_what_google_takes(world: World) -> None:
    result = await send(world.channel, outgoing("phone:a", expires_at=NOW + timedelta(days=400)))
    assert isinstance(result, Sent)
    assert world.google.accepted[0]["android"]["ttl"] == f"{28 * 86400}s"


async def test_500_sends_that_get_503_leak_no_connection(world: World) -> None:
    world.google.always = 503
    results = await world.channel.send_many([outgoing(f"phone:{n}", n) for n in range(500)])
    assert {type(result) for result in results} == {Later}
    assert world.google.most_in_flight <= STREAMS
    assert world.google.opened <= STREAMS * 2, "connections are reused, also after a 503; a few may cross"
    world.google.always = None
    results = await world.channel.send_many([outgoing(f"phone:{n}", n) for n in range(500)])
    assert [result for result in results if not isinstance(result, Sent)] == []
    assert world.google.opened <= STREAMS * 2, "of a thousand sends"
    await world.channel.close()
    await asyncio.wait_for(world.google.emptied(), 30)


async def test_a_stall_ends_by_itself_and_leaves_nothing_open(world: World) -> None:
    channel = world.impatient()
    world.google.script["phone:a"].append("stall")
    results = await channel.send_many([outgoing("phone:a"), outgoing("phone:b")])
    assert [type(result) for result in results] == [Later, Sent]
    assert results[0] == Later("timeout")
    await channel.close()
    await asyncio.wait_for(world.google.emptied(), 30)


async def test_a_server_that_stalls_for_all_does_not_hold_the_batch(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "PATIENCE", 0.2)
    channel = world.impatient()
    world.google.always = "stall"
    results = await channel.send_many([outgoing(f"phone:{n}", n) for n in range(STREAMS * 3)])
    assert results.count(Later("timeout")) <= STREAMS, "on a busy machine the time may end before the first is sent"
    assert results.count(Later("timeout")) + results.count(Later("no-time")) == STREAMS * 3
    await channel.close()


async def test_cancelling_a_batch_frees_its_place_and_its_connections(world: World) -> None:
    channel = world.impatient()
    world.google.always = "stall"
    sending = asyncio.create_task(channel.send_many([outgoing(f"phone:{n}", n) for n in range(5)]))
    await world.google.reached(5)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    world.google.always = None
    assert isinstance(await send(channel, outgoing("phone:b")), Sent)
    await channel.close()
    await asyncio.wait_for(world.google.emptied(), 30)


async def test_a_redirect_is_not_followed_so_the_bearer_stays_here(world: World) -> None:
    async with FcmDouble(world.tokens) as elsewhere:
        world.google.location = elsewhere.url
        world.google.script["phone:a"].append(307)
        assert isinstance(await send(world.channel, outgoing("phone:a")), Later)
        assert elsewhere.sends == 0


async def test_a_link_that_browsers_may_not_open_goes_to_the_app_alone(world: World) -> None:
    assert isinstance(await send(world.channel, outgoing("phone:a", link="http://127.0.0.1:8000/m/1")), Sent)
    (message,) = world.google.accepted
    assert message["data"]["link"] == "http://127.0.0.1:8000/m/1"
    assert "fcm_options" not in message["webpush"]


async def test_google_out_of_reach_is_later(world: World) -> None:
    channel = Fcm(world.account, url="http://127.0.0.1:1")
    assert await send(channel, outgoing("phone:a")) == Later("connection")


async def test_an_account_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"type": "service_account"}')
    for name in ("a.json", "missing.json"):
        with pytest.raises(Misconfigured, match=name):
            firebase.Account(tmp_path / name)


async def test_no_warning_and_no_unclosed_thing_is_left_behind(world: World, recwarn: pytest.WarningsRecorder) -> None:
    gc.collect()  # what tests before this one left behind is not the channel's
    recwarn.clear()
    await world.channel.send_many([outgoing(f"phone:{n}", n) for n in range(5)])
    gc.collect()
    assert [str(warning.message) for warning in recwarn] == []


def test_a_retry_waits_longer_each_time_spread_and_bounded() -> None:
    item = outgoing("phone:a", expires_at=None)
    waits = [base.next_try(item, Later("x"), attempt) for attempt in range(1, base.ATTEMPTS + 1)]
    assert waits[-1] is None
    known = [wait for wait in waits if wait]
    assert known == sorted(known)
    assert all(base.FIRST_WAIT <= wait <= base.LONGEST_WAIT * 1.5 for wait in known)
    others = {base.next_try(outgoing("phone:a", n), Later("x"), 1) for n in range(50)}
    assert len(others) > 40


def test_a_retry_never_comes_before_the_provider_wants_it_nor_after_the_end() -> None:
    later = Later("x", timedelta(minutes=30))
    wait = base.next_try(outgoing("phone:a"), later, 1)
    assert wait
    assert wait >= timedelta(minutes=30)
    assert base.next_try(outgoing("phone:a", expires_at=NOW + timedelta(minutes=20)), later, 1) is None
