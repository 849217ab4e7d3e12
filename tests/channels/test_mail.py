"""Mail against a real SMTP server in-process: what it takes, refuses, delays and drops."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.core.errors import Misconfigured
from jobs.channels import mail as module
from jobs.channels.base import Later, Refused, Result, Sent
from jobs.channels.mail import Mail, read_url
from tests.channels.samples import NOW, outgoing
from tests.doubles.certificates import contexts
from tests.doubles.smtp import PASSWORD, USER, SmtpDouble

SENDER = "心桥 <xinqiao@example.cn>"
SHORT = timedelta(seconds=1)


@pytest.fixture
async def server() -> AsyncIterator[SmtpDouble]:
    async with SmtpDouble() as double:
        yield double


def channel(server: SmtpDouble, scheme: str = "smtp", sign_in: str = "", **options: Any) -> Mail:
    return Mail(f"{scheme}://{sign_in}{server.address}", sender=SENDER, domain="mail.example.cn", **options)


def letters(count: int, **changes: Any) -> list[Any]:
    return [outgoing(f"p{n}@example.cn", n, **changes) for n in range(count)]


async def test_a_batch_goes_over_one_connection_each_to_its_own_recipient(server: SmtpDouble) -> None:
    results = await channel(server).send_many(letters(20))
    assert [result for result in results if not isinstance(result, Sent)] == []
    assert server.connections == 1
    assert [mail.recipients for mail in server.mails] == [[f"p{n}@example.cn"] for n in range(20)]
    assert {mail.sender for mail in server.mails} == {"xinqiao@example.cn"}
    assert {mail.greeting for mail in server.mails} == {"mail.example.cn"}, "not the name of this machine"
    assert [result.provider_id for result in results if isinstance(result, Sent)] == [
        mail.message["Message-ID"] for mail in server.mails
    ]


@pytest.mark.parametrize(
    ("step", "result"),
    [
        (550, Refused("smtp-550")),
        (553, Refused("smtp-553")),
        (450, Later("smtp-450")),
        (421, Later("smtp-421")),
        (("data", 554), Refused("smtp-554")),
        (("data", 451), Later("smtp-451")),
        ("drop-after-data", Later("connection")),
        ("garbage", Later("garbled")),
    ],
)
async def test_what_each_answer_means_and_the_rest_goes_on(server: SmtpDouble, step: Any, result: Result) -> None:
    server.script["p1@example.cn"].append(step)
    results = await channel(server).send_many(letters(3))
    assert results[1] == result
    assert [type(results[0]), type(results[2])] == [Sent, Sent]


async def test_a_mail_sent_twice_carries_one_message_id(server: SmtpDouble) -> None:
    server.script["p0@example.cn"].append("drop-after-data")
    mail = channel(server)
    assert await mail.send_many(letters(1)) == [Later("connection")]
    await mail.send_many(letters(1, at=NOW + timedelta(minutes=1)))
    first, second = server.mails
    assert first.message["Message-ID"] == second.message["Message-ID"]


async def test_a_stall_costs_one_mail_and_two_in_a_row_end_the_batch(server: SmtpDouble) -> None:
    for n in (1, 3, 4):
        server.script[f"p{n}@example.cn"].append("stall")
    results = await channel(server, timeout=SHORT).send_many(letters(7))
    assert [type(result) for result in results] == [Sent, Later, Sent, Later, Later, Later, Later]
    assert results[4:] == [Later("timeout"), Later("no-time"), Later("no-time")]


async def test_a_server_that_never_greets_does_not_hold_the_batch(server: SmtpDouble) -> None:
    server.greets = False
    results = await channel(server, timeout=SHORT).send_many(letters(50))
    assert {type(result) for result in results} == {Later}
    assert server.connections == 2


async def test_a_server_out_of_reach_is_later() -> None:
    mail = Mail("smtp://127.0.0.1:1", sender=SENDER, domain="x.cn")
    assert await mail.send_many(letters(1)) == [Later("connection")]


async def test_a_batch_starts_nothing_new_after_its_time(server: SmtpDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    assert await channel(server).send_many(letters(2)) == [Later("no-time")] * 2
    assert server.connections == 0


async def test_a_server_that_hung_up_between_two_mails_is_called_again(server: SmtpDouble) -> None:
    session = module.Session(channel(server))
    assert isinstance(await session.send(outgoing("a@example.cn")), Sent)
    server.hang_up()
    while session.client:  # noqa: ASYNC110  the library tells nobody
        await asyncio.sleep(0)
    assert isinstance(await session.send(outgoing("b@example.cn")), Sent)
    session.drop()


async def test_a_cancelled_batch_leaves_no_connection(server: SmtpDouble) -> None:
    server.script["p0@example.cn"].append("stall")
    mail = channel(server)
    sending = asyncio.create_task(mail.send_many(letters(1)))
    await server.stalled.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    await asyncio.wait_for(server.emptied(), 30)


async def test_connections_are_few_however_many_batches_wait(server: SmtpDouble) -> None:
    mail = channel(server)
    await asyncio.gather(*[mail.send_many(letters(3)) for _ in range(12)])
    assert len(server.mails) == 36
    assert server.most_open <= module.SESSIONS


@pytest.mark.parametrize(
    "address", ["", "x", "x@y@z.cn", "a b@x.cn", "a@x.cn>\r\nRCPT TO:<b@x.cn", "用户@例子.cn", "a@x.cn,b@x.cn", "@x.cn"]
)
async def test_an_address_that_is_none_is_refused_before_any_server_hears_of_it(
    server: SmtpDouble, address: str
) -> None:
    assert await channel(server).send_many([outgoing(address)]) == [Refused("malformed")]
    assert server.connections == 0


class TestTls:
    @pytest.fixture
    def three(self, tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext, bytes]:
        return contexts(tmp_path)

    sign_in = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"

    async def test_smtps_signs_in_over_tls(self, three: tuple[ssl.SSLContext, ssl.SSLContext, bytes]) -> None:
        theirs, ours, _ = three
        async with SmtpDouble(tls=theirs, auth=True) as server:
            results = await channel(server, "smtps", self.sign_in, tls=ours).send_many(letters(2))
            assert [type(result) for result in results] == [Sent, Sent]
            assert server.mails[0].over_tls

    async def test_starttls_where_the_url_says_smtp(self, three: tuple[ssl.SSLContext, ssl.SSLContext, bytes]) -> None:
        theirs, ours, _ = three
        async with SmtpDouble(starttls=theirs, auth=True) as server:
            mail = Mail(f"smtp://{self.sign_in}{server.address}?starttls=on", sender=SENDER, domain="x.cn", tls=ours)
            assert isinstance((await mail.send_many(letters(1)))[0], Sent)
            assert server.mails[0].over_tls

    async def test_without_starttls_nothing_is_handed_over(self, server: SmtpDouble) -> None:
        mail = Mail(f"smtp://{self.sign_in}{server.address}?starttls=on", sender=SENDER, domain="x.cn")
        assert await mail.send_many(letters(1)) == [Later("connection")]
        assert server.mails == []

    async def test_a_stranger_s_certificate_is_not_believed(
        self, three: tuple[ssl.SSLContext, ssl.SSLContext, bytes]
    ) -> None:
        async with SmtpDouble(tls=three[0]) as server:
            assert await channel(server, "smtps").send_many(letters(1)) == [Later("connection")]
            assert server.mails == []

    async def test_a_wrong_password_is_the_operator_s_fault_and_waits(
        self, three: tuple[ssl.SSLContext, ssl.SSLContext, bytes]
    ) -> None:
        theirs, ours, _ = three
        async with SmtpDouble(tls=theirs, auth=True) as server:
            server.signs_in = False
            results = await channel(server, "smtps", self.sign_in, tls=ours).send_many(letters(9))
            assert results[0] == Later("smtp-535")
            assert {type(result) for result in results} == {Later}
            assert server.connections == 2


@pytest.mark.parametrize(
    "sender", ["", "nobody", "a@b.cn\r\nBcc: c@d.cn", "a@b.cn, c@d.cn", "心 <a@b.cn> x", "<a b@c.cn>"]
)
def test_a_sender_that_is_none_is_told_to_the_operator(sender: str) -> None:
    with pytest.raises(Misconfigured, match="XINQIAO_MAIL_FROM"):
        Mail("smtps://mail.example.cn", sender=sender, domain="x.cn")


def test_urls() -> None:
    far = read_url("smtp://u%40x.cn:p%2Fw@mail.example.cn")
    assert (far.host, far.port, far.username, far.password) == ("mail.example.cn", 587, "u@x.cn", "p/w")
    assert far.starttls
    assert not far.implicit_tls
    assert not read_url("smtp://mail.internal:25?starttls=off").starttls
    assert not read_url("smtp://127.0.0.1:25").starttls
    implicit = read_url("smtps://mail.example.cn")
    assert (implicit.port, implicit.implicit_tls, implicit.starttls) == (465, True, False)
    for wrong in ("http://x", "smtp://", "mail.example.cn:25"):
        with pytest.raises(Misconfigured):
            read_url(wrong)
