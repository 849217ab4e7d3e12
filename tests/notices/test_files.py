"""Pictures and PDF files of notices: what is kept of them, who gets them, and what becomes of those that nobody uses (N1)."""

import io
import zlib
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from PIL import Image

from api.core.clock import FixedClock
from api.core.services import Services
from api.notices.files import picture, rules
from api.notices.proofs import rules as proofs
from tests.counselling.desk import field, ok, slug, version
from tests.notices.office import DAY, Office
from tests.world import Person

PDF = b"%PDF-1.7\n" + bytes(600_000) + b"\n%%EOF\n"


def photo(width: int = 400, height: int = 300, **more: Any) -> bytes:
    """A photo with the place and the camera in it, held upright."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (23.0, 7.0, 30.0), 3: "E", 4: (113.0, 15.0, 0.0)})
    out = io.BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "JPEG", exif=exif, comment=b"by somebody", **more)
    return out.getvalue()


async def try_upload(office: Office, by: Person, data: bytes, name: str = "春游.jpg", **headers: str) -> httpx.Response:
    path = f"/orgs/{office.org_id}/notice-files"
    return await office.world.client(by).post(path, content=data, params={"fileName": name}, headers=headers)


async def upload(office: Office, by: Person, data: bytes, name: str = "春游.jpg") -> Any:
    return await ok(await try_upload(office, by, data, name), 201)


async def fetch(office: Office, by: Person, notice: Any, file: Any) -> httpx.Response:
    """The file as a reader gets it."""
    return await office.world.client(by).get(office.own(notice, f"files/{file['fileId']}"))


async def stored(office: Office) -> set[str]:
    rows = await office.world.sql(office.org_id, "select file_id from notice_files where org_id = $1", office.org_id)
    return {str(row[0]) for row in rows}


async def test_a_picture_and_a_pdf_reach_those_whom_the_notice_reaches(office: Office) -> None:
    who = office.world.people
    assert b"Camera" in photo()
    shown, paper = await upload(office, who.wang, photo()), await upload(office, who.wang, PDF, "回执.PDF")
    assert (shown["name"], shown["kind"], shown["width"], shown["height"]) == ("春游.jpg", "picture", 300, 400)
    assert (paper["name"], paper["kind"], paper["size"], paper["width"]) == ("回执.pdf", "pdf", len(PDF), None)
    notice = await office.tell(who.wang, fileIds=[shown["fileId"], paper["fileId"]])
    seen = await ok(await office.read(who.mother, notice))
    assert (
        [file["name"] for file in seen["files"]]
        == [file["name"] for file in notice["files"]]
        == ["春游.jpg", "回执.pdf"]
    )
    got = await fetch(office, who.mother, notice, shown)
    assert (got.headers["content-type"], got.headers["cache-control"]) == ("application/octet-stream", "no-store")
    assert got.headers["content-disposition"].startswith(
        "attachment; filename=\"file.jpg\"; filename*=UTF-8''%E6%98%A5"
    )
    assert got.headers["x-content-type-options"] == "nosniff"
    with Image.open(io.BytesIO(got.content)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif()), kept.info.get("comment")) == (
            "JPEG",
            (300, 400),
            {},
            None,
        )
    assert b"Camera" not in got.content
    assert (await fetch(office, who.father, notice, paper)).content == PDF
    own = f"{office.notices}/{notice['noticeId']}/files/{paper['fileId']}"
    assert (await office.world.client(who.wang).get(own)).content == PDF
    assert (await office.world.client(who.mother).get(own)).status_code == 403


async def test_the_right_to_a_file_is_that_of_the_moment(office: Office) -> None:
    who = office.world.people
    file = await upload(office, who.wang, PDF)
    notice, other = await office.tell(who.wang, fileIds=[file["fileId"]]), await office.tell(who.wang)
    assert (await fetch(office, who.mother, notice, file)).status_code == 200
    assert (await fetch(office, who.mother, other, file)).status_code == 404, "it is another notice's"
    assert (await fetch(office, who.jun_mother, notice, file)).status_code == 404
    path = f"{office.notices}/{other['noticeId']}/files/{file['fileId']}"
    assert (await office.world.client(who.wang).get(path)).status_code == 404
    await office.sibling(who.father, who.jun)
    barred = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2 and student_id = $4"
    whose = (who.father.account_id, office.world.now, who.ming.account_id)
    await office.world.sql(office.org_id, barred, office.org_id, *whose)
    assert (await fetch(office, who.father, notice, file)).status_code == 404
    await ok(await office.do(who.wang, notice, "withdraw"))
    assert slug(await fetch(office, who.mother, notice, file)) == (409, "notice-withdrawn")
    assert (await ok(await office.read(who.mother, notice)))["files"] == []


async def test_what_is_refused_says_why_and_keeps_nothing(office: Office) -> None:
    who, before = office.world.people, await stored(office)
    wide = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", bytes.fromhex("00002710000017700100000000")) + _chunk(b"IEND", b"")
    for data, expected in (
        (b"<script>alert(1)</script>", (422, "notice-file-kind")),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', (422, "notice-file-kind")),
        (b"%PDF-1.7 without an end", (422, "notice-file-kind")),
        (photo()[:700], (422, "picture-broken")),
        (wide, (422, "picture-too-large")),
        (b"\xff\xd8\xff" + bytes(rules.MOST_BYTES), (413, "notice-file-too-large")),
    ):
        assert slug(await try_upload(office, who.wang, data)) == expected
    assert (await try_upload(office, who.mother, PDF)).status_code == 403
    assert await stored(office) == before


async def test_nobody_attaches_what_another_uploaded(office: Office) -> None:
    who = office.world.people
    theirs, mine = await upload(office, who.chen, PDF), await upload(office, who.wang, PDF)
    twice = [mine["fileId"], mine["fileId"]]
    for wrong, status, code in (
        ([theirs["fileId"]], 404, "not-found"),
        ([str(uuid4())], 404, "not-found"),
        (twice, 422, "twice"),
    ):
        assert field(await office.try_add(who.wang, fileIds=wrong)) == (status, "$.fileIds", code)
    draft = await office.add(who.wang, fileIds=[mine["fileId"]])
    path, client = f"{office.notices}/{draft['noticeId']}", office.world.client(who.north_admin)
    wish = office.wish(fileIds=[mine["fileId"]])
    edited = await ok(await client.put(path, json=wish, headers=version(draft["version"])))
    assert [file["fileId"] for file in edited["files"]] == [mine["fileId"]], "the notice has it, whoever edits"


async def test_a_repeated_upload_is_one_file(office: Office) -> None:
    who, key = office.world.people, uuid4().hex
    before = await stored(office)
    first, again = [
        await ok(await try_upload(office, who.wang, photo(), **{"idempotency-key": key}), 201) for _ in range(2)
    ]
    assert first == again
    assert await stored(office) == before | {first["fileId"]}


async def test_an_answer_is_to_the_files_too(office: Office, services: Services, clock: FixedClock) -> None:
    """Their hashes are part of what is signed; a correction's files do not change what was answered before."""
    who = office.world.people
    old, new = await upload(office, who.wang, PDF, "春游.pdf"), await upload(office, who.wang, photo(), "新.jpg")
    notice = await office.tell(who.wang, kind="acknowledge", fileIds=[old["fileId"]])
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    clock.advance(DAY)
    body = {"titleZh": "秋游", "bodyZh": "周五九点集合。", "fileIds": [new["fileId"]]}
    path = f"{office.notices}/{notice['noticeId']}/correct"
    await ok(await office.world.client(who.wang).post(path, json=body, headers=version(notice["version"])))
    await office.work()
    seen = await ok(await office.read(who.mother, notice))
    assert ([file["name"] for file in seen["files"]], seen["answered"]) == (["新.jpg"], False)
    assert (await fetch(office, who.mother, notice, old)).status_code == 404
    del body["fileIds"]
    now = (await ok(await office.world.client(who.wang).get(f"{office.notices}/{notice['noticeId']}")))["version"]
    await ok(await office.world.client(who.wang).post(path, json=body, headers=version(now)))
    seen = await ok(await office.read(who.mother, notice))
    assert [file["name"] for file in seen["files"]] == ["新.jpg"], "who says nothing of files keeps them"
    file = await ok(await office.world.client(who.mother).get(office.own(notice, "receipt")))
    assert file["texts"][0]["files"] == [{"name": "春游.pdf", "sha256": rules.digest(PDF)}]
    key = proofs.public_key(services.sealer.receipt_seed)
    assert proofs.find_faults(msgspec.json.encode(file), key) == []
    file["texts"][0]["files"][0]["sha256"] = "0" * 64
    assert proofs.find_faults(msgspec.json.encode(file), key), "another file is another text"


async def test_files_that_no_notice_has_are_removed(office: Office, clock: FixedClock) -> None:
    who, before = office.world.people, await stored(office)
    unused, kept, dropped, given_up = [(await upload(office, who.wang, PDF))["fileId"] for _ in range(4)]
    await office.tell(who.wang, fileIds=[kept])
    draft, cancelled = await office.add(who.wang, fileIds=[dropped]), await office.add(who.wang, fileIds=[given_up])
    clock.advance(rules.USABLE + timedelta(hours=1))
    assert field(await office.try_add(who.wang, fileIds=[unused])) == (404, "$.fileIds", "not-found"), "it goes soon"
    path = f"{office.notices}/{draft['noticeId']}"
    await ok(await office.world.client(who.wang).put(path, json=office.wish(), headers=version(draft["version"])))
    await ok(await office.do(who.wang, cancelled, "cancel"))
    clock.advance(DAY)
    await office.work()
    assert await stored(office) == before | {kept, dropped, given_up}
    clock.advance(rules.KEPT)
    await office.work()
    assert await stored(office) == before | {kept}
    parts = await office.world.sql(
        office.org_id,
        "select count(*) from notice_file_parts where org_id = $1 and file_id = any ($2)",
        *(office.org_id, [UUID(unused), UUID(dropped), UUID(given_up)]),
    )
    assert parts[0][0] == 0


async def test_room_is_not_without_end(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    who = office.world.people
    await upload(office, who.wang, PDF)
    monkeypatch.setattr(rules, "A_DAY", 1)
    assert slug(await try_upload(office, who.wang, PDF)) == (409, "too-many-files")
    monkeypatch.setattr(rules, "A_DAY", 60)
    monkeypatch.setattr(rules, "SCHOOL_BYTES", 1)
    assert slug(await try_upload(office, who.wang, PDF)) == (409, "notice-files-full")


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA", "CMYK", "I;16", "1"])
def test_every_kind_of_pixel_becomes_a_plain_picture(mode: str) -> None:
    out = io.BytesIO()
    base = Image.new(mode if mode != "P" else "RGBA", (3000, 30))
    (base.convert("P") if mode == "P" else base).save(out, "JPEG" if mode == "CMYK" else "PNG")
    made = picture.convert(out.getvalue())
    with Image.open(io.BytesIO(made[8:])) as kept:
        assert (kept.mode, kept.size) == ("RGB", (2048, 20))
        if mode in {"RGBA", "LA"}:
            assert kept.getpixel((5, 5)) == (255, 255, 255), "what is transparent is white, as on paper"


def test_a_scan_of_sixteen_bits_keeps_its_shades() -> None:
    scan, out = Image.new("I;16", (64, 8), 128 * 256), io.BytesIO()
    scan.save(out, "PNG")
    with Image.open(io.BytesIO(picture.convert(out.getvalue())[8:])) as kept:
        assert kept.getpixel((5, 5)) == (128, 128, 128)


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("IMG_1.HEIC.PNG", "picture", "IMG_1.HEIC.jpg"),
        ("C:\\我的\\回执.pdf", "pdf", "回执.pdf"),
        ("invoice.exe", "pdf", "invoice.exe.pdf"),
        (".jpg", "picture", "picture.jpg"),
        ("长" * 200, "pdf", "长" * 96 + ".pdf"),
    ],
)
def test_a_name_ends_as_the_file_is(given: str, kind: Any, name: str) -> None:
    assert rules.name_of(given, kind) == name


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
