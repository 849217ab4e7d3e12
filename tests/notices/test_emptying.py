"""A school empties the room of its files: of notices that are over the content goes, and what receipts name stays."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from api.core.clock import FixedClock
from api.notices.files import rules
from tests.counselling.desk import ok, slug
from tests.notices.office import Office
from tests.notices.test_files import PDF, fetch, upload
from tests.world import Person


async def kept(office: Office, by: Person) -> Any:
    return await ok(await (await office.world.sign_in(by, assurance=2)).get(f"/orgs/{office.org_id}/notice-files"))


async def remove(office: Office, by: Person, file: Any) -> httpx.Response:
    client = await office.world.sign_in(by, assurance=2)
    return await client.post(f"/orgs/{office.org_id}/notice-files/{file['fileId']}/remove")


def names(found: Any) -> list[tuple[str, bool]]:
    """Names in the list, and whether each can be removed."""
    return [(one["name"], one["canRemove"]) for one in found["items"]]


async def test_what_a_withdrawn_notice_has_can_be_removed_and_nothing_else(office: Office) -> None:
    who = office.world.people
    first, second = await upload(office, who.wang, PDF, "甲.pdf"), await upload(office, who.wang, PDF, "乙.pdf")
    notice = await office.tell(who.wang, fileIds=[first["fileId"], second["fileId"]])
    found = await kept(office, who.north_admin)
    assert names(found) == [("甲.pdf", False), ("乙.pdf", False)] or names(found) == [
        ("乙.pdf", False),
        ("甲.pdf", False),
    ]
    assert (found["used"], found["room"]) == (2 * len(PDF), rules.SCHOOL_BYTES)
    assert slug(await remove(office, who.north_admin, first)) == (409, "notice-file-in-use")
    await ok(await office.do(who.wang, notice, "withdraw"))
    gone = await ok(await remove(office, who.north_admin, first))
    assert (gone["name"], gone["removed"]) == ("甲.pdf", True)
    found = await kept(office, who.north_admin)
    assert (names(found), found["used"]) == ([("乙.pdf", True)], len(PDF))
    assert slug(await remove(office, who.north_admin, first)) == (404, "not-found"), "it is gone"
    followed = f"{office.notices}/{notice['noticeId']}"
    wang = office.world.client(who.wang)
    assert (await wang.get(f"{followed}/files/{first['fileId']}")).status_code == 404
    assert (await wang.get(f"{followed}/files/{second['fileId']}")).content == PDF
    assert [file["removed"] for file in (await ok(await wang.get(followed)))["files"]] == [True, False]
    row = "select sha256, removed_by from notice_files where org_id = $1 and name = '甲.pdf'"
    [(sha256, by)] = await office.world.sql(office.org_id, row, office.org_id)
    assert (sha256, by) == (rules.digest(PDF), who.north_admin.account_id)
    changed = "select 1 from audit_changes where org_id = $1 and action = 'notice_file_remove' and account_id = $2"
    assert len(await office.world.operate(0, changed, office.org_id, who.north_admin.account_id)) == 1


async def test_an_old_notice_gives_its_files_free_and_an_expired_one_at_once(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    old, short = await upload(office, who.wang, PDF, "旧.pdf"), await upload(office, who.wang, PDF, "短.pdf")
    notice = await office.tell(who.wang, fileIds=[old["fileId"]])
    ends = (office.world.now + timedelta(days=3)).isoformat()
    await office.tell(who.wang, fileIds=[short["fileId"]], expiresAt=ends)
    for days, removable in ((0, set[str]()), (4, {"短.pdf"}), (86, {"短.pdf", "旧.pdf"})):
        clock.advance(timedelta(days=days))
        office.world.now = clock.now()
        assert {name for name, can in names(await kept(office, who.wang)) if can} == removable
    await ok(await remove(office, who.wang, old))
    seen = await ok(await (await office.world.sign_in(who.mother, assurance=1)).get(office.own(notice)))
    assert [(file["name"], file["removed"]) for file in seen["files"]] == [("旧.pdf", True)]


async def test_a_file_that_another_notice_still_has_stays(office: Office) -> None:
    who = office.world.people
    file = await upload(office, who.wang, PDF)
    notice = await office.tell(who.wang, fileIds=[file["fileId"]])
    other = await office.tell(who.wang, fileIds=[file["fileId"]])
    await ok(await office.do(who.wang, notice, "withdraw"))
    assert [can for _, can in names(await kept(office, who.wang))] == [False, False]
    assert slug(await remove(office, who.wang, file)) == (409, "notice-file-in-use")
    assert (await fetch(office, who.mother, other, file)).content == PDF


async def test_who_removes_are_administrators_and_who_wrote_it(office: Office) -> None:
    who = office.world.people
    file = await upload(office, who.wang, PDF)
    notice = await office.tell(who.wang, fileIds=[file["fileId"]])
    await ok(await office.do(who.wang, notice, "withdraw"))
    assert names(await kept(office, who.chen)) == [], "another class's teacher"
    assert slug(await remove(office, who.chen, file)) == (404, "not-found")
    for nobody in (who.lin, who.mother):
        client = await office.world.sign_in(nobody, assurance=1)
        assert (await client.get(f"/orgs/{office.org_id}/notice-files")).status_code == 403
        assert (await remove(office, nobody, file)).status_code == 403
    assert slug(await remove(office, who.south_admin, file))[0] in {403, 404}
    await ok(await remove(office, who.wang, file))


async def test_a_full_room_is_emptied_by_the_school_itself(office: Office) -> None:
    who = office.world.people
    file = await upload(office, who.wang, PDF)
    notice = await office.tell(who.wang, fileIds=[file["fileId"]])
    full = "update notice_files set size = 10485760 where org_id = $1"
    await office.world.operate(office.org_id, full, office.org_id)
    more = (
        "insert into notice_files (org_id, file_id, uploaded_by, name, kind, size, sha256, created_at)"
        " select $1, u, $2, 'x.pdf', 'pdf', 10485760, repeat('0', 64), $3 from unnest($4::uuid[]) u on conflict do nothing"
    )
    past = office.world.now - timedelta(days=5)
    await office.world.operate(
        office.org_id, more, office.org_id, who.chen.account_id, past, [uuid4() for _ in range(102)]
    )
    path, params = f"/orgs/{office.org_id}/notice-files", {"fileName": "a.pdf"}
    wang = office.world.client(who.wang)
    assert slug(await wang.post(path, content=PDF, params=params)) == (409, "notice-files-full")
    await ok(await office.do(who.wang, notice, "withdraw"))
    await ok(await remove(office, who.wang, file))
    assert (await wang.post(path, content=PDF, params=params)).status_code == 201
