"""Nobody gives themselves a part that opens what is confidential, nor a class to who is barred from a child in it: by no door."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from api.core.clock import FixedClock
from api.core.services import Services
from tests.roster import books
from tests.roster.books import PHONE_B, PHONE_C, staff
from tests.roster.leaves.test_leaves import Leaves
from tests.roster.school import School, open_org
from tests.roster.test_parts import ids
from tests.roster.test_persons import lessons_of, ties
from tests.servers import Database

SECOND, COUNSELLOR, FATHER = "16400000501", "16400000502", "16400000503"


def slug(answer: Any) -> tuple[int, str]:
    """The status and the kind of a refusal."""
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[-1] if answer.status_code >= 400 else ""


def _book(*, second: bool = True) -> books.Book:
    book = books.school()
    if second:
        book["教职工"].append(staff("T3", SECOND, "王管理", "学校管理员"))
    book["教职工"].append(staff("T4", COUNSELLOR, "林静", "心理教师"))
    book["教职工"].append(staff("T5", PHONE_C, "李大红", ""))  # the grandmother of S2 works here
    return book


@pytest.fixture
async def hand(school: School) -> Leaves:
    """The small school with two administrators, a counsellor, and a colleague who is family of a student."""
    await school.applied(books.xlsx(_book()))
    return Leaves(school)


async def test_nobody_gives_themselves_a_part_by_any_door(hand: Leaves) -> None:
    school, known = hand.school, await ids(hand.school)
    before = await school.snapshot()
    me, own = f"staff/{known['T1']}", (409, "own-part")
    body = lessons_of(await hand.shown(me))
    for more in ({"roles": [*body["roles"], "counsellor"]}, {"leads": [str(known["七年级(1)班"])]}):
        for tries in (False, True):
            assert slug(await hand.send(me, body | more, method="PUT", dryRun=tries)) == own
    for first in (0, 3):  # from today, or once it begins
        assert slug(await hand.away("T4", first, 5, "T1")) == own
        assert slug(await hand.away("T2", first, 5, "T1")) == own
    successor = {"successorId": str(known["T1"])}
    assert slug(await hand.send(f"staff/{known['T2']}/end", successor)) == own
    planned = successor | {"lastDay": str(hand.day(4))}
    path = f"staff/{known['T2']}"
    assert slug(await hand.send(f"{path}/leaving", planned, of=path, method="PUT")) == own
    book = _book()
    book["教职工"][0] = staff(角色="学校管理员、心理教师")
    tried = await school.tried(book)
    assert (tried["canApply"], [bad["code"] for bad in tried["badRows"]]) == (False, ["own_part"])
    assert (await school.snapshot()).now == before.now
    assert (await hand.away("T4", 0, 5, "T3")).status_code == 200  # somebody else may have it
    other = f"staff/{known['T3']}"
    await hand.done(other, lessons_of(await hand.shown(other)) | {"roles": []}, method="PUT")
    more = body | {"roles": [*body["roles"], "counsellor"]}
    assert slug(await hand.send(me, more, method="PUT")) == own, (
        "also when the other one is no administrator for a moment"
    )
    await hand.done(f"{other}/end", {})
    assert slug(await hand.send(me, more, method="PUT")) == own, "nor when they left this week"


async def test_a_successor_gets_no_part_of_a_leave_that_is_still_to_come_for_themselves(hand: Leaves) -> None:
    assert (await hand.away("T4", 2, 5, "T5")).status_code == 200
    known = await ids(hand.school)
    end = {"successorId": str(known["T1"])}
    assert slug(await hand.send(f"staff/{known['T5']}/end", end)) == (409, "own-part")


async def test_the_only_administrator_may(school: School) -> None:
    await school.applied(books.xlsx(_book(second=False)))
    hand, known = Leaves(school), await ids(school)
    me = f"staff/{known['T1']}"
    body = lessons_of(await hand.shown(me))
    await hand.done(me, body | {"roles": [*body["roles"], "counsellor"]}, method="PUT")


async def bar(hand: Leaves) -> None:
    """A court keeps the grandmother of S2 from her."""
    known, family = await ids(hand.school), await ties(hand.school)
    path = f"students/{known['S2']}"
    order = {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号"}
    await hand.done(f"{path}/guardians/{family['李大红']}/bar", order)


async def test_who_is_barred_from_a_child_gets_no_class_of_it(hand: Leaves) -> None:
    await bar(hand)
    school, known = hand.school, await ids(hand.school)
    barred, class_ = (409, "barred-part"), str(known["七年级(2)班"])
    path = f"staff/{known['T5']}"
    body = lessons_of(await hand.shown(path))
    assert slug(await hand.send(path, body | {"leads": [class_]}, method="PUT")) == barred
    taught = {"teaches": [{"classId": class_, "subject": "数学"}]}
    assert slug(await hand.send(path, body | taught, method="PUT")) == barred
    assert slug(await hand.away("T2", 0, 3, "T5")) == barred
    assert slug(await hand.away("T2", 2, 3, "T5")) == barred
    assert slug(await hand.send(f"staff/{known['T2']}/end", {"successorId": str(known["T5"])})) == barred
    await hand.done(path, body | {"leads": [str(known["七年级(1)班"])]}, method="PUT")  # another class
    book = _book()
    book["教职工"][-1] = staff("T9", FATHER, "李大红", "", 任教班级="七年级(2)班:美术")  # the same name, another number
    tried = await school.tried(book)
    assert [bad["code"] for bad in tried["badRows"]] == ["barred_part"]


async def test_who_is_barred_afterwards_has_nothing_of_the_class_any_more(hand: Leaves) -> None:
    """Whatever door gave it: here they had the class before the court's order."""
    known = await ids(hand.school)
    path = f"staff/{known['T5']}"
    body = lessons_of(await hand.shown(path))
    both = [{"classId": str(known[name]), "subject": "数学"} for name in ("七年级(1)班", "七年级(2)班")]
    await hand.done(path, body | {"teaches": both}, method="PUT")
    assert await hand.sees_students(PHONE_C) == ["王小明", "李小红"]
    await bar(hand)
    assert await hand.sees_students(PHONE_C) == ["王小明"]
    family = await ties(hand.school)
    await hand.done(f"students/{known['S2']}/guardians/{family['李大红']}/lift")
    assert await hand.sees_students(PHONE_C) == ["王小明", "李小红"]


async def test_who_gives_a_part_that_opens_reports_is_noted(hand: Leaves) -> None:
    school, known = hand.school, await ids(hand.school)
    noted = "select staff_number, appointed_by from staff where org_id = $1 and appointed_by is not null"
    assert await school.rows(noted, school.org_id) == [], "not with the first list"
    me = f"staff/{known['T5']}"
    body = lessons_of(await hand.shown(me)) | {"roles": ["leader"]}
    assert (await hand.send(me, body, method="PUT")).status_code == 200
    assert (await hand.away("T4", 0, 5, "T3")).status_code == 200
    assert {tuple(row) for row in await school.rows(noted, school.org_id)} == {
        ("T5", known["T1"]),
        ("T3", known["T1"]),
    }


async def test_a_part_that_is_taken_away_and_given_back_notes_nobody(hand: Leaves) -> None:
    """An administrator closed a report about themselves to everybody who had seen it before."""
    school, known = hand.school, await ids(hand.school)
    counsellor, lead = f"staff/{known['T4']}", f"staff/{known['T2']}"
    nothing: list[str] = []
    for path, less in ((counsellor, {"roles": nothing}), (lead, {"leads": nothing})):
        body = lessons_of(await hand.shown(path))
        for step in (body | less, body, body | {"roles": ["grade_lead"]}, body):
            await hand.done(path, step, method="PUT")
    noted = "select staff_number, appointed_by from staff where org_id = $1 and appointed_by is not null"
    assert await school.rows(noted, school.org_id) == []


async def test_a_subject_opens_reports_as_well(hand: Leaves) -> None:
    """Who teaches a class reads what is reported about its children: an administrator added an account of their own as an art teacher."""
    school, known = hand.school, await ids(hand.school)
    taught = {"teaches": [{"classId": str(known["七年级(1)班"]), "subject": "美术"}]}
    me = f"staff/{known['T1']}"
    answer = await hand.send(me, lessons_of(await hand.shown(me)) | taught, method="PUT")
    assert slug(answer) == (409, "own-part")
    other = f"staff/{known['T5']}"
    await hand.done(other, lessons_of(await hand.shown(other)) | taught, method="PUT")
    noted = "select staff_number, appointed_by, appointed_at is not null from staff where org_id = $1 and appointed_by is not null"
    assert [tuple(row) for row in await school.rows(noted, school.org_id)] == [("T5", known["T1"], True)]


async def test_who_gives_a_teacher_their_first_role_is_noted(school: School) -> None:
    """By hand, by a file, by a leave at once and by one whose day comes: their first part came with the first list, and opens less."""
    book = _book()
    phones = {"T6": "16400000517", "T7": "16400000518", "T8": "16400000519", "T9": "16400000520"}
    teachers = {
        number: (number, phone, f"周{name}") for (number, phone), name in zip(phones.items(), "甲乙丙丁", strict=True)
    }
    class_ = {"任教班级": "七年级(1)班:美术"}
    book["教职工"] += [staff(*teacher, "", **class_) for teacher in teachers.values()]
    book["教职工"].append(staff("T10", "16400000521", "周美", "年级组长"))
    await school.applied(books.xlsx(book))
    hand, known = Leaves(school), await ids(school)
    path = f"staff/{known['T6']}"
    body = lessons_of(await hand.shown(path))
    for step in (body | {"roles": ["leader"]}, body):
        await hand.done(path, step, method="PUT")
    assert (await by(hand, SECOND, path, body | {"roles": ["leader"]})).status_code == 200, "given back by another"
    book["教职工"][-5:-3] = [staff(*teachers[number], "校领导", **class_) for number in ("T6", "T7")]
    await school.applied(books.xlsx(book))
    assert (await hand.away("T4", 0, 2, "T8")).status_code == 200
    await hand.settle(3)
    assert (await hand.away("T10", 5, 7, "T9")).status_code == 200
    await hand.settle(5)
    assert (await hand.of("T9"))["roles"] == ["grade_lead"]
    noted = "select staff_number, role_by, role_at is not null, appointed_by from staff where org_id = $1 and role_by is not null"
    rows = {tuple(row) for row in await school.rows(noted, school.org_id)}
    assert rows == {(number, known["T1"], True, None) for number in teachers}


async def test_nobody_makes_themselves_a_guardian_nor_a_second_of_the_same_name(hand: Leaves) -> None:
    school, known = hand.school, await ids(hand.school)
    student = f"students/{known['S1']}"
    guardian = (await hand.shown(student))["guardians"][0]
    more = {"relation": "other", "contactOrder": 5}
    own = {"name": (await hand.shown(f"staff/{known['T1']}"))["name"], "phone": PHONE_B, **more}
    assert slug(await hand.send(f"{student}/guardians", own, of=student)) == (409, "own-part")
    twin = {"name": guardian["name"], "phone": "16400000509", **more}
    answer = await hand.send(f"{student}/guardians", twin, of=student)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "$.name")
    assert (await hand.send(f"{student}/guardians", twin | {"name": "孙奶奶"}, of=student)).status_code == 200
    added = f"{student}/guardians/{(await ties(school))['孙奶奶']}"
    renamed = {"name": guardian["name"], "phone": None, **more}
    answer = await hand.send(added, renamed, of=student, method="PUT")
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, "$.name"), "nor by another name later"
    book = _book()
    book["家长"].append(books.guardian("S1", "16400000509", guardian["name"], "亲属"))
    tried = await school.tried(book)
    assert (tried["canApply"], [bad["code"] for bad in tried["badRows"]]) == (False, ["guardian_twin"]), "nor by a file"
    book["家长"][-1] = books.guardian("S1", "16400000509", "孙奶奶", "亲属")
    assert (await school.tried(book))["badRows"] == []


async def test_an_administrator_of_ones_own_making_is_not_the_other_one(school: School, clock: FixedClock) -> None:
    """They give their maker no part within a week; and whom they appoint reads nothing about the maker."""
    hand, known = Leaves(school), await ids(school)
    clock.advance(timedelta(days=1))
    made = {"number": "T6", "name": "王管", "phone": SECOND, "roles": ["school_admin"], "leads": [], "teaches": []}
    await hand.done("staff", made, of=f"staff/{known['T1']}")
    me, path = lessons_of(await hand.shown(f"staff/{known['T1']}")), f"staff/{known['T1']}"
    want = me | {"roles": [*me["roles"], "counsellor"]}
    for tries in (False, True):
        assert slug(await by(hand, SECOND, path, want, dryRun=tries)) == (409, "giver-not-another")
    assert (await by(hand, SECOND, path, me | {"roles": []})).status_code == 200
    for more in ({"roles": ["counsellor"]}, {"roles": [], "leads": [str(known["七年级(1)班"])]}):
        assert slug(await by(hand, SECOND, path, me | more)) == (409, "giver-not-another"), (
            "also not as a plain colleague"
        )
    assert (await by(hand, SECOND, path, me)).status_code == 200
    teacher = f"staff/{known['T2']}"
    body = lessons_of(await hand.shown(teacher))
    await hand.done(teacher, body | {"roles": ["counsellor"]}, method="PUT")  # others have a part already
    plain: dict[str, Any] = {
        "number": "T7",
        "name": "孙安",
        "phone": COUNSELLOR,
        "roles": [],
        "leads": [],
        "teaches": [],
    }
    await hand.done("staff", plain, of=f"staff/{known['T1']}")
    added = f"staff/{(await ids(school))['T7']}"
    body = lessons_of(await hand.shown(added))
    assert (await by(hand, SECOND, added, body | {"roles": ["leader"]})).status_code == 200
    noted = "select staff_number, appointed_by from staff where org_id = $1 and appointed_by is not null"
    assert await school.rows(noted, school.org_id) == [("T7", known["T1"])]
    assert await words(school, (await ids(school))["T7"]) == [known["T1"]], "by whose word they work here"
    assert await words(school, known["T2"]) == [], "not with the first list"
    assert await words(school, known["T1"]) == [], "nor when the administration came back"
    clock.advance(timedelta(days=8))
    assert (await by(hand, SECOND, path, want)).status_code == 200, "there is nobody else, and everybody was told"


async def words(school: School, account_id: UUID) -> list[UUID]:
    """By whose word a colleague works here. Identity tables are the owner's to look into."""
    owner = await asyncpg.connect(school.database.owner_url)
    try:
        kept = "select administrator_line from memberships where account_id = $1 and org_id = $2 and kind = 'staff'"
        return await owner.fetchval(kept, account_id, school.org_id)
    finally:
        await owner.close()


async def by(hand: Leaves, phone: str, path: str, body: Any, **params: Any) -> httpx.Response:
    """A change of a colleague by another administrator."""
    async with await hand.school.client(phone, "en") as client:
        version = (await client.get(f"/roster/{path}")).json()["version"]
        headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{version}"'}
        return await client.put(f"/roster/{path}", json=body, headers=headers, params=params)


async def test_who_makes_a_colleague_an_officer_is_noted(
    services: Services, database: Database, http: httpx.AsyncClient
) -> None:
    """Once a bureau's first officers are there, the next one is somebody's choice; without it each list was the first."""
    bureau = await open_org(services, database, http, "bureau")
    book: books.Book = {"教职工": [staff(), staff("G2", "16400000531", "周甲", "教育局管理员")]}
    await bureau.applied(books.xlsx(book))
    book["教职工"].append(staff("G3", "16400000532", "周乙", "教育局管理员"))
    await bureau.applied(books.xlsx(book))
    noted = "select staff_number, had_role, role_by, role_at is not null from staff where org_id = $1"
    rows = {row[0]: tuple(row[1:]) for row in await bureau.rows(noted, bureau.org_id)}
    assert rows == {
        "T1": (False, None, False),
        "G2": (True, None, False),
        "G3": (True, (await ids(bureau))["T1"], True),
    }
