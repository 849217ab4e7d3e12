"""Receipts as files: who is in them, that no cell is a formula, and that each export is recorded."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from tests.counselling.desk import ok, slug
from tests.notices.office import Office

LAST = "select purpose, account_id from audit_accesses where org_id = $1 order by seq desc limit 1"


async def test_the_list_has_everybody_with_what_they_did_and_runs_nothing(office: Office) -> None:
    world, who = office.world, office.world.people
    rename = "update guardians set name = $3 where org_id = $1 and guardian_id = $2"
    await world.sql(world.north, rename, world.north, who.father.account_id, "=1+1")
    await office.sibling(who.mother, who.hong)
    notice = await office.tell(who.gao, audience={"wholeSchool": True}, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    base = f"{office.notices}/{notice['noticeId']}/receipts"
    answer = await world.client(who.gao).get(f"{base}.csv")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:5] == ["Grade", "Class", "Student number", "Student", "Name"]
    states = sorted((row[3], row[4], row[8]) for row in rows[1:])
    assert states == [
        ("hong", "mother", "Answered"),
        ("jun", "jun_mother", "Not opened"),
        ("ming", "'=1+1", "Not opened"),
        ("ming", "mother", "Answered"),
    ]
    assert [tuple(row) for row in await world.sql(world.north, LAST, world.north)] == [
        ("notice_export", who.gao.account_id)
    ]
    book = await world.client(who.gao).get(f"{base}.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) == len(rows)
    assert {row[4] for row in sheet[1:]} == {"mother", "=1+1", "jun_mother"}, "as text"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
async def test_a_teachers_list_is_of_the_own_class_and_others_get_none(office: Office, form: str) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True})
    path = f"{office.notices}/{notice['noticeId']}/receipts.{form}"
    if form == "csv":
        text = (await world.client(who.chen).get(path)).content.decode("utf-8-sig")
        assert [row[4] for row in csv.reader(io.StringIO(text))][1:] == ["jun_mother"]
    for person in (who.lin, who.mother, who.ming, who.south_admin, who.former_teacher):
        assert slug(await world.client(person).get(path)) == (403, "forbidden")


async def test_progress_says_how_far_the_telling_is(office: Office) -> None:
    who = office.world.people
    notice = await office.add(who.gao, audience={"wholeSchool": True})
    await office.schedule(who.gao, notice)
    await office.work()
    told = (await office.receipts(who.gao, notice))["telling"]
    assert (told["people"], told["done"], told["sent"] + told["unsent"]) == (3, True, 3)


FILES = ("receipts.csv", "receipts.xlsx", "receipts/signed")


async def test_a_list_of_more_than_one_class_needs_a_second_factor(office: Office) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True}, kind="acknowledge")
    paths = [f"{office.notices}/{notice['noticeId']}/{name}" for name in FILES]
    before = await world.sql(world.north, LAST, world.north)
    weak = await world.sign_in(who.gao, assurance=1)
    for path in paths:
        assert slug(await weak.get(path)) == (403, "step-up-needed")
    assert await world.sql(world.north, LAST, world.north) == before, "nothing left, so nothing is recorded"
    teacher = await world.sign_in(who.chen, assurance=1)
    for path in paths:
        assert (await teacher.get(path)).status_code == 200, "one class, the teacher's own"
    end = "update class_staff set ended_at = $3 where org_id = $1 and class_id = $2 and part = 'class_teacher'"
    await world.sql(world.north, end, world.north, world.north_a, world.now)
    row = "insert into class_staff (org_id, class_id, staff_id, part, updated_at) values ($1, $2, $3, 'class_teacher', $4)"
    await world.sql(world.north, row, world.north, world.north_a, who.chen.account_id, world.now)
    for path in paths:
        assert slug(await teacher.get(path)) == (403, "step-up-needed"), "two classes are more than one"


async def test_a_withdrawn_notice_names_only_who_answered(office: Office) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True}, kind="acknowledge")
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    await ok(await office.answer(who.jun_mother, notice, "open"))
    await ok(await office.do(who.gao, notice, "withdraw", (await office.get(who.gao, notice))["version"]))
    text = (await world.client(who.gao).get(f"{office.notices}/{notice['noticeId']}/receipts.csv")).content
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))[1:]
    assert [(row[3], row[4], row[8]) for row in rows] == [("ming", "mother", "Answered")]


async def test_pages_over_all_classes_are_recorded_and_take_a_second_factor(office: Office) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True})
    weak = await world.sign_in(who.gao, assurance=1)
    path = f"{office.notices}/{notice['noticeId']}/receipts"
    count = "select count(*)::integer as n from audit_accesses where org_id = $1"
    [before] = await world.sql(world.north, count, world.north)
    first = await ok(await weak.get(path, params={"limit": 1}))
    [unread] = await world.sql(world.north, count, world.north)
    assert unread["n"] == before["n"], "what the screen shows is no export"
    more = {"limit": 1, "cursor": first["next"]}
    assert slug(await weak.get(path, params=more)) == (403, "step-up-needed")
    answer = await world.client(who.gao).get(path, params=more)
    assert len((await ok(answer))["waiting"]) == 1
    assert answer.headers["cache-control"] == "no-store"
    assert [tuple(row) for row in await world.sql(world.north, LAST, world.north)] == [
        ("notice_export", who.gao.account_id)
    ]
    of_class = {"limit": 1, "classId": str(world.north_a)}
    own = await ok(await weak.get(path, params=of_class))
    await ok(await weak.get(path, params=of_class | {"cursor": own["next"]}))
    teacher = await world.sign_in(who.wang, assurance=1)
    mine = await ok(await teacher.get(path, params={"limit": 1}))
    await ok(await teacher.get(path, params={"limit": 1, "cursor": mine["next"]}))
