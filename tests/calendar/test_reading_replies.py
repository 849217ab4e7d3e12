"""Reading a REPLY out of a mail: what counts as one, who sent it, and that nothing raises."""

import asyncio
import base64
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.calendar.replies import apart, reading, service
from api.calendar.replies.routes import LARGEST
from api.calendar.replies.rules import read_reply
from api.core.errors import Unavailable
from tests.calendar.mails import apple, gmail, outlook

Style = Callable[[str, str, str, int, str, str], bytes]


STYLES = [outlook, apple, gmail]


def dropped() -> dict[str, float]:
    """Mails that counted for nothing until now, by reason."""
    samples = next(iter(service.DROPPED.collect())).samples
    return {one.labels["why"]: one.value for one in samples if one.name.endswith("_total")}


RESULTS = [
    ("mx.example.cn; dmarc=pass header.from=example.cn", True),
    ("MX.example.cn 1; spf=pass smtp.mailfrom=example.cn; dmarc=pass (p=none dis=none) header.from=example.cn", True),
    ("mx.example.cn; dkim=pass header.d=example.cn header.s=a; dmarc=none", True),
    ("mx.example.cn; dkim=pass header.d=example.cn", True),
    ("mx.example.cn; dkim=pass header.d=evil.example; dmarc=none", False),
    ("mx.example.cn; dkim=pass header.d=example.cn; dmarc=fail", False),
    ("mx.example.cn; dmarc=fail (dmarc=pass)", False),
    ('mx.example.cn; dmarc=fail; spf=pass smtp.mailfrom="a; dmarc=pass; b"@evil.example', False),
    (
        "mx.example.cn; dmarc=fail header.from=example.cn; spf=pass (of (x) ; dmarc=pass ; y) smtp.mailfrom=x@y.cn",
        False,
    ),
    ("mx.example.cn; dmarc=fail header.from=example.cn; dmarc=pass header.from=evil.example", False),
    ("mx.example.cn; dmarc=pass header.from=evil.example", False),
    ('mx.example.cn; spf=pass smtp.mailfrom="a(b"@example.cn; dmarc=pass (p=none) header.from=example.cn', True),
    ("mx.example.cn; dkim=pass header.d=example.cn; dkim=pass header.d=esp.example; dmarc=none", True),
    ("mx.example.cn; spf=pass (open ; dmarc=pass header.from=example.cn", False),
    ("mx.example.cn; dmarc=temperror", False),
    ("mx.example.cn; none", False),
    ("evil.example; dmarc=pass", False),
    ("mx.example.cn; dmarc=fail\r\nAuthentication-Results: mx.example.cn; dmarc=pass", False),
    (None, False),
]


@pytest.mark.parametrize(("results", "true"), RESULTS)
def test_our_mail_server_decides_who_sent_it(results: str | None, true: bool) -> None:
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    mail = outlook("a@example.cn", to, uid, 0, "ACCEPTED", "20261123T040000Z")
    head = f"Authentication-Results: {results}\r\n".encode() if results else b""
    assert (read_reply(head + mail, "xinqiao.invalid", "mx.example.cn") is not None) is true
    assert read_reply(head + mail, "xinqiao.invalid") is not None, "no server is named: nothing is asked"


@pytest.mark.parametrize("other", ["mother@straße.cn", "\u212aim@example.cn", "mi\u017fs@example.cn"])
def test_letters_beyond_ascii_are_nobodys_address(other: str) -> None:
    """No account has such an address, and folding would make it somebody's: `ß` the `ss` of another domain."""
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    mail = outlook(other, to, uid, 0, "ACCEPTED", "20261123T040000Z")
    assert read_reply(mail, "xinqiao.invalid") is None


ODD = [
    (b"DTSTAMP:20261123T040000Z", b"DTSTAMP:2026"),
    (b"DTSTAMP:20261123T040000Z", b"DTSTAMP;TZID=Nowhere/None:00010101T000000"),
    (b"DTSTAMP:20261123T040000Z", b"DTSTAMP:20261123T040000Z\r\nDTSTAMP:20261124T040000Z"),
    (b"DTSTAMP:20261123T040000Z", b"DTSTAMP;VALUE=DATE:20261123"),
    (b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:1"),
    (b"SEQUENCE:0", b"SEQUENCE:" + b"9" * 5000),
    (b"SEQUENCE:0", b"SEQUENCE:\xc2\xb2"),
    (b"UID:", b"UID:x\r\nUID:"),
    (b"BEGIN:VEVENT", b"BEGIN:VEVENT\r\n" * 3000),
]


async def unreadable(mail: bytes) -> bool:
    return await service.read(mail, "xinqiao.invalid", None) is None


async def test_what_cannot_be_read_is_dropped_and_counted() -> None:
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    mail = apple("a@example.cn", to, uid, 0, "ACCEPTED", "20261123T040000Z")
    before = sum(dropped().values())
    assert not await unreadable(mail)
    assert [ascii(new) for old, new in ODD if old not in mail or not await unreadable(mail.replace(old, new))] == []
    assert sum(dropped().values()) - before == len(ODD)


@settings(max_examples=400, deadline=None)
@given(st.data(), st.sampled_from(STYLES))
def test_mutated_replies_never_raise(data: st.DataObject, style: Style) -> None:
    """A few bytes or lines of a real reply are changed, doubled, dropped or moved."""
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    lines = plain(style("a@example.cn", to, uid, 0, "ACCEPTED", "20261123T040000Z")).split(b"\r\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        what = data.draw(st.sampled_from(["double", "drop", "cut", "swap", "noise", "value"]))
        other = data.draw(st.integers(0, len(lines) - 1))
        if what == "double":
            lines.insert(other, lines[at])
        elif what == "drop":
            lines[at] = b""
        elif what == "cut":
            lines[at] = lines[at][: data.draw(st.integers(0, 40))]
        elif what == "swap":
            lines[at], lines[other] = lines[other], lines[at]
        elif what == "noise":
            lines[at] += data.draw(st.binary(max_size=12))
        else:
            lines[at] = lines[at].partition(b":")[0] + b":" + data.draw(st.binary(max_size=20))
    task = reading.ReadTask(mail=b"\r\n".join(lines), mail_domain="xinqiao.invalid", authserv_id=None)
    outcome = reading.read(task)
    reply = outcome.reply if isinstance(outcome, reading.Read) else None
    assert reply is None or reply.answer in {"accepted", "declined", "tentative"}


def plain(mail: bytes) -> bytes:
    """The same reply with its calendar as it is, so that a change of a byte meets the calendar's parser."""
    decoded = re.sub(
        rb"(text/calendar[^\r]*\r\nContent-Transfer-Encoding: )base64(\r\n\r\n)([A-Za-z0-9+/=]+)",
        lambda found: found[1] + b"8bit" + found[2] + base64.b64decode(found[3]),
        mail,
    )
    assert b"SEQUENCE:0" in decoded
    return decoded


def test_a_thousand_parts_are_not_read() -> None:
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    mail = outlook("a@example.cn", to, uid, 0, "ACCEPTED", "20261123T040000Z")
    first = b"--=_b\r\nContent-Type: text/plain"
    assert read_reply(mail, "xinqiao.invalid")
    assert read_reply(mail.replace(first, (first + b"\r\n\r\nx\r\n") * 1000 + first, 1), "xinqiao.invalid") is None


def test_a_calendar_without_a_type_of_its_own_is_known_by_its_name() -> None:
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    mail = gmail("a@example.cn", to, uid, 0, "ACCEPTED", "20261123T040000Z")
    mail = mail.replace(b'text/calendar; charset="UTF-8"; method=REPLY', b'text/plain; charset="UTF-8"')
    named = mail.replace(b"application/ics;", b"application/octet-stream;")
    assert read_reply(named, "xinqiao.invalid") is not None
    assert read_reply(named.replace(b"invite.ics", b"invite.bin"), "xinqiao.invalid") is None


async def test_a_mail_with_pictures_of_two_million_bytes_fits_and_is_read() -> None:
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    mail = gmail("a@example.cn", to, uid, 0, "ACCEPTED", "20261123T040000Z")
    large = mail.replace(b"Content-Type: text/html", b"X-Filler: " + b"x" * 2_000_000 + b"\r\nContent-Type: text/html")
    assert 2_000_000 < len(large) < LARGEST
    assert await service.read(large, "xinqiao.invalid", None) is not None


HOSTILE = [
    b"From: " + b"a." * 4_000 + b"\r\n",
    b"From: " + b"(" * 40_000 + b"\r\n",
    b"Authentication-Results: mx.example.cn; " + b"(" * 500_000 + b"\r\n",
    b'Authentication-Results: mx.example.cn; "' + b'\\"' * 400_000 + b"\r\n",
    b"Content-Type: text/calendar; x=" + b"(" * 100_000 + b"\r\n",
]


@pytest.mark.parametrize("head", HOSTILE)
async def test_a_mail_that_takes_long_holds_nobody_up(head: bytes) -> None:
    """While it is read, whoever else asks is answered: here everything that is ready runs, again and again."""
    to, uid = f"r-1-{'0' * 32}@xinqiao.invalid", f"{UUID(int=1)}@xinqiao.invalid"
    mail = head + outlook("a@example.cn", to, uid, 0, "ACCEPTED", "20261123T040000Z")
    asked = asyncio.create_task(service.read(mail, "xinqiao.invalid", "mx.example.cn"))
    turns = 0
    while not asked.done():
        await asyncio.sleep(0)
        turns += 1
    assert await asked is None
    assert turns > 100


async def test_too_many_large_mails_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAITING", 0)
    monkeypatch.setattr(apart, "AT_ONCE", 0)
    with pytest.raises(Unavailable):
        await service.read(b"x" * 20_000, "xinqiao.invalid", None)
