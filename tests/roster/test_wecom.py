"""The roster read from a school's WeCom: what it brings, what a person fills in, and who may ask for it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import msgspec
import pytest
from litestar import Litestar

from api.core.db import many
from api.core.tasks import Lease
from api.roster.wecom import rules
from jobs.kinds import HANDLERS
from jobs.relay import HAND_TASKS, Handed
from jobs.runner import LEASE, Runner
from schemas.roster.rows import Roster, RosterGuardian, RosterGuardianship, RosterStudent, Snapshot
from schemas.roster.tasks import ReadWecom
from schemas.roster.wecom import Department, Directory, Parent, Student
from tests.doubles.wecom import WecomDouble
from tests.jobs.city import owned
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_B, PHONE_C
from tests.roster.school import School


@dataclass
class Connected:
    """A school with an application of WeCom, whose directory holds what the roster holds."""

    school: School
    double: WecomDouble

    def child(self, class_id: int, number: str, name: str, *parents: tuple[str, str]) -> dict[str, Any]:
        """Writes a student into WeCom's directory. `parents`: relation and number."""
        listed = [{"parent_userid": mobile, "relation": relation, "mobile": mobile} for relation, mobile in parents]
        one = {"student_userid": number, "name": name, "department": [class_id], "parents": listed}
        self.double.students[class_id].append(one)
        return one

    async def ask(self, who: str = PHONE_B, *, assurance: int = 2) -> httpx.Response:
        async with await self.school.client(who, assurance=assurance) as client:
            return await client.post("/roster/imports/wecom", headers={"idempotency-key": uuid4().hex})

    async def read(self) -> dict[str, Any]:
        """An administrator asks, the worker reads; what the administrator then sees."""
        asked = await self.ask()
        assert (asked.status_code, asked.json()["state"]) == (202, "reading"), asked.text
        await self.work()
        return await self.school.shown(asked.json()["importId"])

    async def work(self) -> None:
        """The worker reads what is due."""
        school = self.school
        conn, now = await asyncpg.connect(school.database.relay_url), school.services.clock.now()
        try:
            handed = await many(conn, Handed, HAND_TASKS, school.org_id, ReadWecom.kind, now, now + LEASE, 100)
        finally:
            await conn.close()
        leases = [Lease(org_id=school.org_id, task_id=task.task_id, attempt=task.attempt) for task in handed]
        await Runner(school.services, {}, HANDLERS).run(ReadWecom.kind, leases)

    async def settled(self, got: dict[str, Any], covers: str, *, losses: bool = False) -> dict[str, Any]:
        """Says what it covers, then yes; the worker applies it."""
        async with await self.school.client(PHONE_B) as client:
            body: dict[str, Any] = {"words": [], "covers": covers}
            headers = {"idempotency-key": uuid4().hex}
            read = await client.put(f"/roster/imports/{got['importId']}/reading", json=body, headers=headers)
        assert read.status_code == 200, read.text
        assert read.json()["canApply"], read.json()
        assert (await self.school.say_yes(got["importId"], losses=losses)).status_code == 202
        await self.school.run()
        return await self.school.shown(got["importId"])


@pytest.fixture
async def connected(school: School, app: Litestar) -> AsyncIterator[Connected]:
    async with WecomDouble() as double:
        config = msgspec.structs.replace(
            school.services.config, wecom=(double.app(school.org_id),), wecom_url=double.url
        )
        school.services = replace(school.services, config=config)
        app.state["services"] = school.services
        double.departments = [
            {"id": 1, "name": "学校", "parentid": 0, "type": 5},
            {"id": 2, "name": "七年级", "parentid": 1, "type": 2},
            {"id": 3, "name": "1班", "parentid": 2, "type": 1},
            {"id": 4, "name": "七年级2班", "parentid": 2, "type": 1},
        ]
        double.students = {3: [], 4: []}
        made = Connected(school, double)
        made.child(3, "S1", "王小明", ("爸爸", PHONE_A))
        made.child(4, "S2", "李 小红", ("奶奶", PHONE_C))
        async with owned(school.database) as conn:
            for word, name in (("七年级1班", "七年级(1)班"), ("1班", "七年级(1)班"), ("七年级2班", "七年级(2)班")):
                await conn.execute(
                    "insert into roster_words (org_id, kind, word, meaning, updated_at) values ($1, 'class', $2, $3, now())",
                    school.org_id,
                    word,
                    name,
                )
        yield made


async def test_the_same_directory_changes_nothing(connected: Connected) -> None:
    got = await connected.read()
    assert (got["state"], got["badRows"], got["asks"]) == ("checked", [], [])
    assert (got["origin"], got["counts"]["students"], got["counts"]["guardians"]) == ("wecom", 2, 2)
    assert got["changes"]["students"] == {"added": 0, "changed": 0, "returned": 0, "ended": 0}
    assert (got["canApply"], got["lossCount"]) == (False, 0)
    # What the directory does not name stays: colleagues, lessons, the address, the need for support.
    assert got["changes"]["staff"]["ended"] == got["changes"]["lessons"]["ended"] == 0


async def test_a_child_who_moved_class_and_one_who_left_are_taken_over_after_a_yes(connected: Connected) -> None:
    connected.double.students[4].clear()
    moved = connected.double.students[3].pop()
    connected.double.students[4].append(moved | {"department": [4]})
    got = await connected.read()
    assert got["scopeAsked"]
    done = await connected.settled(got, "school", losses=True)
    assert (done["state"], done["changes"]["students"]["ended"], done["changes"]["students"]["changed"]) == (
        "done",
        1,
        1,
    )
    rows = await connected.school.rows(
        "select s.student_number, c.name, s.ended_at is null from students s join classes c using (org_id, class_id)"
        " where s.org_id = $1 order by 1",
        connected.school.org_id,
    )
    assert rows == [("S1", "七年级(2)班", True), ("S2", "七年级(2)班", False)]
    # It is taken back as any import is.
    assert done["undoUntil"]


async def test_what_wecom_does_not_know_of_newcomers_is_filled_in_by_a_person(connected: Connected) -> None:
    connected.child(3, "S3", "赵小雨", ("妈妈", "16400000109"))
    got = await connected.read()
    assert {(bad["sheet"], bad["column"], bad["code"]) for bad in got["badRows"]} == {
        ("学生", "性别", "required"),
        ("家长", "姓名", "required"),
    }
    assert not got["canApply"]
    assert "企业微信里没有性别" in " ".join(note["message"] for note in got["notes"])
    async with await connected.school.client(PHONE_B) as client:
        marked = await client.get(f"/roster/imports/{got['importId']}/faults.xlsx")
    assert marked.status_code == 200


async def test_a_barred_guardian_does_not_come_back(connected: Connected) -> None:
    school = connected.school
    ((child, father),) = await school.rows(
        "select student_id, guardian_id from guardianships where org_id = $1 and relation = 'father'", school.org_id
    )
    async with await school.client(PHONE_B) as client:
        version = (await client.get(f"/roster/students/{child}")).json()["version"]
        headers = {"idempotency-key": uuid4().hex, "if-match": f'"v{version}"'}
        order = {"orderedOn": "2026-11-20", "paper": "1"}
        barred = await client.post(f"/roster/students/{child}/guardians/{father}/bar", json=order, headers=headers)
        assert barred.status_code == 200, barred.text
    got = await connected.read()
    assert (got["badRows"], got["changes"]["guardianships"]["returned"]) == ([], 0)
    assert "guardian_barred" in [note["code"] for note in got["notes"]]


async def test_what_wecom_refuses_is_said_at_once(connected: Connected) -> None:
    connected.double.students.pop(4)
    assert (await connected.read())["failure"].startswith("企业微信不让读取家校通讯录")
    connected.double.departments.append({"id": "x"})
    got = await connected.read()
    assert (got["state"], got["failure"][:13]) == ("failed", "企业微信现在没有回应或太忙")
    # Nothing of it is kept, and the list says so.
    assert await connected.school.rows("select 1 from roster_imports where state = 'reading'") == []


async def test_who_may_ask_and_where(connected: Connected, other_school: School, http: httpx.AsyncClient) -> None:
    async def slug(answer: httpx.Response) -> tuple[int, str]:
        return answer.status_code, answer.json()["type"].rpartition("/")[2]

    assert (await connected.ask(books.TEACHER)).status_code == 403
    assert await slug(await connected.ask(assurance=1)) == (403, "step-up-needed")
    other = Connected(other_school, connected.double)
    assert await slug(await other.ask()) == (409, "roster-no-wecom")
    for school, has in ((connected.school, True), (other_school, False)):
        async with await school.client(PHONE_B) as client:
            assert (await client.get("/roster/sources")).json()["wecom"] == has
    assert not connected.double.minted


async def test_a_later_list_replaces_one_that_is_being_read(connected: Connected) -> None:
    asked = (await connected.ask()).json()
    uploaded = await connected.school.tried(books.school())
    await connected.work()
    got = await connected.school.shown(asked["importId"])
    assert (got["state"], got["failure"][:4]) == ("failed", "读取期间")
    assert (await connected.school.shown(uploaded["importId"]))["state"] == "checked"
    assert not connected.double.minted  # nobody waits for it any more
    # The application was taken away before the worker came.
    again = (await connected.ask()).json()
    connected.school.services = replace(
        connected.school.services, config=msgspec.structs.replace(connected.school.services.config, wecom=())
    )
    await connected.work()
    assert (await connected.school.shown(again["importId"]))["failure"].startswith("这所学校已经没有接入企业微信")


def _now() -> Snapshot:
    student = RosterStudent(number="N1", name="李小红", sex="female", class_key=(2026, "一班"), support=(), home=None)
    tie = RosterGuardianship(number="N1", person="p1", relation="grandparent", contact_order=1)
    guardian = RosterGuardian(person="p1", name="李大红", email="")
    now = Roster(students={"N1": student}, guardians={"p1": guardian}, guardianships={tie.key: tie})
    return Snapshot(now=now, former=Roster())


def _read(*students: Student) -> list[list[list[Any]]]:
    departments = [
        Department(id=2, name="七年级", type=2),
        Department(id=3, name="1班", parentid=2, type=1),
        Department(id=4, name="2班", parentid=2, type=1),
        Department(id=5, name="老班", parentid=2, type=1, is_graduated=1),
    ]
    upload = rules.to_upload(
        Directory(departments=departments, students=list(students)),
        _now(),
        {"138": "p1", "139": "p2"}.get,
    )
    return [[cells for _, cells in table.rows[1:]] for table in upload.tables]


def _student(user_id: str = "u-1", name: str = "李 小红", *mobiles: str, classes: tuple[int, ...] = (3,)) -> Student:
    parents = [Parent(parent_userid=mobile, mobile=mobile) for mobile in mobiles]
    return Student(student_userid=user_id, name=name, department=list(classes), parents=parents)


def test_a_child_is_known_by_name_and_a_parents_number_where_the_id_is_no_number() -> None:
    assert _read(_student("u-1", "李 小红", "138")) == [
        [["N1", "李小红", "女", "1班", "七年级"]],
        [["李大红", "祖父母", "138", "N1"]],
    ]
    # The name alone, or the parent alone, proves nobody; nor does it where the number is another child's.
    assert _read(_student("u-1", "李小红", "139"))[0][0][0] == "U-1"
    assert _read(_student("u-1", "李小兰", "138"))[0][0][0] == "U-1"
    own = _student("n1", "李小红", "138")
    assert [row[0] for row in _read(own, _student("u-1", "李小红", "138"))[0]] == ["N1", "U-1"]


def test_who_has_graduated_is_left_out_and_two_classes_are_none() -> None:
    assert _read(_student("u-1", "李小红", "138", classes=(5,))) == [[]]
    (student,), _ = _read(_student("u-1", "李小红", "138", classes=(3, 4)))
    assert student[3:] == ["", ""]
    assert _read(_student("u-1", "李小红", "138", classes=(3, 9)))[0][0][3] == "1班"


def test_without_any_number_parents_are_not_read() -> None:
    (students,) = _read(_student("u-1", "李小红", ""))
    assert len(students) == 1


def test_a_corporation_is_no_school() -> None:
    many_of_them = Directory(departments=[], students=[_student()] * 30_001)
    assert rules.is_too_large(many_of_them)
