"""Uploads over HTTP: tried out first, refused clearly, applied by one task at a time."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest

from api.roster.files import upload
from api.roster.files.tables import MAX_FILE
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, TEACHER, guardian, more_students, student
from tests.roster.school import School


async def test_tried_out_first_and_nothing_changes(school: School) -> None:
    before = await school.snapshot()
    got = await school.tried(more_students(books.school(), 3))
    assert (got["state"], got["canApply"], got["needsConfirmation"]) == ("checked", True, False)
    assert got["counts"] == {"classes": 2, "students": 5, "guardians": 5, "staff": 2, "studentsWithoutGuardian": 0}
    assert got["changes"]["students"] == {"added": 3, "changed": 0, "returned": 0, "ended": 0}
    assert await school.snapshot() == before
    assert await school.shown(got["importId"]) == got


async def test_bad_rows_in_the_readers_language_and_never_applied(school: School) -> None:
    book = books.school()
    book["家长"].append(guardian("S1", PHONE_B, "另一人"))
    book["学生"].append(student("S3", "赵", "?", "七年级(9)班"))
    got = await school.tried(book)
    assert [(b["sheet"], b["row"], b["column"], b["code"]) for b in got["badRows"]] == [
        ("学生", 4, "性别", "sex_wrong"),
        ("学生", 4, "班级", "class_unknown"),
        ("教职工", 2, "手机号", "phone_shared"),
    ]
    assert (got["badRowCount"], got["canApply"], got["changes"]) == (3, False, None)
    assert "性别只能填男或女" in got["badRows"][0]["message"]
    assert "enter 男 or 女" in (await school.shown(got["importId"], "en"))["badRows"][0]["message"]
    assert (await school.say_yes(got["importId"])).status_code == 409


async def test_a_list_that_gives_rights_needs_a_second_factor(school: School) -> None:
    """Kind: recovery equals impersonation. With an administrator's SMS alone one would appoint oneself."""
    tried = await school.tried(more_students(books.school(), 1))
    async with await school.client(PHONE_B, assurance=1) as thief:
        path, headers = (
            f"/roster/imports/{tried['importId']}/apply",
            {"idempotency-key": uuid4().hex, "if-match": '"v1"'},
        )
        refused = await thief.post(path, json={"confirmLosses": True}, headers=headers)
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (403, "step-up-needed")
    assert (await school.say_yes(tried["importId"])).status_code == 202


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"%PDF-1.7", "roster-wrong-type"),
        (b"", "roster-file-empty"),
        (b"# About\n\nA school, its people, and more.\n\n- one, two\n", "roster-csv-unknown"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "roster-old-excel"),
    ],
)
async def test_refused_files_are_problems(school: School, data: bytes, slug: str) -> None:
    answer = await school.upload(data)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, slug)
    assert "xlsx" in answer.json()["detail"] or slug == "roster-file-empty"
    (count,) = await school.rows("select count(*) from roster_imports where state = 'checked'")
    assert count == (0,)


async def test_a_large_file_is_refused_at_the_edge(school: School) -> None:
    answer = await school.upload(b"PK\x03\x04" + bytes(MAX_FILE))
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (413, "roster-file-too-large")
    assert "20 MB" in answer.json()["detail"]


async def test_200_mb_are_not_even_read(school: School) -> None:
    """Neither a declared length nor a stream without one makes the service take in more than the limit."""
    sent = 0

    async def stream() -> AsyncGenerator[bytes]:
        nonlocal sent
        for _ in range(200):
            sent += 1
            yield bytes(1024 * 1024)

    async with await school.client(PHONE_B) as client:
        headers = {"idempotency-key": uuid4().hex}
        where = "/roster/imports?fileName=a.xlsx"
        assert (await client.post(where, content=stream(), headers=headers)).status_code == 413
        assert sent <= 22
        declared = {**headers, "content-length": str(200 * 1024 * 1024)}
        answer = await client.post(where, content=b"PK", headers=declared)
        assert answer.status_code == 413


async def test_nothing_is_read_from_nobody(school: School) -> None:
    async def stream() -> AsyncGenerator[bytes]:
        yield b"x"
        raise AssertionError("the body was read before anybody asked who sends it")

    where = f"http://127.0.0.1:8000/api/v1/orgs/{school.org_id}/roster/imports?fileName=a.csv"
    answer = await school.http.post(where, content=stream(), headers={"idempotency-key": uuid4().hex})
    assert answer.status_code == 401


async def test_nobody_uploads_without_a_session_or_the_role(school: School) -> None:
    answer = await school.http.post(
        f"http://127.0.0.1:8000/api/v1/orgs/{school.org_id}/roster/imports?fileName=a.csv",
        content=b"x" * 1000,
        headers={"idempotency-key": uuid4().hex},
    )
    assert answer.status_code == 401
    assert (await school.upload(b"x", who=TEACHER)).status_code == 403
    assert (await school.upload(b"x", who=PHONE_A)).status_code == 403


async def test_a_repeated_upload_is_one_import(school: School) -> None:
    data, key = books.xlsx(more_students(books.school(), 1)), uuid4().hex
    first, again = [await school.upload(data, **{"idempotency-key": key}) for _ in range(2)]
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    other = await school.upload(books.xlsx(books.school()), **{"idempotency-key": key})
    assert other.status_code == 422


async def test_template(school: School) -> None:
    async with await school.client(PHONE_B) as client:
        answer = await client.get("/roster/template")
    assert answer.headers["content-type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "attachment" in answer.headers["content-disposition"]
    assert [t.name for t in upload.read(answer.content, "").tables] == ["班级", "学生", "家长", "教职工", "说明"]


async def test_list_of_imports_in_pages(school: School) -> None:
    ids = [(await school.tried(more_students(books.school(), n)))["importId"] for n in range(4)]
    async with await school.client(PHONE_B) as client:
        first = (await client.get("/roster/imports", params={"limit": 3})).json()
        rest = (await client.get("/roster/imports", params={"limit": 3, "cursor": first["next"]})).json()
    assert [i["importId"] for i in first["items"]] == ids[:0:-1]
    assert rest["items"][0]["importId"] == ids[0]
    assert (len(rest["items"]), rest["next"]) == (2, None)  # and the first roster of all


async def test_only_the_newest_file_is_kept(school: School) -> None:
    old = await school.tried(more_students(books.school(), 1))
    new = await school.tried(more_students(books.school(), 2))
    assert not (await school.shown(old["importId"]))["canApply"]
    assert (await school.say_yes(old["importId"])).status_code == 409
    assert (await school.say_yes(new["importId"])).status_code == 202


async def test_one_import_at_a_time_and_a_lost_one_stands_in_nobodys_way(school: School) -> None:
    first = await school.tried(more_students(books.school(), 1))
    assert (await school.say_yes(first["importId"])).status_code == 202
    second = await school.tried(more_students(books.school(), 2))
    answer = await school.say_yes(second["importId"])
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "roster-import-running")
    await school.rows("update tasks set state = 'failed' where key = $1", first["importId"])
    lost = await school.shown(first["importId"], "en")
    assert (lost["state"], lost["failure"]) == (
        "failed",
        "It could not be applied; nothing was changed. Upload it again.",
    )
    assert (await school.say_yes(second["importId"])).status_code == 202


async def test_what_changed_between_the_yes_and_the_work(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 20)))
    tried = await school.tried(more_students(books.school(), 19))
    assert (await school.say_yes(tried["importId"], losses=True)).status_code == 202
    # Somebody adds students in another way meanwhile: now the file would end more than was said yes to.
    await school.rows(
        "insert into students (org_id, student_id, class_id, student_number, name, sex, updated_at)"
        " select org_id, u.id, class_id, 'X' || u.n, '某', 'male', updated_at from students, unnest($2::uuid[]) with ordinality as u (id, n)"
        " where org_id = $1 and student_number = 'S1' on conflict do nothing",
        *(school.org_id, [uuid4() for _ in range(9)]),
    )
    before = await school.snapshot()
    await school.run()
    got = await school.shown(tried["importId"], "en")
    assert got["state"] == "failed"
    assert "something else than was shown" in got["failure"]
    assert await school.snapshot() == before


async def test_a_workbook_of_something_else_shows_which_sheet_is_not_known(school: School) -> None:
    """Only a text is refused whole: in a workbook a person may have one sheet too many."""
    got = (await school.upload(books.xlsx({"价格": [["商品", "价格"], ["苹果", "3"]]}))).json()
    assert [(bad["sheet"], bad["code"]) for bad in got["badRows"]] == [("价格", "sheet_unknown")]
