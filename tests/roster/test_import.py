"""What an import makes of a school: who comes, who changes, who leaves, and what is kept of it."""

from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from api.core import programs
from api.core.db import NOBODY
from api.core.services import Services
from api.roster import command
from api.roster.writing import CODE_LETTERS
from tests.jobs.city import owned
from tests.roster import books
from tests.roster.books import PHONE_A, PHONE_C, TEACHER, guardian, more_students, staff, student
from tests.roster.school import School, open_org
from tests.roster.test_moved_numbers import answered, taken
from tests.servers import Database


async def test_applied_by_the_worker(school: School) -> None:
    book = more_students(books.school(), 3)
    got = await school.tried(book)
    answer = await school.say_yes(got["importId"])
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    await school.run()
    done = await school.shown(got["importId"])
    assert (done["state"], done["canApply"], done["failure"]) == ("done", False, None)
    assert done["changes"] == got["changes"]
    wanted = books.checked(book).roster
    assert wanted is not None
    assert await school.holds(wanted)
    # The file is not kept longer than needed.
    assert await school.rows("select file_sealed from roster_imports where file_sealed is not null") == []


async def test_the_command_line_reads_a_file_once(
    school: School, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried out and applied in one transaction: reading it again would be the same answer, for as long again."""
    read: list[str] = []
    run = programs.run

    async def counted(*arguments: str, data: bytes, wait: float) -> tuple[int, bytes]:
        read.append(arguments[-1])
        return await run(*arguments, data=data, wait=wait)

    monkeypatch.setattr(programs, "run", counted)
    book = more_students(books.school(), 3)
    done = await command.import_bytes(services, school.org_id, "more.xlsx", books.xlsx(book))
    wanted = books.checked(book).roster
    assert wanted is not None
    assert (done.state, len(read), await school.holds(wanted)) == ("done", 1, True)


async def test_the_same_file_again_changes_nothing(school: School) -> None:
    before = await school.rows("select * from students order by 1, 2")
    got = await school.tried(books.school())
    kinds = ("classes", "students", "guardians", "guardianships", "staff", "lessons")
    assert [got["changes"][kind] for kind in kinds] == [{"added": 0, "changed": 0, "returned": 0, "ended": 0}] * 6
    assert not got["canApply"]
    answer = await school.say_yes(got["importId"])
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "roster-cannot-apply")
    assert await school.rows("select * from students order by 1, 2") == before


async def test_leavers_are_asked_about_ended_and_may_return(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 10)))
    students = await school.rows("select student_id, student_number from students order by 2")
    mother = await school.client("16400010009")
    assert (await mother.get("/students")).status_code == 200
    got = await school.tried(more_students(books.school(), 8))
    assert got["needsConfirmation"]
    assert {(x["kind"], x["number"]) for x in got["losses"]} == {("student", "P008"), ("student", "P009")}
    answer = await school.say_yes(got["importId"])
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (409, "roster-confirm-losses")
    assert (await school.say_yes(got["importId"], losses=True)).status_code == 202
    await school.run()
    # Ended, never deleted; and the session that was open a moment ago is nobody here.
    assert await school.rows("select student_id, student_number from students order by 2") == students
    assert await school.rows("select student_number from students where ended_at is not null order by 1") == [
        ("P008",),
        ("P009",),
    ]
    assert (await mother.get("/students")).status_code == 403
    await school.applied(books.xlsx(more_students(books.school(), 10)))
    assert (
        await school.rows("select student_id, student_number from students where ended_at is null order by 2")
        == students
    )
    assert (await mother.get("/students")).status_code == 200


async def test_a_colleague_who_leaves_acts_no_more(school: School) -> None:
    teacher = await school.client(TEACHER)
    assert (await teacher.get("/classes")).status_code == 200
    book = books.school()
    book["教职工"] = [staff(), staff("T3", PHONE_C, "李大红", "班主任", 班主任班级="七年级(1)班")]
    await school.applied(books.xlsx(book))
    assert (await teacher.get("/classes")).status_code == 403
    # The new class teacher of the class is a guardian here, too: one person, one account.
    both = await school.client(PHONE_C)
    assert len((await both.get("/classes")).json()) == 1


async def test_leaving_one_organisation_is_not_leaving_another(school: School) -> None:
    centre = await open_org(school.services, school.database, school.http, "centre")
    book = {"教职工": [staff(), staff("G2", TEACHER, "周丽华", "心理教师")]}
    await centre.applied(books.xlsx(book))
    assert (await school.rows("select staff_id from staff where staff_number = 'T2'")) == await centre.rows(
        "select staff_id from staff where staff_number = 'G2'"
    )
    await centre.applied(books.xlsx({"教职工": [staff()]}))
    assert (await (await centre.client(TEACHER)).get("/staff")).status_code == 403
    assert (await (await school.client(TEACHER)).get("/staff")).status_code == 200


async def test_a_new_phone_is_a_new_account(school: School) -> None:
    """A list of one school must not be able to take over an account that other organisations trust."""
    (old,) = await school.rows("select staff_id from staff where staff_number = 'T2'")
    book = books.school()
    book["教职工"][1] = staff("T2", "16400000777", "周丽华", "班主任", 班主任班级="七年级(1)班")
    await taken(school, await answered(school, await school.tried(book), same=False))
    rows = await school.rows("select staff_id, ended_at is null from staff where staff_number = 'T2' order by 2")
    assert [here for _, here in rows] == [False, True]
    assert rows[0][0] == old[0] != rows[1][0]


async def test_numbers_and_classes_change_hands(school: School) -> None:
    book = books.school()
    book["教职工"].append(staff("T3", "16400000105", "钱一", "班主任", 班主任班级="七年级(2)班"))
    await school.applied(books.xlsx(book))
    book["教职工"][1] = staff("T3", TEACHER, "周丽华", "班主任", 任教班级="无", 班主任班级="七年级(2)班")
    book["教职工"][2] = staff("T2", "16400000105", "钱一", "班主任", 班主任班级="七年级(1)班")
    await school.applied(books.xlsx(book))
    wanted = books.checked(book).roster
    assert wanted is not None
    assert await school.holds(wanted)


async def test_a_new_school_year(school: School) -> None:
    ids = await school.rows("select student_number, student_id from students order by 1")
    book = books.school()
    book["班级"] = [["八年级", "八年级(1)班", "2027"], ["八年级", "七年级(2)班", "2027"]]
    book["学生"] = [
        student("S1", klass="八年级(1)班"),
        student("S2", "李小红", "女", "七年级(2)班", 留守="是", 家庭住址="青禾路1号"),
    ]
    book["教职工"][1] = staff("T2", TEACHER, "周丽华", "班主任", 班主任班级="八年级(1)班")
    done = await school.applied(books.xlsx(book))
    assert done["changes"]["classes"] == {"added": 2, "changed": 0, "returned": 0, "ended": 2}
    assert done["changes"]["students"] == {"added": 0, "changed": 2, "returned": 0, "ended": 0}
    assert await school.rows("select student_number, student_id from students order by 1") == ids
    # A class of the same name in another year is another class with a code of its own.
    codes = await school.rows("select code from classes where name = '七年级(2)班'")
    assert len(set(codes)) == 2


async def test_one_csv_leaves_the_rest(school: School) -> None:
    rows = [student(), student("S2", "李小红", "女", "七年级(1)班"), student("S3", "赵六", "男", "七年级(2)班")]
    done = await school.applied(books.csv_text("学生", rows).encode("gb18030"), "导出.csv")
    assert done["changes"]["students"] == {"added": 1, "changed": 1, "returned": 0, "ended": 0}
    assert done["changes"]["staff"] == {"added": 0, "changed": 0, "returned": 0, "ended": 0}
    assert await school.rows("select count(*) from guardianships where ended_at is null") == [(2,)]
    only = books.csv_text("班级", [["七年级", "七年级(9)班", "2026"]]).encode()
    got = (await school.upload(only, "班级.csv")).json()
    assert got["changes"]["classes"] == {"added": 1, "changed": 0, "returned": 0, "ended": 0}
    got = (await school.upload(only, "班级.csv", covers="school")).json()
    assert [b["code"] for b in got["badRows"]] == ["class_still_used", "class_still_used"]


async def test_students_sign_in_by_code_with_number_or_name(school: School) -> None:
    book = more_students(books.school(), 2)  # two of one name in one class
    book["学生"] += [student("anna", "Ben", "男", "七年级(1)班"), student("B2", "Anna", "女", "七年级(1)班")]
    book["学生"] += [student("B3", "Lee", "男", "七年级(1)班"), student("B4", "LEE", "男", "七年级(1)班")]
    await school.applied(books.xlsx(book))
    students = {
        number: (student_id, code)
        for number, student_id, code in await school.rows(
            "select student_number, student_id, code from students s join classes c using (org_id, class_id)"
        )
    }
    assert all(len(code) == 8 and set(code) <= set(CODE_LETTERS) for _, code in students.values())

    async def signs_in(number: str, by: str) -> bool:
        """Whether a student's class code with this name or number leads to them, and to nobody else."""
        student_id, code = students[number]
        key = school.services.sealer.student_name(code, by)
        ((account,),) = await school.door("select (select account_id from login_find($1))", key)
        assert account in {None, student_id}
        return account is not None

    for number in students:
        assert await signs_in(number, number.lower())
    assert await signs_in("S2", "李小红")
    assert not await signs_in("P000", "赵明明")
    assert not await signs_in("B3", "lee")
    assert await signs_in("ANNA", "Ben")
    # Once one of the two has gone, the name is enough; the one who left signs in no more.
    await school.applied(books.xlsx(more_students(books.school(), 1)))
    assert await signs_in("P000", "赵明明")
    assert not await signs_in("P001", "P001")


async def test_what_is_personal_is_sealed(school: School) -> None:
    (home,) = await school.rows("select home_sealed from students where student_number = 'S2'")
    assert "青禾路".encode() not in home[0]
    everything = await school.rows(
        "select row_to_json(g)::text from guardians g union all select row_to_json(s)::text from staff s"
    )
    assert not any(PHONE_A in text or TEACHER in text for (text,) in everything)
    faulty = books.school()
    faulty["家长"].append(guardian("S1", TEACHER, "赵六"))
    assert TEACHER in (await school.tried(faulty))["badRows"][0]["message"]
    (text,) = await school.rows("select row_to_json(i)::text from roster_imports i where bad_count > 0")
    assert not any(word in text[0] for word in (TEACHER, "赵六"))
    await school.tried(more_students(books.school(), 1))
    assert await school.rows("select count(findings_sealed) from roster_imports where bad_count > 0") == [(0,)]
    (file,) = await school.rows("select file_sealed from roster_imports where file_sealed is not null")
    assert b"PK\x03\x04" not in file[0]


async def test_mail_addresses_are_given_once_and_only_by_the_only_school(school: School) -> None:
    async def mail(phone: str) -> str | None:
        key = school.services.sealer.phone(phone)
        select = "select k.account_id, (account_get(k.account_id)).email_sealed from login_find($1) k"
        ((account_id, sealed),) = await school.door(select, key)
        return school.services.sealer.open_contact("mail", account_id, sealed) if sealed else None

    here, other = "16400009001", "16400009002"
    book = books.school()
    book["家长"] = [guardian(phone=here), guardian("S2", other, "李大红", "奶奶")]
    await taken(school, await answered(school, await school.tried(book), same=False))
    book["家长"][0] = guardian(phone=here, 邮箱="a@mail.example")
    done = await school.applied(books.xlsx(book))
    assert done["changes"]["guardians"]["changed"] == 1
    assert await mail(here) == "a@mail.example"
    # What is set stays, whatever a later list says.
    book["家长"][0] = guardian(phone=here, 邮箱="b@mail.example")
    assert not (await school.tried(book))["canApply"]
    # Another organisation cannot give an address to somebody who is here already.
    centre = await open_org(school.services, school.database, school.http, "centre")
    await centre.applied(books.xlsx({"教职工": [staff(), staff("G2", other, "李大红", "", 邮箱="evil@mail.example")]}))
    assert await mail(other) is None


async def test_a_school_counts_itself_for_its_bureau_at_once(
    services: Services, database: Database, http: httpx.AsyncClient
) -> None:
    """G5: an import plans it, whatever becomes of workers; what has no students has nothing to count."""
    planned = "select key, state from tasks where kind = 'count_figures'"
    assert await (await open_org(services, database, http)).rows(planned) == [("daily", "planned")]
    assert await (await open_org(services, database, http, "centre")).rows(planned) == []


async def test_an_administrator_who_left_meanwhile_changes_nothing(school: School) -> None:
    tried = await school.tried(more_students(books.school(), 1))
    assert (await school.say_yes(tried["importId"], losses=True)).status_code == 202
    async with owned(school.database) as owner:
        await owner.execute("update memberships set administrator = false where org_id = $1", school.org_id)
    await school.run()
    async with owned(school.database) as owner:
        found = await owner.fetchrow(
            "select state, failure from roster_imports where import_id = $1", UUID(tried["importId"])
        )
        permits = await owner.fetchval(
            "select count(*) from import_permits where org_id = $1 and not by_operator", school.org_id
        )
    assert found is not None
    assert (found["state"], found["failure"], permits) == ("failed", "permit", 0)


async def test_the_app_role_alone_makes_nobody_a_member(school: School) -> None:
    """Only the word of an administrator's own session counts, for its own import."""
    nobody = uuid4()
    for put in ("membership_put($1, 'staff', $2, $3, $4)", "membership_settle($1, '{leader}', $1, '{}', $2, $3, $4)"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await school.rows(f"select {put}", [nobody], school.services.clock.now(), NOBODY, uuid4())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await school.rows(
            "select import_permit($1, $2, $3, $4)", nobody, b"x" * 32, uuid4(), school.services.clock.now()
        )
