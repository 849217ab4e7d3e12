"""The demo's outbox, and which channels a configuration brings."""

import base64
import os
import threading
from datetime import UTC, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from api.calendar.render import render
from api.core.config import load
from api.core.errors import Misconfigured
from api.core.outbox import FOLDER, Left, add_left, list_left
from jobs.channels.base import Refused, Sent
from jobs.channels.spool import Spool
from jobs.channels.switchboard import open_channels
from tests.calendar.events import event, recipient
from tests.channels.samples import NOW, outgoing
from tests.doubles.token import TokenDouble

KEY = base64.b64encode(bytes(32)).decode()


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {"XINQIAO_MASTER_KEY": KEY, "XINQIAO_DATA": str(folder), **more}


def left(number: int, **changes: object) -> Left:
    values = {"kind": "sms", "dedupe_id": str(number), "address": "+86", "name": "", "title": "t", "body": "b"}
    values |= {"link": None, "at": NOW + timedelta(seconds=number), "raw": b""}
    return Left(**(values | changes))  # pyright: ignore[reportArgumentType]


async def test_the_demo_keeps_every_kind_newest_first(tmp_path: Path) -> None:
    invite = render(event(), recipient())
    async with open_channels(load(environment(tmp_path, XINQIAO_DEMO="1"))) as channels:
        assert set(channels) == {"push", "webpush", "mail", "sms"}
        await channels["push"].send_many([outgoing("phone", 1)])
        await channels["sms"].send_many([outgoing("+8613800000001", 1, at=NOW + timedelta(minutes=2))])
        mail = outgoing("wang@example.cn", 1, at=NOW + timedelta(minutes=1), invite=invite, name="王")
        assert await channels["mail"].send_many([mail, outgoing("nobody", 2)]) == [
            Sent(mail.dedupe_id),
            Refused("malformed"),
        ]
    kept = list_left(tmp_path / FOLDER)
    assert [one.kind for one in kept] == ["sms", "mail", "push"]
    assert invite.content in [part.get_payload(decode=True) for part in message_from_bytes(kept[1].raw).walk()]
    assert (kept[1].name, kept[1].at.tzinfo) == ("王", UTC)


async def test_sent_again_it_shows_once(tmp_path: Path) -> None:
    spool = Spool(tmp_path, "push")
    await spool.send_many([outgoing("phone", 1, title="old")])
    await spool.send_many([outgoing("phone", 1, title="new", at=NOW + timedelta(seconds=1))])
    assert [one.title for one in list_left(tmp_path)] == ["new"]


def test_an_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"
    for number, name in enumerate(["../../evil", "/etc/passwd", "a\x00b", "心" * 300, ""]):
        add_left(folder, left(number, dedupe_id=name))
    assert [path.name for path in tmp_path.iterdir()] == ["outbox"]
    assert len(list_left(folder)) == 5


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    add_left(tmp_path, left(1, body="x" * 200_000))
    done = threading.Event()

    def write() -> None:
        for _ in range(200):
            add_left(tmp_path, left(1, body="x" * 200_000))
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        assert [len(one.body) for one in list_left(tmp_path)] == [200_000]
    writer.join()


def test_the_list_is_limited_and_forgives_strange_files(tmp_path: Path) -> None:
    assert list_left(tmp_path / "none") == []
    for number in range(5):
        add_left(tmp_path, left(number))
    (tmp_path / "old.json").write_text('{"kind": "fax"}')
    os.utime(tmp_path / "old.json", ns=(0, 0))
    assert [one.dedupe_id for one in list_left(tmp_path, 2)] == ["4", "3"]
    assert len(list_left(tmp_path)) == 5
    assert (tmp_path.stat().st_mode & 0o77, tmp_path.is_dir()) == (tmp_path.stat().st_mode & 0o77, True)


def test_the_outbox_is_for_its_owner_alone(tmp_path: Path) -> None:
    add_left(tmp_path / "outbox", left(1))
    assert (tmp_path / "outbox").stat().st_mode & 0o77 == 0
    assert all(path.stat().st_mode & 0o77 == 0 for path in (tmp_path / "outbox").iterdir())


async def test_only_what_is_configured_is_there(tmp_path: Path) -> None:
    async with open_channels(load(environment(tmp_path))) as channels:
        assert channels == {}
    more = {"XINQIAO_SMTP_URL": "smtps://mail.example.cn", "XINQIAO_SMS_URL": "https://sms.example.cn"}
    async with TokenDouble() as tokens:
        more["XINQIAO_FCM_CREDENTIALS"] = str(tokens.write_account(tmp_path))
        async with open_channels(load(environment(tmp_path, **more))) as channels:
            assert set(channels) == {"push", "mail", "sms"}
            assert not any(isinstance(channel, Spool) for channel in channels.values())
        async with open_channels(load(environment(tmp_path, XINQIAO_DEMO="1", **more))) as channels:
            assert all(isinstance(channel, Spool) for channel in channels.values()), "a demo reaches nobody"


async def test_a_wrong_address_of_the_mail_server_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="XINQIAO_SMTP_URL"):
        async with open_channels(load(environment(tmp_path, XINQIAO_SMTP_URL="mail.example.cn"))):
            pass
