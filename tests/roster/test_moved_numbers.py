"""A person whose number is another one in a file: asked about by name, and moved with everything that is theirs."""

from typing import Any
from uuid import UUID

import pytest

from api.core.name_folding import compared
from api.roster.rules.moved import moved_numbers
from schemas.roster.rows import Roster, RosterStaff
from tests.roster import books
from tests.roster.books import guardian, staff, student
from tests.roster.school import School
from tests.roster.test_barred import ORDER
from tests.roster.test_covers import losses, undo
from tests.roster.test_moved import enrols
from tests.roster.test_persons import Hand, hand, ids, ties
from tests.roster.test_reading import settle

__all__ = ["hand"]
LESSONS = {"任教班级": "七年级(1)班:语文;七年级(2)班:语文"}


class Numbers:
    """Numbers of people who belong to one school of these tests alone: nobody else's may be moved."""

    def __init__(self, school: School) -> None:
        self.staff, self.guardian, self.new_staff, self.new_guardian = (
            f"{start}{school.org_id:08d}" for start in (163, 164, 165, 166)
        )


def book_of(colleague: str, grandmother: str, *, also: bool = False) -> books.Book:
    """The small school with a colleague and a grandmother of these numbers. `also`: and one student more."""
    book = books.school()
    book["教职工"].append(staff("T8", colleague, "钱一", "心理教师", **LESSONS))
    book["家长"].append(guardian("S2", grandmother, "赵小兰", "外婆", 联系顺序="2"))
    if also:
        book["学生"].append(student("S3", "李小蓝", "女", "七年级(2)班"))
        book["家长"].append(guardian("S3", grandmother, "赵小兰", "外婆"))
    return book


def moved(of: Numbers, *, also: bool = False) -> books.Book:
    """The same, where both have new numbers."""
    return book_of(of.new_staff, of.new_guardian, also=also)


@pytest.fixture
async def of(school: School) -> Numbers:
    """Both are here, with the numbers of before."""
    numbers = Numbers(school)
    await school.applied(books.xlsx(book_of(numbers.staff, numbers.guardian)))
    return numbers


async def answered(school: School, tried: dict[str, Any], *, same: bool) -> dict[str, Any]:
    """The upload after everybody who is asked about was answered."""
    numbers = [{"accountId": one["accountId"], "same": same} for one in tried["numbers"]]
    answer = await settle(school, tried["importId"], [], covers="school", numbers=numbers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def taken(school: School, tried: dict[str, Any]) -> dict[str, Any]:
    """Applied by a yes and the worker."""
    answer = await school.say_yes(tried["importId"], losses=True)
    assert answer.status_code == 202, answer.text
    await school.run()
    return await school.shown(tried["importId"])


async def signs_in(school: School, phone: str) -> UUID | None:
    """Whose account a number opens."""
    rows = await school.door("select account_id from login_find($1)", school.services.sealer.phone(phone))
    return rows[0][0] if rows else None


async def test_the_same_person_keeps_the_account_under_the_new_number(school: School, of: Numbers) -> None:
    teacher, grandmother = (await ids(school))["T8"], (await ties(school))["赵小兰"]
    tried = await school.tried(moved(of))
    assert {(n["part"], n["name"], n["detail"], n["endsWith"], n["same"]) for n in tried["numbers"]} == {
        ("staff", "钱一", "T8", of.new_staff[-4:], None),
        ("guardian", "赵小兰", "李小红 S2", of.new_guardian[-4:], None),
    }
    assert (tried["canApply"], tried["losses"]) == (False, [])
    assert (await school.say_yes(tried["importId"], losses=True)).status_code == 409
    stated = await answered(school, tried, same=True)
    assert (stated["canApply"], stated["losses"]) == (True, [])
    assert (stated["needsConfirmation"], stated["touched"]) == (
        True,
        [{"kind": "sign_in", "count": 2, "names": [], "colleagues": []}],
    )
    assert (await school.say_yes(tried["importId"])).status_code == 409
    before = await school.snapshot()
    assert (await taken(school, stated))["state"] == "done"
    assert await signs_in(school, of.new_staff) == teacher
    assert await signs_in(school, of.new_guardian) == grandmother
    assert {await signs_in(school, of.staff), await signs_in(school, of.guardian)} == {None}
    after = await school.snapshot()
    assert len(after.now.lessons) == len(before.now.lessons)
    assert (after.former.staff, after.former.guardians, after.former.lessons) == ({}, {}, {})
    status, text = await enrols(school, teacher)
    assert (status, "moved-lately" in text) == (409, True), text
    again = await school.tried(moved(of))
    assert (again["numbers"], again["canApply"]) == ([], False)


async def test_another_person_comes_beside_who_leaves(school: School, of: Numbers) -> None:
    teacher = (await ids(school))["T8"]
    stated = await answered(school, await school.tried(moved(of)), same=False)
    assert ("guardianship", "李小红", "赵小兰") in losses(stated)
    assert (await taken(school, stated))["state"] == "done"
    assert await signs_in(school, of.staff) == teacher
    assert await signs_in(school, of.new_staff) not in {None, teacher}


async def test_a_barred_guardian_stays_barred_under_the_new_number(school: School, of: Numbers, hand: Hand) -> None:
    book = book_of(of.staff, of.guardian)
    book["家长"].append(guardian("S1", of.guardian, "赵小兰", "外婆", 联系顺序="2"))
    await school.applied(books.xlsx(book))
    child, grandmother = (await ids(school))["S1"], (await ties(school))["赵小兰"]
    await hand.done(f"students/{child}/guardians/{grandmother}/bar", ORDER)
    book = moved(of)
    book["家长"].append(guardian("S1", of.new_guardian, "赵小兰", "外婆", 联系顺序="2"))
    stated = await answered(school, await school.tried(book), same=True)
    assert [note["code"] for note in stated["notes"]] == ["guardian_barred"]
    assert (await taken(school, stated))["state"] == "done"
    assert await signs_in(school, of.new_guardian) == grandmother
    tied = "select student_id from guardianships where org_id = $1 and guardian_id = $2 and ended_at is null"
    assert child not in {row[0] for row in await school.rows(tied, school.org_id, grandmother)}


async def test_only_who_was_asked_about_is_answered(school: School, of: Numbers) -> None:
    tried = await school.tried(moved(of))
    nobody = [{"accountId": str((await ids(school))["T1"]), "same": True}]
    answer = await settle(school, tried["importId"], [], numbers=nobody)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (422, "roster-meaning")


async def test_who_works_elsewhere_is_not_moved_and_nothing_is_changed(
    school: School, of: Numbers, other_school: School
) -> None:
    there = books.school()
    there["教职工"].append(staff("T8", of.guardian, "赵小兰", "心理教师"))
    await other_school.applied(books.xlsx(there))
    stated = await answered(school, await school.tried(moved(of, also=True)), same=True)
    done = await taken(school, stated)
    assert (done["state"], "另一家机构任职" in done["failure"]) == ("failed", True)
    assert await signs_in(school, of.new_staff) is None
    assert "S3" not in await ids(school)


async def test_undoing_leaves_the_new_number(school: School, of: Numbers) -> None:
    teacher, grandmother = (await ids(school))["T8"], (await ties(school))["赵小兰"]
    book = moved(of, also=True)
    book["教职工"][-1] = staff("T8", of.new_staff, "钱一", "心理教师", 任教班级="无")
    lessons = len((await school.snapshot()).now.lessons)
    tried = await school.tried(book)
    assert tried["canApply"] is False, "other changes wait for the answers too"
    done = await taken(school, await answered(school, tried, same=True))
    assert len((await school.snapshot()).now.lessons) == lessons - 2
    back = (await undo(school, done["importId"])).json()
    [said] = back["notes"]
    assert (said["code"], "钱一" in said["message"], "赵小兰" in said["message"]) == ("numbers_stay", True, True)
    assert (await taken(school, back))["state"] == "done"
    snapshot = await school.snapshot()
    assert (len(snapshot.now.lessons), "S3" in snapshot.now.students) == (lessons, False)
    assert (await signs_in(school, of.new_staff), await signs_in(school, of.new_guardian)) == (teacher, grandmother)


def colleague(person: str, number: str, name: str) -> RosterStaff:
    return RosterStaff(person=person, number=number, name=name, email="", roles=())


def found(now: list[RosterStaff], file: list[RosterStaff], *known: str) -> dict[str, str]:
    """Who may have a new number."""
    before, wanted = (Roster(staff={row.key: row for row in rows}) for rows in (now, file))
    return moved_numbers(before, wanted, {*before.staff, *known})


def test_a_successor_and_who_is_known_are_not_asked_about() -> None:
    assert compared("周 丽华") == compared("周丽华")
    now = [colleague("old", "T2", "周丽华")]
    assert found(now, [colleague("new", "T2", "周 丽华")]) == {"old": "new"}
    assert found(now, [colleague("new", "T2", "钱一")]) == {}, "a successor"
    assert found(now, [colleague("new", "T3", "周丽华")]) == {}, "a namesake"
    assert found(now, [colleague("new", "T2", "周丽华")], "new") == {}, "a number of somebody who was here"
    assert found(now, [colleague("old", "T3", "周丽华"), colleague("new", "T2", "周丽华")]) == {}, "still there"


def test_two_who_fit_are_not_asked_about() -> None:
    book = book_of("16300000001", "16400000001")
    now = books.checked(book).roster
    assert now
    file = books.checked(book_of("16300000001", "16600000001")).roster
    assert file
    assert moved_numbers(now, file, {*now.guardians, *now.staff}) == {"16400000001": "16600000001"}
    book["家长"].append(guardian("S2", "16400000177", "赵小兰", "其他亲属", 联系顺序="3"))
    now = books.checked(book).roster
    assert now
    assert moved_numbers(now, file, {*now.guardians, *now.staff}) == {}
