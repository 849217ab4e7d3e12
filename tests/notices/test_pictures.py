"""Crafted pictures: refused by their headers, counted though they fail, and they hold up nobody but their own school."""

import asyncio
import io
from contextlib import AsyncExitStack

import httpx
import pytest
from PIL import Image

from api.core.clock import FixedClock
from api.notices.errors import PicturesBusy
from api.notices.files import conversion, picture, rules
from api.notices.files.room import Room
from tests.counselling.desk import ok, slug
from tests.notices.office import DAY, Office

NO_PICTURE = b"<script>alert(1)</script>"
COMMENT = b"\xff\xfe\x00\x06\xff\xda\x00\x02"
"""A comment in which the marker of a scan stands."""


def jpeg(*, progressive: bool = True) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(out, "JPEG", progressive=progressive, restart_marker_rows=1)
    return out.getvalue()


def _scan(data: bytes) -> tuple[bytes, bytes, bytes]:
    """A JPEG around its last scan."""
    at = data.rindex(b"\xff\xda")
    return data[:at], data[at:-2], data[-2:]


async def try_upload(office: Office, data: bytes, **headers: str) -> httpx.Response:
    path, client = f"/orgs/{office.org_id}/notice-files", office.world.client(office.world.people.wang)
    return await client.post(path, content=data, params={"fileName": "春游.jpg"}, headers=headers)


def test_a_jpeg_of_very_many_scans_is_refused_before_it_is_decoded() -> None:
    head, scan, end = _scan(jpeg())
    assert picture.convert(head + scan * 40 + end)
    crafted = head + scan * picture.MOST_SCANS + end
    with Image.open(io.BytesIO(crafted)) as opened:
        opened.load()  # whoever decodes it goes over every scan
    for refused in (crafted, head + b"\xff\x02\xff\xff" + scan * picture.MOST_SCANS + end):
        with pytest.raises(ValueError):  # noqa: PT011
            picture.convert(refused)


@pytest.mark.parametrize("progressive", [True, False])
def test_what_only_looks_like_a_scan_is_none(progressive: bool) -> None:
    plain = jpeg(progressive=progressive)
    many = plain[:2] + COMMENT * 200 + plain[2:] + b"\xff\xda\x00\x02" * 40_000
    assert picture.convert(many)[8:] == picture.convert(plain)[8:], (
        "in comments, and in the film behind a phone's picture"
    )


async def test_one_school_has_one_place_and_a_line_that_ends() -> None:
    room, free, order = Room(at_once=2, of_school=3, waiting=4), asyncio.Event(), asyncio.Queue[str]()

    async def convert(org_id: int, name: str) -> None:
        async with room.place(org_id):
            await order.put(name)
            await free.wait()

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        for name in ("a", "b", "c"):
            group.create_task(convert(1, name))
        assert await order.get() == "a"
        with pytest.raises(PicturesBusy):
            await convert(1, "d")
        group.create_task(convert(2, "other school"))
        assert await order.get() == "other school"
        with pytest.raises(PicturesBusy):
            await convert(3, "no room for anybody")
        free.set()
    assert [await order.get(), await order.get()] == ["b", "c"]
    async with AsyncExitStack() as places:
        for org_id in (1, 2):
            await places.enter_async_context(room.place(org_id))  # nothing of before is left


async def test_who_comes_when_the_line_is_full_is_told_to_come_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "room", Room(of_school=0))
    refused = await try_upload(office, jpeg(), **{"accept-language": "en"})
    assert (*slug(refused), refused.headers["retry-after"]) == (503, "pictures-busy", "15")
    assert refused.json()["detail"].startswith("Many pictures and files are being prepared")
    monkeypatch.undo()
    await ok(await try_upload(office, jpeg()), 201)


async def test_a_try_counts_though_it_fails(office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "TRIES_A_DAY", 2)
    assert slug(await try_upload(office, NO_PICTURE)) == (422, "notice-file-kind")
    clock.advance(DAY / 2)
    assert slug(await try_upload(office, NO_PICTURE)) == (422, "notice-file-kind")
    assert slug(await try_upload(office, jpeg())) == (409, "too-many-files")
    clock.advance(DAY / 2)
    await ok(await try_upload(office, jpeg()), 201)
