"""Web push against a push service that opens what it is sent and checks who sent it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from api.core import vapid
from api.core.clock import FixedClock
from jobs.channels.base import Gone, Later, Refused, Result, Sent
from jobs.channels.webpush import PAUSE, WebPush, origin_of
from tests.channels.samples import NOW, outgoing
from tests.doubles.webpush import PushDouble

KEY = vapid.read(vapid.new_key(), "mailto:tests@xinqiao.invalid")


@pytest.fixture
async def service() -> AsyncIterator[PushDouble]:
    async with PushDouble(KEY.public, NOW) as double:
        yield double


@pytest.fixture
async def channel(service: PushDouble) -> AsyncIterator[WebPush]:
    made = WebPush(KEY, [service.url], timeout=timedelta(seconds=1), now=lambda: NOW)
    yield made
    await made.close()


async def test_a_browser_reads_what_it_was_told_and_where_it_leads(service: PushDouble, channel: WebPush) -> None:
    browser = service.subscribe()
    assert await channel.send_many([outgoing(browser.address)]) == [Sent(None)]
    [told] = browser.told
    assert told == {"title": "心桥", "body": "您有一条新消息。", "url": "/m/1", "tag": told["tag"]}


async def test_the_same_thing_again_takes_the_first_ones_place(service: PushDouble, channel: WebPush) -> None:
    browser = service.subscribe()
    service.script["/push/a"].append("accept-then-503")
    assert await channel.send_many([outgoing(browser.address)]) == [Later("http-503")]
    assert await channel.send_many([outgoing(browser.address, at=NOW + timedelta(minutes=1))]) == [Sent(None)]
    assert len(browser.told) == 1


async def test_no_push_takes_anothers_place_on_the_screen(service: PushDouble, channel: WebPush) -> None:
    browser = service.subscribe()
    await channel.send_many([outgoing(browser.address, dedupe_id=key) for key in ("a", "b")])
    assert len({told["tag"] for told in browser.told}) == 2


@pytest.mark.parametrize(
    ("step", "result"),
    [
        (404, Gone("http-404")),
        (410, Gone("http-410")),
        (429, Later("http-429", timedelta(seconds=90))),
        (503, Later("http-503", timedelta(seconds=90))),
        (307, Later("http-307", timedelta(seconds=90))),
        (400, Refused("http-400")),
        (401, Refused("http-401")),
        (403, Refused("http-403")),
        (413, Refused("http-413")),
        ("reset", Later("connection")),
        ("stall", Later("timeout")),
    ],
)
async def test_what_each_answer_means(service: PushDouble, channel: WebPush, step: str | int, result: Result) -> None:
    service.retry_after = "90"
    one, other = service.subscribe("a"), service.subscribe("b")
    service.script["/push/a"].append(step)
    assert await channel.send_many([outgoing(one.address), outgoing(other.address, 1)]) == [result, Sent(None)]


async def test_too_many_requests_without_a_time_wait_a_minute(service: PushDouble, channel: WebPush) -> None:
    service.script["/push/a"].append(429)
    assert await channel.send_many([outgoing(service.subscribe("a").address)]) == [
        Later("http-429", timedelta(minutes=1))
    ]


async def test_a_service_that_is_cut_off_keeps_nobody_else_waiting(service: PushDouble) -> None:
    """A batch waits for its slowest: after three silences it is not asked for a while, and then once more."""
    clock = FixedClock(NOW)
    channel = WebPush(KEY, [service.url], timeout=timedelta(seconds=0.5), now=clock.now)
    browser = service.subscribe()
    service.script["/push/a"].extend(["stall"] * 4)
    assert await channel.send_many([outgoing(browser.address, n) for n in range(3)]) == [Later("timeout")] * 3
    assert await channel.send_many([outgoing(browser.address, 3)]) == [Later("service-silent")]
    assert service.requests == 3
    clock.advance(PAUSE)
    assert await channel.send_many([outgoing(browser.address, 3)]) == [Later("timeout")]
    assert await channel.send_many([outgoing(browser.address, 3)]) == [Later("service-silent")]
    clock.advance(PAUSE)
    for _ in range(2):
        assert await channel.send_many([outgoing(browser.address, 3)]) == [Sent(None)]
    await channel.close()


async def test_a_push_goes_to_known_services_alone(service: PushDouble, channel: WebPush) -> None:
    """Anybody may register any endpoint: nobody makes us ask our own network."""
    browser = service.subscribe()
    for endpoint in (
        service.url.replace("127.0.0.1", "localhost") + "/push/a",
        service.url + "@evil.example/push/a",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://[::1/",
    ):
        browser.endpoint = endpoint
        assert await channel.send_many([outgoing(browser.address)]) == [Refused("unknown-service")]
    assert service.requests == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        r"{inside}\.push.example/x",
        "{inside}\t\\.push.example/x",
        "{inside}%5c.push.example/x",
        "{inside};.push.example/x",
        "{inside}#.push.example",
        "{inside}?.push.example",
        "{inside}/.push.example",
        "{inside}:443@a.push.example/x",
        "https://a.push.example:0/x",
        "https://a.push.example./x",
        "https://a。push.example/x",
        "https://[::ffff:127.0.0.1].push.example/x",
        "http://a.push.example/x",
    ],
)
async def test_no_way_of_writing_an_address_leads_past_the_known_names(service: PushDouble, endpoint: str) -> None:
    """The client that calls reads `\\` as `/`, other readers do not: what one checks, another must not call differently."""
    channel = WebPush(KEY, ["https://*.push.example"], timeout=timedelta(seconds=1), now=lambda: NOW)
    browser = service.subscribe()
    browser.endpoint = endpoint.replace("{inside}", "https://127.0.0.1")
    assert await channel.send_many([outgoing(browser.address)]) == [Refused("unknown-service")]
    await channel.close()


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin_of("https://FCM.googleapis.com/fcm/send/x") == "https://fcm.googleapis.com"
    assert origin_of("https://push.example:8443/x") == "https://push.example:8443"
    assert origin_of("https://user@push.example/x") is None


async def test_who_sends_is_proved_anew_before_it_runs_out(service: PushDouble, channel: WebPush) -> None:
    browser = service.subscribe()
    for hours in (0, 5, 7, 30):
        service.now = NOW + timedelta(hours=hours)
        resource = outgoing(browser.address, hours, at=service.now, expires_at=service.now + timedelta(hours=1))
        assert await channel.send_many([resource]) == [Sent(None)]


async def test_what_is_no_subscription_is_refused(service: PushDouble, channel: WebPush) -> None:
    browser = service.subscribe()
    broken = browser.address.replace('"p256dh": "B', '"p256dh": "A')  # no point of the curve
    assert await channel.send_many([outgoing("{}"), outgoing(broken)]) == [Refused("malformed"), Refused("malformed")]
    assert await channel.send_many([outgoing(browser.address, body="长" * 2000)]) == [Refused("too-large")]
    assert service.requests == 0
