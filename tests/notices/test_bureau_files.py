"""Files of a bureau's notice: approved with the text, copied into each school, read there by whom the notice reaches, gone with a recall."""

from typing import Any

import httpx
import pytest

from api.core.clock import FixedClock
from api.notices.bureau import attaching
from api.notices.files import rules
from tests.counselling.desk import field, ok, slug, version
from tests.notices.bureau import Bureau
from tests.notices.office import DAY
from tests.notices.test_bureau_corrections import correct, decide
from tests.notices.test_files import PDF, photo
from tests.world import Person

OTHER = PDF + b"\n%%EOF\n"


async def try_upload(bureau: Bureau, by: Person, data: bytes, name: str = "通知.pdf") -> httpx.Response:
    path = f"/orgs/{bureau.world.bureau}/notice-files"
    return await bureau.world.client(by).post(path, content=data, params={"fileName": name})


async def upload(bureau: Bureau, by: Person, data: bytes = PDF, name: str = "通知.pdf") -> str:
    return (await ok(await try_upload(bureau, by, data, name), 201))["fileId"]


async def fetch(bureau: Bureau, by: Person, notice: Any, file_id: str, school: int) -> httpx.Response:
    """The file as a reader at a school gets it."""
    return await bureau.world.client(by).get(bureau.office.own(bureau.at(notice, 0), f"files/{file_id}", school))


async def see(bureau: Bureau, by: Person, notice: Any, file_id: str) -> httpx.Response:
    """The file as an officer gets it."""
    return await bureau.world.client(by).get(f"{bureau.base}/{notice['bureauNoticeId']}/files/{file_id}")


async def held(bureau: Bureau, org_id: int, file_id: str) -> tuple[bool, int] | None:
    """Whether the content of an organisation's file is marked as gone, and how many of its bytes there are."""
    rows = await bureau.world.sql(
        org_id,
        "select f.removed_at is not null as gone, coalesce((select sum(octet_length(p.data)) from notice_file_parts p"
        " where p.org_id = $1 and p.file_id = f.file_id), 0)::integer as bytes from notice_files f where f.org_id = $1 and f.file_id = $2",
        *(org_id, file_id),
    )
    return (rows[0]["gone"], rows[0]["bytes"]) if rows else None


async def test_the_second_officer_sees_the_files_and_every_school_gets_its_own(bureau: Bureau) -> None:
    world, who = bureau.world, bureau.world.people
    paper, shown = await upload(bureau, bureau.ou), await upload(bureau, bureau.ou, photo(), "路线.jpg")
    waits = await bureau.submitted(fileIds=[paper, shown])
    seen = await bureau.get(waits, bureau.second)
    assert [(f["name"], f["kind"], f["removed"]) for f in seen["files"]] == [
        ("通知.pdf", "pdf", False),
        ("路线.jpg", "picture", False),
    ]
    got = await see(bureau, bureau.second, waits, paper)
    assert (got.content, got.headers["cache-control"]) == (PDF, "no-store")
    assert got.headers["content-disposition"].startswith("attachment;")
    assert await held(bureau, world.north, paper) is None, "nothing leaves before the yes"
    await ok(await bureau.approve(bureau.second, seen))
    await bureau.office.work()
    mine = await ok(await world.client(who.mother).get(bureau.office.own(bureau.at(waits, 0))))
    assert [f["name"] for f in mine["files"]] == ["通知.pdf", "路线.jpg"]
    for reader, school in ((who.mother, world.north), (who.lei_father, world.south)):
        assert (await fetch(bureau, reader, waits, paper, school)).content == PDF
        assert b"Camera" not in (await fetch(bureau, reader, waits, shown, school)).content
        assert await held(bureau, school, paper) == (False, len(PDF))
    assert (await fetch(bureau, who.lei_father, waits, paper, world.north)).status_code in {403, 404}
    follower = f"{bureau.office.notices}/{waits['bureauNoticeId']}/files/{paper}"
    assert (await world.client(who.gao).get(follower)).content == PDF
    await ok(await bureau.office.answer(who.mother, bureau.at(waits, 0), "acknowledge"))
    receipt = await ok(await world.client(who.mother).get(bureau.office.own(bureau.at(waits, 0), "receipt")))
    assert receipt["texts"][0]["files"][0] == {"name": "通知.pdf", "sha256": rules.digest(PDF)}


async def test_a_yes_is_to_exactly_these_files(bureau: Bureau) -> None:
    first = await bureau.submitted(fileIds=[await upload(bureau, bureau.ou)])
    other = await upload(bureau, bureau.ou, OTHER)
    path, read = f"{bureau.base}/{first['bureauNoticeId']}", await bureau.get(first, bureau.second)
    edit = bureau.wish(fileIds=[other])
    changed = await ok(await bureau.world.client(bureau.ou).put(path, json=edit, headers=version(first["version"])))
    assert changed["state"] == "draft", "another file is another notice"
    assert [f["fileId"] for f in changed["files"]] == [other]
    again = await ok(await bureau.post(bureau.ou, changed, "submit"))
    assert read["digest"] != again["digest"]
    assert slug(await bureau.approve(bureau.second, read)) == (409, "notice-changed")
    sent = await ok(await bureau.approve(bureau.second, again))
    late = await bureau.world.client(bureau.ou).put(path, json=bureau.wish(), headers=version(sent["version"]))
    assert slug(late) == (409, "notice-gone"), "after the yes nothing is added"


async def test_what_a_bureaus_notice_cannot_have(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    world, who = bureau.world, bureau.world.people
    mine, colleagues = await upload(bureau, bureau.ou), await upload(bureau, bureau.second)
    await bureau.submitted(fileIds=[mine])
    of_school = (await ok(await _at_school(bureau, who.gao), 201))["fileId"]
    free = await upload(bureau, bureau.ou)
    for ids, code in (
        ([colleagues], "not-found"),
        ([of_school], "not-found"),
        ([mine], "not-found"),
        ([free, free], "twice"),
    ):
        answer = await world.client(bureau.ou).post(bureau.base, json=bureau.wish(fileIds=ids))
        assert field(answer)[1:] == ("$.fileIds", code)
    seven = await world.client(bureau.ou).post(bureau.base, json=bureau.wish(fileIds=[free] * 7))
    assert slug(seven)[0] == 422
    monkeypatch.setattr(attaching, "TOGETHER", 1)
    answer = await world.client(bureau.ou).post(bureau.base, json=bureau.wish(fileIds=[free]))
    assert field(answer)[1:] == ("$.fileIds", "too-large")
    assert slug(await try_upload(bureau, bureau.ou, b"<script>")) == (422, "notice-file-kind")
    assert slug(await try_upload(bureau, bureau.ou, bytes(rules.MOST_BYTES + 1))) == (413, "notice-file-too-large")
    for person in (who.gao, who.north_admin, who.mother, who.wang):
        assert (await try_upload(bureau, person, PDF)).status_code in {403, 404}


async def test_who_reads_a_file_in_the_bureau(bureau: Bureau) -> None:
    file, other = await upload(bureau, bureau.ou), await upload(bureau, bureau.ou, OTHER)
    notice, second = await bureau.submitted(fileIds=[file]), await bureau.submitted(fileIds=[other])
    assert (await see(bureau, bureau.second, notice, file)).content == PDF
    assert (await see(bureau, bureau.ou, second, file)).status_code == 404, "it is another notice's"
    for person in (bureau.world.people.gao, bureau.world.people.mother):
        assert (await see(bureau, person, notice, file)).status_code in {403, 404}


async def test_an_officer_who_takes_over_keeps_what_the_notice_has(bureau: Bureau) -> None:
    file = await upload(bureau, bureau.ou)
    draft = await ok(await bureau.world.client(bureau.ou).post(bureau.base, json=bureau.wish(fileIds=[file])), 201)
    leave = "update staff set ended_at = $3 where org_id = $1 and staff_id = $2"
    await bureau.world.sql(bureau.world.bureau, leave, bureau.world.bureau, bureau.ou.account_id, bureau.world.now)
    path, edit = f"{bureau.base}/{draft['bureauNoticeId']}", bureau.wish(titleZh="停课两天", fileIds=[file])
    headers = version(draft["version"])
    taken = await ok(await bureau.world.client(bureau.second).put(path, json=edit, headers=headers))
    assert [f["fileId"] for f in taken["files"]] == [file]


async def test_a_correction_keeps_its_files_or_brings_others(bureau: Bureau) -> None:
    world, who, ou, second = bureau.world, bureau.world.people, bureau.ou, bureau.second
    old = await upload(bureau, ou)
    sent = await bureau.sent(fileIds=[old])
    await ok(await correct(bureau, ou, sent))
    waits = await bureau.get(sent, second)
    assert [f["fileId"] for f in waits["correction"]["files"]] == [old], "nothing was said of them"
    new = await upload(bureau, ou, OTHER)
    await ok(await correct(bureau, ou, waits, fileIds=[new]))
    shown = await bureau.get(sent, second)
    assert (await see(bureau, second, sent, new)).content == OTHER
    stale = await decide(bureau, second, sent, "approve", waits["correction"]["digest"])
    assert slug(stale) == (409, "notice-changed"), "the text is the same, the file is not"
    await bureau.office.work()
    assert (await fetch(bureau, who.mother, sent, new, world.north)).status_code == 404, "nobody approved it"
    await ok(await decide(bureau, second, shown, "approve", shown["correction"]["digest"]))
    await bureau.office.work()
    for reader, school in ((who.mother, world.north), (who.lei_father, world.south)):
        assert (await fetch(bureau, reader, sent, new, school)).content == OTHER
        assert (await fetch(bureau, reader, sent, old, school)).status_code == 404, "of an earlier edition"


async def test_a_correction_that_is_given_up_leaves_the_notice_its_files(bureau: Bureau, clock: FixedClock) -> None:
    ou, world = bureau.ou, bureau.world
    old, new = await upload(bureau, ou), await upload(bureau, ou, OTHER)
    sent = await bureau.sent(fileIds=[old])
    await ok(await correct(bureau, ou, sent, fileIds=[new]))
    await ok(await decide(bureau, bureau.second, sent, "return"))
    assert [f["fileId"] for f in (await bureau.get(sent))["files"]] == [old]
    clock.advance(rules.KEPT + DAY)
    await bureau.office.work()
    assert await held(bureau, world.bureau, new) is None
    assert await held(bureau, world.bureau, old) == (False, len(PDF))


async def test_a_recall_takes_the_files_from_every_school(bureau: Bureau) -> None:
    world, who = bureau.world, bureau.world.people
    file = await upload(bureau, bureau.ou)
    sent = await bureau.sent(fileIds=[file])
    await ok(await bureau.post(bureau.ou, sent, "recall"))
    await bureau.office.work()
    assert slug(await fetch(bureau, who.mother, sent, file, world.north)) == (409, "notice-withdrawn")
    for school in (world.north, world.south):
        assert await held(bureau, school, file) == (True, 0)
    follower = f"{bureau.office.notices}/{sent['bureauNoticeId']}/files/{file}"
    assert (await world.client(who.gao).get(follower)).status_code == 404
    assert (await see(bureau, bureau.ou, sent, file)).content == PDF, "the bureau keeps what it let out"


async def test_a_file_of_a_cancelled_draft_goes(bureau: Bureau, clock: FixedClock) -> None:
    file = await upload(bureau, bureau.ou)
    waits = await bureau.submitted(fileIds=[file])
    await ok(await bureau.post(bureau.ou, waits, "cancel"))
    clock.advance(rules.KEPT + DAY)
    await bureau.office.work()
    assert await held(bureau, bureau.world.bureau, file) is None


async def test_a_copy_takes_no_room_of_a_school_and_goes_with_the_bureaus(bureau: Bureau, clock: FixedClock) -> None:
    world, who = bureau.world, bureau.world.people
    file = await upload(bureau, bureau.ou)
    sent = await bureau.sent(fileIds=[file])
    room = f"/orgs/{world.north}/notice-files"
    of_school = await ok(await world.client(who.gao).get(room))
    assert (of_school["used"], of_school["items"]) == (0, [])
    assert (await world.client(who.gao).post(f"{room}/{file}/remove")).status_code == 404
    bureaus = f"/orgs/{world.bureau}/notice-files"
    kept = await ok(await world.client(bureau.second).get(bureaus))
    assert (kept["used"], [(f["fileId"], f["canRemove"]) for f in kept["items"]]) == (len(PDF), [(file, False)])
    assert slug(await world.client(bureau.second).post(f"{bureaus}/{file}/remove")) == (409, "notice-file-in-use")
    clock.advance(rules.OLD + DAY)
    fresh = await world.sign_in(bureau.second, assurance=2)
    gone = await ok(await fresh.post(f"{bureaus}/{file}/remove"))
    assert gone["removed"]
    await bureau.office.work()
    for org_id in (world.bureau, world.north, world.south):
        assert await held(bureau, org_id, file) == (True, 0)
    files = (await ok(await fresh.get(f"{bureau.base}/{sent['bureauNoticeId']}")))["files"]
    assert [f["removed"] for f in files] == [True]


async def test_a_correction_that_waits_holds_its_files(bureau: Bureau, clock: FixedClock) -> None:
    file = await upload(bureau, bureau.ou)
    sent = await bureau.sent(fileIds=[file])
    clock.advance(rules.OLD + DAY)
    ou = await bureau.world.sign_in(bureau.ou, assurance=2)
    path = f"{bureau.base}/{sent['bureauNoticeId']}/correction"
    now = await ok(await ou.get(f"{bureau.base}/{sent['bureauNoticeId']}"))
    await ok(await ou.post(path, json={"titleZh": "二", "bodyZh": "二。"}, headers=version(now["version"])))
    remove = f"/orgs/{bureau.world.bureau}/notice-files/{file}/remove"
    assert slug(await ou.post(remove)) == (409, "notice-file-in-use")


async def _at_school(bureau: Bureau, by: Person) -> httpx.Response:
    path = f"/orgs/{bureau.world.north}/notice-files"
    return await bureau.world.client(by).post(path, content=PDF, params={"fileName": "school.pdf"})
