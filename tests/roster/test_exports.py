"""Workbooks that leave: today's roster, which imports again unchanged, and an upload with what is wrong beside each row."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from api.core.services import Services
from api.roster.columns import SHEETS
from api.roster.errors import TooManyRows
from api.roster.files import tables, template, upload
from api.roster.files.marked import marked
from api.roster.files.tables import Table, Text, Unreadable
from tests.jobs.city import owned
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, TEACHER, guardian, more_students, staff, student
from tests.roster.school import School, open_org
from tests.servers import Database

UNCHANGED = {"added": 0, "changed": 0, "returned": 0, "ended": 0}


async def got(school: School, path: str, who: str = PHONE_B, *, assurance: int = 2, language: str = "zh-CN") -> Any:
    async with await school.client(who, language, assurance=assurance) as client:
        return await client.get(path)


def sheets(data: bytes) -> dict[str, dict[int, list[Any]]]:
    return {table.name: dict(table.rows) for table in upload.read(data, "").tables}


async def purposes(school: School) -> list[tuple[str, UUID]]:
    async with owned(school.database) as owner:
        rows = await owner.fetch(
            "select purpose, record_id from audit_accesses where org_id = $1 order by seq", school.org_id
        )
    return [tuple(row) for row in rows]


async def test_todays_roster_imports_again_unchanged(school: School) -> None:
    book = more_students(books.school(), 2)
    book["学生"] += [
        student("X1", "José García", "男", 家庭住址="=1+1号院", 经度="113.264385", 纬度="23.1", 残疾="是", 孤儿="是"),
        student("X2", "阿依古丽·买买提", "女"),
    ]
    book["家长"] += [
        guardian("X1", PHONE_A, "王大明", "其他亲属", 联系顺序="7"),
        guardian("X1", TEACHER, "周丽华", "其他"),
    ]
    book["学生"][1][4] = "=1+1号院"
    book["教职工"].append(
        staff("T9", "16400000109", "钱一", "心理教师;档案保管人;年级组长;校领导", 任教班级="七年级(2)班")
    )
    as_text = template.workbook("school", {sheet.key: book[sheet.name] for sheet in SHEETS})
    await school.applied(as_text)
    answer = await got(school, "/roster/workbook")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["content-disposition"]
    assert [table.name for table in upload.read(answer.content, "").tables] == [
        "班级",
        "学生",
        "家长",
        "教职工",
        "说明",
    ]
    again = (await school.upload(answer.content, covers="school")).json()
    assert again["badRows"] == []
    assert again["counts"]["students"] == 6
    assert [
        again["changes"][kind] for kind in ("classes", "students", "guardians", "guardianships", "staff", "lessons")
    ] == [UNCHANGED] * 6
    # An address that looks like a formula is text.
    assert all(b"<f>" not in part for part in books.parts_of(answer.content).values())


async def test_who_left_is_not_in_todays_roster(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 10)))
    await school.applied(books.xlsx(more_students(books.school(), 9)), covers="school")
    found = sheets((await got(school, "/roster/workbook")).content)
    assert "P008" in str(found["学生"])
    assert "P009" not in str(found)
    assert "16400010009" not in str(found)


async def test_a_centre_exports_its_staff(services: Services, database: Database, http: httpx.AsyncClient) -> None:
    centre = await open_org(services, database, http, "centre")
    answer = await got(centre, "/roster/workbook")
    assert [*sheets(answer.content)] == ["教职工", "说明"]
    assert (await centre.upload(answer.content, covers="school")).json()["changes"]["staff"] == UNCHANGED


async def test_an_export_needs_a_second_factor_and_is_recorded(school: School) -> None:
    assert (await got(school, "/roster/workbook", TEACHER)).status_code == 403
    weak = await got(school, "/roster/workbook", assurance=1)
    assert (weak.status_code, weak.json()["type"].rpartition("/")[2]) == (403, "step-up-needed")
    assert await purposes(school) == []
    assert (await got(school, "/roster/workbook")).headers["cache-control"] == "no-store"
    assert [purpose for purpose, _ in await purposes(school)] == ["roster_export"]


async def test_faults_come_back_beside_their_rows(school: School) -> None:
    book = books.school()
    book["学生"].append(student("S3", "赵六", "?", "七年级(9)班"))
    book["学生"].append(student("S4", "=A1", "男", "七年级(1)班"))
    book["家长"] += [guardian("S1", "123", "=cmd|1")]
    tried = await school.tried(book)
    path = f"/roster/imports/{tried['importId']}/faults.xlsx"
    answer = await got(school, path)
    assert answer.status_code == 200
    found = sheets(answer.content)
    width = len(books.heading("学生"))
    students = found["学生"]
    assert students[1][width] == "问题"
    assert students[4][:4] == ["S3", "赵六", "?", "七年级(9)班"]
    assert "性别:“?”:性别只能填男或女。" in students[4][width]
    assert "班级:“班级”表里没有“七年级(9)班”" in students[4][width]
    assert [students[number][width:] for number in (2, 3)] == [[""], [""]]
    # A formula could not be read: the copy says so, and does not leave the cell blank.
    assert students[5][1] == Unreadable("unread")
    assert all(b"<f>" not in part for part in books.parts_of(answer.content).values())
    assert (await purposes(school))[-1] == ("roster_upload", UUID(tried["importId"]))
    english = sheets((await got(school, path, language="en")).content)
    assert "Sex (性别): “?”: enter 男 or 女" in english["学生"][4][width]


async def test_a_corrected_copy_is_the_file(school: School) -> None:
    book = books.school()
    book["学生"].append(student("S3", "赵六", "?", "七年级(1)班"))
    tried = await school.tried(book)
    copy = sheets((await got(school, f"/roster/imports/{tried['importId']}/faults.xlsx")).content)
    copy["学生"][4][2] = "女"
    corrected = books.xlsx({name: list(rows.values()) for name, rows in copy.items() if name != "说明"}, headings=False)
    again = (await school.upload(corrected, covers="school")).json()
    assert (again["badRows"], again["notes"]) == ([], [])
    assert again["changes"]["students"] == {**UNCHANGED, "added": 1}


async def test_more_faults_than_an_import_lists_are_all_beside_their_rows(school: School) -> None:
    book = books.school()
    book["学生"] += [student(f"Q{n:04d}", "赵六", "?", "七年级(1)班") for n in range(1200)]
    tried = await school.tried(book)
    assert (len(tried["badRows"]), tried["badRowCount"]) == (1000, 1200)
    copy = sheets((await got(school, f"/roster/imports/{tried['importId']}/faults.xlsx")).content)
    assert sum("性别只能填男或女" in str(row[-1]) for row in copy["学生"].values()) == 1200


async def test_no_copy_of_what_is_not_kept_any_more(school: School) -> None:
    tried = await school.tried(more_students(books.school(), 1))
    await school.tried(more_students(books.school(), 2))
    answer = await got(school, f"/roster/imports/{tried['importId']}/faults.xlsx")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "roster-upload-gone")
    weak = await got(school, f"/roster/imports/{tried['importId']}/faults.xlsx", assurance=1)
    assert (weak.status_code, weak.json()["type"].rpartition("/")[2]) == (403, "step-up-needed")
    assert (await got(school, f"/roster/imports/{tried['importId']}/faults.xlsx", TEACHER)).status_code == 403


async def test_what_the_comparison_finds_is_said_too(school: School) -> None:
    only = books.csv_text("班级", [["七年级", "七年级(9)班", "2026"]]).encode()
    tried = (await school.upload(only, "导出:班级/1.csv", covers="school")).json()
    assert [bad["code"] for bad in tried["badRows"]] == ["class_still_used"] * 2
    copy = sheets((await got(school, f"/roster/imports/{tried['importId']}/faults.xlsx")).content)
    ((name, rows),) = copy.items()
    assert name == "1"
    assert rows[1][-1].startswith("问题\n班级名称:“七年级(1)班”没有列在“班级”表中")


def test_names_that_excel_refuses_and_two_of_one_name() -> None:
    tables = [Table(name=name, rows=[(2, ["a"])]) for name in ("a/b", "a*b", "x" * 60, "'", "A_B")]
    found = upload.read(marked(tables, {}, {("a/b", 2): ["wrong"]}), "").tables
    assert [t.name for t in found] == ["a_b", "a_b (2)", "x" * 31, "Sheet4", "A_B (5)"]
    assert found[0].rows == [(1, ["", "问题"]), (2, ["a", "wrong"])]


def test_a_copy_of_a_copy_has_one_column_of_faults_and_no_hidden_sheet() -> None:
    tables = [
        Table(name="学生", rows=[(1, ["学号", "问题", "姓名"]), (2, ["S1", "old", "王"])]),
        Table(name="藏", rows=[(1, ["secret"])], hidden=True),
    ]
    (only,) = upload.read(marked(tables, {"学生": 1}, {("学生", 2): ["new"]}), "").tables
    assert only.rows == [(1, ["学号", "姓名", "问题"]), (2, ["S1", "王", "new"])]


@pytest.mark.parametrize("width", [tables.MAX_COLUMNS - 1, tables.MAX_COLUMNS])
def test_the_marked_copy_of_the_widest_sheet_is_read_again(width: int) -> None:
    sheet = Table(name="学生", rows=[(1, [f"c{n}" for n in range(width)]), (2, ["x"] * width)])
    copy = marked([sheet], {"学生": 1}, {("学生", 2): ["wrong"]})
    for _ in range(2):
        (table,) = upload.read(copy, "").tables
        assert [cells[-1] for _, cells in table.rows] == ["问题", "wrong"]
        copy = marked([table], {"学生": 1}, {("学生", 2): ["wrong"]})


def test_another_column_beyond_the_widest_is_refused() -> None:
    rows: list[tuple[int, list[Text]]] = [(1, [f"c{n}" for n in range(tables.MAX_COLUMNS)]), (2, [])]
    rows[1][1].extend(["x"] * (tables.MAX_COLUMNS + 1))
    with pytest.raises(TooManyRows):
        upload.read(books.xlsx({"表": [cells for _, cells in rows]}), "")


async def test_two_classes_of_one_class_teacher_import_again(school: School) -> None:
    book = books.school()
    book["教职工"][1][-1] = "七年级(1)班、七年级(2)班"
    done = await school.applied(books.xlsx(book))
    assert done["badRows"] == []
    exported = (await got(school, "/roster/workbook")).content
    assert sheets(exported)["教职工"][3][-1] == "七年级(1)班;七年级(2)班"
    again = (await school.upload(exported, covers="school")).json()
    assert (again["badRows"], again["changes"]["lessons"]) == ([], UNCHANGED)


def test_error_values_that_stand_as_text_are_error_values() -> None:
    cells = upload.read("学号,姓名\n#N/A,#VALUE!\n#1,####\n".encode(), "a.csv").tables[0].rows[1:]
    error = Unreadable("excel_error")
    assert [row for _, row in cells] == [[error, error], ["#1", error]]
