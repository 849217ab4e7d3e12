"""A colleague whom a court's order bars from a child changes nothing about its family, and gives nobody its sign-in."""

import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.core.clock import FixedClock
from tests.accounts.test_tablets import give_secret
from tests.barring import bar, order
from tests.counselling.desk import ok, slug
from tests.notices.office import Office
from tests.recovery.test_numbers import confirm, move, new, office, waiting
from tests.roster import books
from tests.roster.leaves.test_leaves import Leaves
from tests.roster.test_giving import FATHER, SECOND, _book, hand  # pyright: ignore[reportPrivateUsage]
from tests.roster.test_parts import ids
from tests.roster.test_persons import lessons_of
from tests.world import World

__all__ = ["hand", "office"]
NOT_FOUND = (404, "not-found")


async def test_an_administrator_lifts_no_order_about_themselves(world: World) -> None:
    who, admin = world.people, world.people.north_admin
    await bar(world, admin, who.ming)
    assert slug(await order(world, admin, admin, who.ming, "lift")) == NOT_FOUND
    session, child = (
        await world.sign_in(admin, assurance=2),
        f"/orgs/{world.north}/roster/students/{who.ming.account_id}",
    )
    tie = {"name": "孙奶奶", "relation": "other", "contactOrder": 6, "phone": "16812345678"}
    for what, body in (("/guardians", tie), (f"/guardians/{who.mother.account_id}/end", None), ("/end", None)):
        answer = await session.post(f"{child}{what}", json=body, headers={"if-match": '"v1"'})
        assert slug(answer) == NOT_FOUND, what
    assert slug(await session.get(child)) == NOT_FOUND
    assert await ok(await session.post(f"/orgs/{world.north}/roster/students/find", json={"find": "ming"})) == []


async def test_an_administrator_of_their_making_lifts_none_either(hand: Leaves, clock: FixedClock) -> None:
    school, known = hand.school, await ids(hand.school)
    clock.advance(timedelta(days=1))
    made: dict[str, Any] = {
        "number": "T6",
        "name": "王管",
        "phone": "16400000577",
        "roles": ["school_admin"],
        "leads": [],
        "teaches": [],
    }
    child = f"students/{known['S1']}"
    await _former(hand, "T3", "S1")
    lift = f"{child}/guardians/{known['T3']}/lift"
    paper = {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号"}
    assert (await _added(hand, SECOND, made)).status_code == 200
    await hand.done(f"{child}/guardians/{known['T3']}/bar", paper, of=child)
    async with await school.client("16400000577", "en") as client:
        seen = (await client.get(f"/roster/{child}")).json()["version"]
        headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{seen}"'}
        assert slug(await client.post(f"/roster/{lift}", headers=headers)) == (409, "barred-child")
    await hand.done(lift, of=child)


async def test_who_is_barred_admits_nobody_who_reads_about_the_child(hand: Leaves, clock: FixedClock) -> None:
    school, known = hand.school, await ids(hand.school)
    clock.advance(timedelta(days=1))
    child, paper = f"students/{known['S1']}", {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号"}
    await _former(hand, "T3", "S1")
    await hand.done(f"{child}/guardians/{known['T3']}/bar", paper, of=child)
    own, other = str(known["七年级(1)班"]), str(known["七年级(2)班"])
    new: dict[str, Any] = {
        "number": "T6",
        "name": "王管",
        "phone": "16400000577",
        "roles": [],
        "leads": [],
        "teaches": [],
    }
    lesson = {"classId": own, "subject": "音乐"}
    roles = ("school_admin", "counsellor", "leader", "grade_lead", "custodian")
    for more in (*({"roles": [role]} for role in roles), {"leads": [own]}, {"teaches": [lesson]}):
        assert slug(await _added(hand, SECOND, new | more)) == (409, "barred-child"), more
        taken = await _added(hand, books.PHONE_B, new | more, tries=True)
        assert taken.status_code == 200, "another administrator may"
    assert (await _added(hand, SECOND, new | {"teaches": [lesson | {"classId": other}]})).status_code == 200
    book = _book()
    book["教职工"].append(books.staff("T7", "16400000578", "王管管", "学校管理员"))
    tried = await school.upload(books.xlsx(book), who=SECOND)
    assert [bad["code"] for bad in tried.json()["badRows"]] == ["barred_child"]


async def test_who_is_barred_moves_no_number_of_who_reads_about_the_child(hand: Leaves) -> None:
    known = await ids(hand.school)
    child, paper = f"students/{known['S1']}", {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号"}
    await _former(hand, "T3", "S1")
    await hand.done(f"{child}/guardians/{known['T3']}/bar", paper, of=child)
    for at, (number, by, refused) in enumerate(
        (("T4", SECOND, True), ("T2", SECOND, True), ("T5", SECOND, False), ("T4", books.PHONE_B, False))
    ):
        path = f"/roster/staff/{known[number]}"
        async with await hand.school.client(by, "en") as client:
            shown = (await client.get(path)).json()
            edit = lessons_of(shown) | {"phone": f"1640000059{at}"}
            headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{shown["version"]}"'}
            answer = await client.put(path, json=edit, headers=headers, params={"dryRun": "true"})
        assert (slug(answer) if refused else answer.status_code) == ((409, "barred-child") if refused else 200), number


async def _added(hand: Leaves, by: str, colleague: dict[str, Any], *, tries: bool = False) -> httpx.Response:
    async with await hand.school.client(by, "en") as client:
        known = await ids(hand.school)
        seen = (await client.get(f"/roster/staff/{known['T3']}")).json()["version"]
        headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{seen}"'}
        params = {"dryRun": "true"} if tries else {}
        return await client.post("/roster/staff", json=colleague, headers=headers, params=params)


async def _former(hand: Leaves, number: str, student: str) -> None:
    """A colleague who was the student's guardian once."""
    known, org_id = await ids(hand.school), hand.school.org_id
    guardian = (
        "insert into guardians (org_id, guardian_id, name, updated_at, ended_at)"
        " values ($1, $2, '王管理', now(), now()) on conflict do nothing"
    )
    tie = (
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at, ended_at)"
        " values ($1, $2, $3, 'father', 5, now(), now())"
    )
    await hand.school.rows(guardian, org_id, known[number])
    await hand.school.rows(tie, org_id, known[student], known[number])


async def test_no_file_of_who_is_barred_gives_the_child_a_guardian(hand: Leaves) -> None:
    school, known = hand.school, await ids(hand.school)
    child = f"students/{known['S1']}"
    await _former(hand, "T1", "S1")
    book = _book()
    book["家长"].append(books.guardian("S1", FATHER, "孙奶奶", "亲属"))
    assert (await school.tried(book))["badRows"] == []
    paper = {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号"}
    await hand.done(f"{child}/guardians/{known['T1']}/bar", paper, of=child)
    tried = await school.tried(book)
    assert (tried["canApply"], [bad["code"] for bad in tried["badRows"]]) == (False, ["barred_child"])
    book["家长"][-1] = books.guardian("S2", FATHER, "孙奶奶", "亲属")
    assert (await school.tried(book))["badRows"] == [], "another child's is theirs to enter"


async def test_the_workbook_of_who_is_barred_has_no_home_of_the_child(hand: Leaves) -> None:
    school, known = hand.school, await ids(hand.school)
    book = _book()
    book["学生"][0] = books.student(家庭住址="晴川路9号")
    await school.applied(books.xlsx(book))
    before = await _workbook(hand)
    assert ("晴川路9号" in before, "青禾路1号" in before) == (True, True)
    await _former(hand, "T1", "S1")
    child, paper = f"students/{known['S1']}", {"orderedOn": str(hand.day(-1)), "paper": "青禾区法院 1 号"}
    await hand.done(f"{child}/guardians/{known['T1']}/bar", paper, of=child)
    after = await _workbook(hand)
    assert ("晴川路9号" in after, "青禾路1号" in after) == (False, True)


async def _workbook(hand: Leaves) -> str:
    """All texts of the school's workbook."""
    async with await hand.school.client(books.PHONE_B, "en", assurance=2) as client:
        answer = await client.get("/roster/workbook")
        assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        return "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))


async def test_who_is_barred_is_no_adult_behind_a_childs_code(world: World) -> None:
    who, org = world.people, f"/orgs/{world.north}"
    await give_secret(world, who.ming)
    await bar(world, who.lin, who.ming)
    await bar(world, who.north_admin, who.ming)
    teacher = await world.sign_in(who.wang, assurance=2)
    code = f"{org}/students/{who.ming.account_id}/starting-code"
    assert (await ok(await teacher.post(code), 201))["needsSecondAdult"]
    for person in (who.lin, who.north_admin):
        session = await world.sign_in(person, assurance=2)
        assert "ming" not in (await session.get(f"{org}/starting-codes")).text, person.name
        assert slug(await session.post(f"{code}/confirm")) == NOT_FOUND, person.name
        assert slug(await session.post(code)) in {NOT_FOUND, (403, "forbidden")}, person.name


@pytest.mark.parametrize("name", ["lin", "gao"])
async def test_who_is_barred_stands_behind_no_number_of_the_childs_family(office: Office, name: str) -> None:
    who, person = office.world.people, getattr(office.world.people, name)
    await bar(office.world, person, who.ming)
    await ok(await move(office, new(office)))
    assert await waiting(office, person) == []
    assert slug(await confirm(office, person)) == (409, "no-number-waits")
    admin = office.world.client(who.north_admin)
    state = await ok(await admin.get(f"/orgs/{office.org_id}/number-moves/{who.father.account_id}"))
    assert name not in {one["name"] for one in state["confirmers"]}


async def test_who_is_barred_moves_no_number_of_the_childs_family_by_way_of_a_sibling(office: Office) -> None:
    world, who = office.world, office.world.people
    await bar(world, who.north_admin, who.ming)
    tie = (
        "insert into guardianships (org_id, student_id, guardian_id, relation, contact_order, updated_at)"
        " values ($1, $2, $3, 'father', 1, $4)"
    )
    await world.sql(world.north, tie, world.north, who.hong.account_id, who.father.account_id, world.now)
    child = f"/orgs/{world.north}/roster/students/{who.hong.account_id}"
    admin = world.client(who.north_admin)
    shown = await ok(await admin.get(child))
    edit = {"name": "father", "relation": "father", "contactOrder": 1, "phone": new(office)}
    headers = {"if-match": f'"v{shown["version"]}"'}
    answer = await admin.put(f"{child}/guardians/{who.father.account_id}", json=edit, headers=headers)
    assert slug(answer) == (409, "barred-child")
