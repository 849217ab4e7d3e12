"""The bearer token: off the event loop, fetched once for all, before it ends, and again when it is refused."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.core.bearer import PAUSE, RENEW_EVERY, Bearer, Unavailable
from jobs.channels import firebase
from jobs.channels.base import Later, Sent
from jobs.channels.fcm import Fcm
from tests.channels.samples import outgoing
from tests.doubles.fcm import FcmDouble
from tests.doubles.token import TokenDouble, new_key

PATIENT, SHORT = timedelta(seconds=10), timedelta(seconds=1)


class Time:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
async def tokens() -> AsyncIterator[TokenDouble]:
    async with TokenDouble() as double:
        yield double


@pytest.fixture
def account(tokens: TokenDouble, tmp_path: Path) -> firebase.Account:
    return firebase.Account(tokens.write_account(tmp_path))


async def test_the_loop_runs_while_a_token_is_fetched(tokens: TokenDouble, account: firebase.Account) -> None:
    # The endpoint lives on this very loop and answers only when this test lets it: a blocked loop would never get there.
    tokens.script.append("stall")
    getting = asyncio.create_task(Bearer(account, PATIENT).get())
    await asyncio.wait_for(tokens.asked.wait(), 30)
    assert not getting.done()
    tokens.release()
    assert await getting == tokens.minted[0]


async def test_a_hundred_senders_fetch_one_token(tokens: TokenDouble, account: firebase.Account) -> None:
    bearer = Bearer(account, PATIENT)
    assert set(await asyncio.gather(*[bearer.get() for _ in range(100)])) == {tokens.minted[0]}
    assert await bearer.get() == tokens.minted[0]
    assert tokens.asked_for == 1


async def test_a_sender_that_is_cancelled_does_not_take_the_token_from_the_others(
    tokens: TokenDouble, account: firebase.Account
) -> None:
    tokens.script.append("stall")
    bearer = Bearer(account, PATIENT)
    first, second = asyncio.create_task(bearer.get()), asyncio.create_task(bearer.get())
    await tokens.asked.wait()
    first.cancel()
    tokens.release()
    assert await second == tokens.minted[0]
    assert first.cancelled()


async def test_a_token_is_replaced_before_it_ends(tokens: TokenDouble, account: firebase.Account) -> None:
    time = Time()
    bearer = Bearer(account, PATIENT, time)
    await bearer.get()
    time.at += 3599 - 310
    assert await bearer.get() == tokens.minted[0]
    time.at += 20
    assert await bearer.get() == tokens.minted[1]


async def test_while_a_new_token_fails_the_old_one_serves_to_its_end(
    tokens: TokenDouble, account: firebase.Account
) -> None:
    time = Time()
    bearer = Bearer(account, PATIENT, time)
    old = await bearer.get()
    tokens.script.extend([503] * 3)
    time.at += 3599 - 100
    assert await bearer.get() == old
    time.at += 101
    with pytest.raises(Unavailable):
        await bearer.get()


async def test_short_lived_tokens_serve_half_their_life(tokens: TokenDouble, account: firebase.Account) -> None:
    time = Time()
    tokens.expires_in = 60
    bearer = Bearer(account, PATIENT, time)
    await bearer.get()
    time.at += 25
    assert await bearer.get() == tokens.minted[0]
    time.at += 10
    assert await bearer.get() == tokens.minted[1]


@pytest.mark.parametrize("step", [400, 401, 429, 500, 503, "garbage"])
async def test_a_failing_endpoint_is_asked_once_then_left_alone_a_while(
    tokens: TokenDouble, account: firebase.Account, step: int | str
) -> None:
    time = Time()
    tokens.script.append(step)
    bearer = Bearer(account, PATIENT, time)
    for _ in range(5):
        with pytest.raises(Unavailable):
            await bearer.get()
    assert tokens.asked_for == 1
    time.at += PAUSE + 1
    assert await bearer.get() == tokens.minted[0]


async def test_a_stalled_endpoint_ends_by_itself(tokens: TokenDouble, account: firebase.Account) -> None:
    tokens.script.append("stall")
    with pytest.raises(Unavailable):
        await asyncio.wait_for(Bearer(account, SHORT).get(), 30)
    await asyncio.wait_for(tokens.emptied(), 30)


async def test_a_wrong_key_gets_no_token(tokens: TokenDouble, tmp_path: Path) -> None:
    async with TokenDouble(new_key()) as other:
        path = other.write_account(tmp_path)
        path.write_text(path.read_text().replace(other.url, tokens.url))
        with pytest.raises(Unavailable):
            await Bearer(firebase.Account(path), PATIENT).get()


async def test_without_a_token_everything_is_later(tokens: TokenDouble, account: firebase.Account) -> None:
    async with FcmDouble(tokens) as google:
        channel = Fcm(account, url=google.url)
        tokens.script.append(503)
        results = await channel.send_many([outgoing(f"phone:{n}", n) for n in range(300)])
        assert set(results) == {Later("no-token")}
        assert (tokens.asked_for, google.sends) == (1, 0)
        await channel.close()


async def test_a_401_brings_one_new_token_and_the_messages_arrive(
    tokens: TokenDouble, account: firebase.Account
) -> None:
    async with FcmDouble(tokens) as google:
        channel = Fcm(account, url=google.url)
        await channel.send_many([outgoing("phone:a")])
        tokens.revoke_all()
        results = await channel.send_many([outgoing(f"phone:{n}", n) for n in range(300)])
        assert [result for result in results if not isinstance(result, Sent)] == []
        assert len(tokens.minted) == 2
        await channel.close()


async def test_a_server_that_always_says_401_costs_one_token(tokens: TokenDouble, account: firebase.Account) -> None:
    async with FcmDouble(tokens) as google:
        google.always = 401
        channel = Fcm(account, url=google.url)
        results = await channel.send_many([outgoing(f"phone:{n}", n) for n in range(300)])
        assert set(results) == {Later("Unauthenticated")}
        assert len(tokens.minted) == 2
        await channel.close()


async def test_renewing_is_possible_again_after_a_while(tokens: TokenDouble, account: firebase.Account) -> None:
    time = Time()
    bearer = Bearer(account, PATIENT, time)
    first = await bearer.get()
    second = await bearer.renew(first)
    assert second == tokens.minted[1]
    assert second is not None
    assert await bearer.renew(first) == second, "somebody else has renewed it"
    assert await bearer.renew(second) is None
    time.at += RENEW_EVERY + 1
    assert await bearer.renew(second) == tokens.minted[2]
