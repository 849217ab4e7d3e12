"""Push over HTTP/2, as Google speaks it: where firebase-admin's own sender leaks a stream with each 503 until it hangs."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from jobs.channels import firebase
from jobs.channels.base import Later, Sent
from jobs.channels.fcm import Fcm
from tests.channels.samples import outgoing
from tests.doubles.certificates import contexts
from tests.doubles.fcm import FcmDouble
from tests.doubles.http2 import MOST_STREAMS, Http2Connection
from tests.doubles.token import TokenDouble


class World(SimpleNamespace):
    google: FcmDouble
    channel: Fcm
    account: firebase.Account
    certificate: bytes

    def streams(self) -> int:
        """Streams that are open on all connections."""
        return sum(len(one.streams) for one in self.google.open if isinstance(one, Http2Connection))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    tls, _, certificate = contexts(tmp_path)
    async with TokenDouble() as tokens, FcmDouble(tokens, tls) as google:
        account = firebase.Account(tokens.write_account(tmp_path))
        channel = Fcm(
            account, url=google.url, timeout=timedelta(seconds=5), connections=1, root_certificate=certificate
        )
        yield World(google=google, channel=channel, account=account, certificate=certificate)
        await channel.close()


async def test_500_sends_that_get_503_leave_no_stream_and_no_connection(world: World) -> None:
    world.google.always = 503
    results = await world.channel.send_many([outgoing(f"phone:{n}", n) for n in range(500)])
    assert set(results) == {Later("Unavailable")}
    assert (world.streams(), world.google.opened) == (0, 1)
    assert world.google.most_in_flight <= MOST_STREAMS
    world.google.always = None
    results = await world.channel.send_many([outgoing(f"phone:{n}", n) for n in range(500)])
    assert [result for result in results if not isinstance(result, Sent)] == []
    assert (world.streams(), world.google.opened) == (0, 1)
    await world.channel.close()
    await asyncio.wait_for(world.google.emptied(), 30)


async def test_stalled_and_reset_streams_make_room_for_the_others(world: World) -> None:
    channel = Fcm(
        world.account,
        url=world.google.url,
        timeout=timedelta(seconds=1),
        connections=1,
        root_certificate=world.certificate,
    )
    for n in range(MOST_STREAMS * 2):
        world.google.script[f"phone:{n}"].append("stall" if n < MOST_STREAMS // 2 else "reset")
    results = await channel.send_many([outgoing(f"phone:{n}", n) for n in range(MOST_STREAMS * 3)])
    kinds = [type(result) for result in results]
    assert kinds == [Later] * MOST_STREAMS * 2 + [Sent] * MOST_STREAMS
    await channel.close()
    await asyncio.wait_for(world.google.emptied(), 30)


async def test_several_connections_share_the_work(world: World) -> None:
    channel = Fcm(world.account, url=world.google.url, connections=3, root_certificate=world.certificate)
    results = await channel.send_many([outgoing(f"phone:{n}", n) for n in range(290)])
    assert [result for result in results if not isinstance(result, Sent)] == []
    assert world.google.opened in (2, 3), "as many as are needed at once"
    await channel.close()


async def test_a_certificate_nobody_vouches_for_is_not_believed(world: World) -> None:
    channel = Fcm(world.account, url=world.google.url)
    assert await channel.send_many([outgoing("phone:a")]) == [Later("connection")]
    assert world.google.sends == 0
    await channel.close()
