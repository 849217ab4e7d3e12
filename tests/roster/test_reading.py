"""The mapping step over HTTP: words are settled once for the school, and until then nothing is applied."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.core.services import Services
from api.roster.columns import SHEETS
from api.roster.files import upload
from api.roster.rules import check
from tests.roster import books
from tests.roster.books import PHONE_B, TEACHER, staff, student
from tests.roster.school import School, open_org
from tests.roster.test_kept import KEPT
from tests.servers import Database


async def settle(
    school: School, import_id: str, words: list[dict[str, str]], *, who: str = PHONE_B, **more: Any
) -> httpx.Response:
    """Says how an upload is to be read."""
    async with await school.client(who) as client:
        headers = {"idempotency-key": uuid4().hex}
        return await client.put(f"/roster/imports/{import_id}/reading", json={"words": words, **more}, headers=headers)


def proposed(tried: dict[str, Any]) -> list[dict[str, str]]:
    """The words as they seem to be meant."""
    return [{"kind": ask["kind"], "word": ask["word"], "meaning": ask["meaning"]} for ask in tried["asks"]]


async def test_a_wide_sheet_is_asked_about_once_applied_and_then_known(school: School) -> None:
    data = (KEPT / "16-wide.xlsx").read_bytes()
    tried = (await school.upload(data, "花名册.xlsx", covers=None)).json()
    assert (tried["canApply"], tried["badRowCount"]) == (False, 0)
    assert {ask["word"]: ask["meaning"] for ask in tried["asks"]} == {
        "七(1)班": "七年级(1)班",
        "七(2)班": "七年级(2)班",
    }
    columns = {one["heading"]: one["samples"] for one in tried["sheets"][0]["columns"]}
    assert (columns["学生姓名"], columns["性别"], columns["身份证号"]) == (
        ["学生甲", "学生乙", "学生丙"],
        ["男", "女"],
        [],
    )
    assert (await school.say_yes(tried["importId"], losses=True)).status_code == 409
    # What it would end is not known before: nothing is listed, and nothing is asked about it.
    assert (tried["changes"], tried["losses"], tried["scopes"], tried["scopeAsked"]) == (None, [], [], False)
    answer = await settle(school, tried["importId"], proposed(tried))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["canApply"], answer.json()["scopeAsked"], answer.json()["covers"]) == (False, True, "new")
    ready = (await settle(school, tried["importId"], [], covers="classes")).json()
    assert (ready["canApply"], ready["asks"]) == (True, [])
    assert {loss["name"] for loss in ready["losses"] if loss["kind"] == "student"} == {"王小明", "李小红"}
    assert (await school.say_yes(tried["importId"], losses=True)).status_code == 202
    await school.run()
    assert (await school.shown(tried["importId"]))["state"] == "done"
    assert await school.rows("select count(*) from students where ended_at is null") == [(40,)]
    # The next file of the same habit asks nothing, and says what the roster says.
    again = (await school.upload(data, "花名册.xlsx")).json()
    assert (again["asks"], again["canApply"], again["losses"]) == ([], False, [])


async def test_nothing_of_an_identity_card_is_stored(school: School) -> None:
    tried = (await school.upload((KEPT / "12-extra-columns.xlsx").read_bytes(), "名册.xlsx")).json()
    async with await school.client(PHONE_B) as client:
        shown = (await client.get(f"/roster/imports/{tried['importId']}")).text
    assert "33010620130101" not in shown
    assert "身份证号" in shown  # it is said that the column is not kept


async def test_columns_are_mapped_and_remembered(school: School) -> None:
    book = {"学生": [["编码", "姓名", "性别", "班级"], ["S1", "王小明", "男", "七年级(1)班"]]}
    data = books.xlsx(book, headings=False)
    tried = (await school.upload(data)).json()
    assert [bad["code"] for bad in tried["badRows"]] == ["header_missing"]
    assert tried["sheets"][0]["columns"][0] == {"heading": "编码", "field": "", "samples": ["S1"]}
    word = {"kind": "students", "word": "编码", "meaning": "学号"}
    read = (await settle(school, tried["importId"], [word], covers="new")).json()
    assert (read["badRowCount"], read["covers"], read["sheets"][0]["columns"][0]["field"]) == (0, "new", "学号")
    assert [bad["code"] for bad in (await school.upload(data)).json()["badRows"]] == []


async def test_fields_are_named_in_the_readers_language(school: School) -> None:
    """The file has the Chinese name: an English reader sees both."""
    tried = await school.tried(books.school())
    chinese, english = tried["sheets"], (await school.shown(tried["importId"], "en"))["sheets"]
    assert [one["key"] for one in english] == ["classes", "students", "guardians", "staff"]
    for one, other in zip(chinese, english, strict=True):
        assert all(field["name"] == field["value"] for field in one["fields"])
        assert [field["value"] for field in other["fields"]] == [field["value"] for field in one["fields"]]
        assert all(field["name"].isascii() is False and field["name"][0].isascii() for field in other["fields"])
    names = {field["value"]: field["name"] for field in english[1]["fields"]}
    assert (names["学号"], names["母亲手机号"]) == ("Student number (学号)", "Mother: phone number (母亲手机号)")
    wrong = await school.tried({**books.school(), "学生": [student(sex="x")]})
    [shown] = [bad for bad in (await school.shown(wrong["importId"], "en"))["badRows"] if bad["code"] == "sex_wrong"]
    assert (shown["column"], wrong["badRows"][0]["column"]) == ("Sex (性别)", "性别")


async def test_what_does_not_exist_is_refused(school: School) -> None:
    tried = await school.tried({**books.school(), "学生": [student(sex="?")], "家长": []})
    for word in (
        {"kind": "sex", "word": "?", "meaning": "both"},
        {"kind": "role", "word": "?", "meaning": "king"},
        {"kind": "role", "word": "?", "meaning": "officer"},  # of a bureau alone
        {"kind": "students", "word": "?", "meaning": "诊断"},
        {"kind": "class", "word": "?", "meaning": "八年级(1)班"},
    ):
        answer = await settle(school, tried["importId"], [word])
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "roster-meaning")
    assert await school.rows("select count(*) from roster_words") == [(0,)]
    assert (await settle(school, tried["importId"], [], who=TEACHER)).status_code == 403
    newer = await school.tried(books.more_students(books.school(), 1))
    assert (await settle(school, tried["importId"], [])).status_code == 409
    assert (await settle(school, newer["importId"], [])).status_code == 200


async def test_words_stay_within_their_school(
    services: Services, database: Database, http: httpx.AsyncClient, school: School
) -> None:
    other = await open_org(services, database, http)
    book = {**books.school(), "教职工": [staff(), staff("T2", TEACHER, "周丽华", "副校长")]}
    tried = await school.tried(book)
    assert tried["asks"][0]["meaning"] == "leader"
    assert (await settle(school, tried["importId"], proposed(tried))).json()["asks"] == []
    assert (await other.tried(book))["asks"] != []
    # An import of another school is not there.
    assert (await settle(other, tried["importId"], [])).status_code == 404


async def test_the_year_is_chosen_once(
    services: Services, database: Database, http: httpx.AsyncClient, school: School
) -> None:
    await school.rows("update classes set school_year = 2020")
    tried = (await school.upload((KEPT / "16-wide.xlsx").read_bytes(), "花名册.xlsx")).json()
    read = (await settle(school, tried["importId"], [], schoolYear=2026, covers="school")).json()
    assert (read["schoolYear"], read["changes"]["classes"]["added"], read["asks"]) == (2026, 2, [])
    assert read["needsConfirmation"]


@pytest.mark.parametrize(
    ("sheet", "column"), [(s.name, c.name) for s in SHEETS for c in s.columns if c.must or c.name == "任教班级"]
)
def test_a_missing_column_is_one_fault_and_an_optional_one_none(sheet: str, column: str) -> None:
    """Nor does the sheet without it make every row of the others wrong."""
    book = books.more_students(books.school(), 5)
    rows: dict[str, list[list[Any]]] = {name: [books.heading(name), *of] for name, of in book.items()}
    at = books.heading(sheet).index(column)
    rows[sheet] = [[cell for place, cell in enumerate(row) if place != at] for row in rows[sheet]]
    bad = check(upload.read(books.xlsx(rows, headings=False), ""), "school").bad_rows
    missing = [] if column == "任教班级" else [(sheet, 1, column, "header_missing")]
    assert [(b.sheet, b.row, b.column, b.code) for b in bad] == missing
