"""A sending that is stopped begins nothing more on any channel; what is on its way ends as it would."""

import asyncio
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from jobs.channels import firebase
from jobs.channels.base import Channel, Later, Outgoing, Sent
from jobs.channels.curl import STREAMS
from jobs.channels.fcm import Fcm
from jobs.channels.mail import Mail
from jobs.channels.sms import Sms
from jobs.channels.stop import Stop, listening
from jobs.channels.tencent_sms import TencentChannel
from jobs.channels.wecom import WecomNotices
from tests.channels.samples import NOW, outgoing
from tests.doubles.fcm import FcmDouble
from tests.doubles.sms import SECRET, SmsDouble
from tests.doubles.smtp import SmtpDouble
from tests.doubles.tencent import ACCOUNT, TencentDouble
from tests.doubles.token import TokenDouble
from tests.doubles.wecom import WecomDouble

SENDER = "心桥 <xinqiao@example.cn>"


class Stopping(SmtpDouble):
    """Takes mails; the sending is stopped during the third."""

    def __init__(self, stop: Stop) -> None:
        super().__init__()
        self._stop = stop

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if len(self.mails) == 2:
            self._stop.say()
        return await super().handle_DATA(server, session, envelope)


async def _none(channel: Channel, *items: Outgoing) -> None:
    """Sends after it was stopped: nothing is refused for good, and nothing is taken."""
    stop = Stop()
    stop.say()
    with listening(stop):
        results = await channel.send_many(items)
    assert {type(result) for result in results} == {Later}
    await channel.close()


async def test_mails_stop_behind_the_one_on_its_way() -> None:
    stop = Stop()
    async with Stopping(stop) as server:
        mail = Mail(f"smtp://{server.address}", sender=SENDER, domain="mail.example.cn")
        with listening(stop):
            results = await mail.send_many([outgoing(f"p{n}@example.cn", n) for n in range(20)])
        assert len(server.mails) == 3
    assert [type(result) for result in results] == [Sent] * 3 + [Later] * 17


async def test_pushes_that_wait_for_room_are_given_up_at_once(tmp_path: Path) -> None:
    stop = Stop()
    async with TokenDouble() as tokens, FcmDouble(tokens) as google:
        channel = Fcm(firebase.Account(tokens.write_account(tmp_path)), url=google.url, connections=1, now=lambda: NOW)
        google.always = "stall"
        with listening(stop):
            sending = asyncio.create_task(channel.send_many([outgoing(f"phone:{n}", n) for n in range(STREAMS * 3)]))
        await google.reached(STREAMS)
        stop.say()
        await channel.close()
        results = await sending
    assert results.count(Later("no-time")) == STREAMS * 2
    assert google.sends == STREAMS


async def test_no_channel_begins_what_was_stopped(tmp_path: Path) -> None:
    async with SmsDouble() as gateway, TencentDouble(NOW) as tencent, WecomDouble() as wecom:
        await _none(Sms(gateway.url, SECRET), outgoing("+8613800000001"))
        await _none(TencentChannel(ACCOUNT, url=tencent.url, now=lambda: NOW), outgoing("+8613800000001", topic="t"))
        wecom.parents = {"anna"}
        await _none(WecomNotices([wecom.app(7)], url=wecom.url), outgoing("anna", org_id=7, topic="t"))
        assert (gateway.sent, tencent.sent, wecom.calls) == ([], [], [])
    async with TokenDouble() as tokens, FcmDouble(tokens) as google:
        await _none(Fcm(firebase.Account(tokens.write_account(tmp_path)), url=google.url), outgoing("phone:a"))
        assert google.sends == 0
