"""A colleague is away for some days: classes, roles and open work are with who stands in, and come back by themselves."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from api.core.local_time import local_day
from api.core.unit_of_work import UnitOfWork, system_uow
from api.observations.errors import NobodyOwnsUrgent
from api.roster import actions
from api.roster.leaves import due
from api.roster.writing import unless_refused
from schemas.roster.tasks import SettleLeave
from tests.roster import books
from tests.roster.books import TEACHER, staff
from tests.roster.school import School
from tests.roster.test_parts import Heard, ids, with_feature
from tests.roster.test_persons import Hand, lessons_of

STAND_IN, OTHER, LEADER = "16400000301", "16400000302", "16400000303"
OPEN = "select leave_id from staff_leaves where org_id = $1 and ended_at is null"


class Leaves(Hand):
    """The administrator, and the clock's task."""

    async def of(self, number: str) -> Any:
        """A colleague as the administrator sees them."""
        return await self.shown(f"staff/{(await ids(self.school))[number]}")

    async def away(self, number: str, first: int, last: int, stand_in: str | None, **params: Any) -> Any:
        """Somebody is away from one day until another, counted from today."""
        known = await ids(self.school)
        body = {"firstDay": str(self.day(first)), "lastDay": str(self.day(last))}
        body |= {"standInId": str(known[stand_in])} if stand_in else {}
        path = f"staff/{known[number]}"
        return await self.send(f"{path}/leave", body, of=path, method="PUT", **params)

    def day(self, days: int) -> date:
        """The school's day, so many days from today."""
        return local_day(self.school.services.clock.now(), "Asia/Shanghai") + timedelta(days=days)

    async def settle(self, days: int) -> datetime | None:
        """What the task does after this many days, for the one leave that is not over."""
        [(leave_id,)] = await self.school.rows(OPEN, self.school.org_id)
        async with system_uow(self.school.services, self.school.org_id) as uow:
            uow.now += timedelta(days=days)
            return await due.settle_leave(uow, SettleLeave(leave_id=leave_id))

    async def leads(self) -> dict[str, list[str]]:
        """Who leads which class today."""
        rows = await self.school.rows(
            "select s.staff_number, c.name from class_staff t join staff s using (org_id, staff_id)"
            " join classes c using (org_id, class_id)"
            " where t.org_id = $1 and t.part = 'class_teacher' and t.ended_at is null order by c.name",
            self.school.org_id,
        )
        found: dict[str, list[str]] = {}
        for number, name in rows:
            found.setdefault(number, []).append(name)
        return found

    async def sees_students(self, phone: str) -> list[str]:
        """Whom somebody reads, by their own session."""
        async with await self.school.client(phone) as client:
            answer = await client.get("/students")
            return [one["name"] for one in answer.json()["items"]] if answer.status_code == 200 else []


@pytest.fixture
async def hand(school: School) -> Leaves:
    """The small school with a class teacher who counsels too, two colleagues, and a leader."""
    await school.applied(books.xlsx(_as_always()))
    return Leaves(school)


async def test_a_leave_from_today_passes_on_at_once_and_comes_back_after_its_last_day(hand: Leaves) -> None:
    before = await hand.school.snapshot()
    assert await hand.sees_students(STAND_IN) == ["李小红"]
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    assert await hand.leads() == {"T3": ["七年级(1)班"]}
    assert await hand.sees_students(STAND_IN) == ["王小明", "李小红"]
    assert await hand.sees_students(TEACHER) == []
    shown = await hand.of("T2")
    assert (shown["leave"]["standInName"], shown["leave"]["begun"], shown["roles"]) == ("新老师", True, [])
    other = await hand.of("T3")
    assert (other["roles"], [one["name"] for one in other["standsIn"]]) == (["counsellor"], ["周丽华"])
    await _counsels(hand, STAND_IN, True)
    assert await hand.settle(6) is not None
    assert await hand.leads() == {"T3": ["七年级(1)班"]}
    assert await hand.settle(7) is None
    assert (await hand.school.snapshot()).now == before.now
    assert await hand.sees_students(STAND_IN) == ["李小红"]
    await _counsels(hand, TEACHER, True)
    await _counsels(hand, STAND_IN, False)


async def _counsels(hand: Leaves, phone: str, counsels: bool) -> None:
    async with await hand.school.client(phone) as client:
        assert ((await client.get("/hours")).status_code == 200) is counsels


async def test_roles_of_somebody_on_leave_do_not_change(hand: Leaves) -> None:
    """A role that is taken away meanwhile would come back by itself."""
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    path = f"staff/{(await ids(hand.school))['T2']}"
    body = lessons_of(await hand.of("T2"))
    await hand.done(path, body | {"name": "周丽 华"}, method="PUT")
    answer = await hand.send(path, body | {"roles": ["custodian"]}, method="PUT")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (409, "on-leave")
    assert (await hand.of("T2"))["roles"] == []


async def test_a_later_leave_waits_for_its_day_and_can_be_taken_back(hand: Leaves) -> None:
    before = await hand.school.snapshot()
    tried = await hand.away("T2", 3, 5, "T3", dryRun=True)
    assert tried.json()["done"] is False
    assert (await hand.school.snapshot()).now == before.now
    assert (await hand.away("T2", 3, 5, "T3")).status_code == 200
    assert (await hand.school.snapshot()).now == before.now
    shown = await hand.of("T2")
    assert (shown["leave"]["firstDay"], shown["leave"]["begun"]) == (str(hand.day(3)), False)
    assert await hand.settle(2) is not None
    assert (await hand.school.snapshot()).now == before.now
    heard, known = Heard(), await ids(hand.school)
    hand.school = with_feature(hand.school, heard.handle)
    await hand.settle(3)
    assert {(p.part, p.how, p.until is not None) for p in heard.events[0].ended} == {
        ("class_teacher", "on_leave", True), ("subject_teacher", "on_leave", True), ("role", "on_leave", True),
    }  # fmt: skip
    assert {p.account_id for p in heard.events[0].ended} == {known["T2"]}
    assert await hand.leads() == {"T3": ["七年级(1)班"]}
    await _counsels(hand, STAND_IN, True)  # the word was given when it was recorded: the task needs no administrator
    path = f"staff/{(await ids(hand.school))['T2']}"
    await hand.done(f"{path}/leave/end", None)
    assert (await hand.school.snapshot()).now == before.now
    assert (await hand.of("T2"))["leave"] is None
    await _counsels(hand, TEACHER, True)
    assert (await hand.send(f"{path}/leave/end", None)).status_code == 404


async def test_a_leave_is_shortened_and_gets_another_stand_in(hand: Leaves) -> None:
    before = await hand.school.snapshot()
    assert (await hand.away("T2", 0, 20, "T3")).status_code == 200
    assert (await hand.away("T2", 0, 3, "T4")).status_code == 200
    assert await hand.leads() == {"T4": ["七年级(1)班"]}
    assert (await hand.of("T3"))["roles"] == []
    assert await hand.settle(4) is None
    assert (await hand.school.snapshot()).now == before.now


async def test_who_stands_in_leaves_meanwhile(hand: Leaves) -> None:
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    known = await ids(hand.school)
    await hand.done(f"staff/{known['T3']}/end", {"successorId": str(known["T4"])})
    assert await hand.leads() == {"T4": ["七年级(1)班"]}
    assert (await hand.of("T2"))["leave"]["standInName"] == "又一位"
    await hand.settle(7)
    assert await hand.leads() == {"T2": ["七年级(1)班"]}
    assert ((await hand.of("T2"))["roles"], (await hand.of("T4"))["roles"]) == (["counsellor"], [])


async def test_who_is_away_leaves_for_good(hand: Leaves) -> None:
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    known = await ids(hand.school)
    await hand.done(f"staff/{known['T2']}/end", {"successorId": str(known["T4"])})
    assert await hand.leads() == {"T4": ["七年级(1)班"]}
    assert await hand.school.rows(OPEN, hand.school.org_id) == []
    assert (await hand.of("T3"))["roles"] == []


async def test_what_the_school_gave_to_others_meanwhile_stays_theirs(hand: Leaves) -> None:
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    path = f"staff/{(await ids(hand.school))['T4']}"
    body = lessons_of(await hand.shown(path)) | {"leads": [str((await ids(hand.school))["七年级(1)班"])]}
    await hand.done(path, body, method="PUT")
    await hand.settle(7)
    assert await hand.leads() == {"T4": ["七年级(1)班"]}
    assert (await hand.of("T2"))["roles"] == ["counsellor"]


async def test_a_change_of_a_colleague_meanwhile_takes_nothing_from_what_comes_back(hand: Leaves) -> None:
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    path = f"staff/{(await ids(hand.school))['T2']}"
    await hand.done(path, lessons_of(await hand.shown(path)) | {"name": "周华"}, method="PUT")
    await hand.settle(7)
    await _counsels(hand, TEACHER, True)


@pytest.mark.parametrize(
    ("first", "last", "stand_in", "status"),
    [(-1, 3, "T3", 422), (3, 2, "T3", 422), (0, 400, "T3", 422), (0, 3, "T2", 422), (1, 3, "T1", 409)],
)
async def test_days_and_stand_ins_that_do_not_fit(
    hand: Leaves, first: int, last: int, stand_in: str, status: int
) -> None:
    assert (await hand.away("T1", 2, 4, None)).status_code == 200
    assert (await hand.away("T2", first, last, stand_in)).status_code == status
    assert (await hand.away("T5", 0, 9, "T3")).status_code == 200
    answer = await hand.away("T3", 1, 2, "T4")
    assert answer.json()["type"].rsplit("/", 1)[-1] == "stands-in"


async def test_what_is_urgent_keeps_its_owner(hand: Leaves) -> None:
    async def refuse(_: UnitOfWork, event: Any) -> None:
        if any(part.successor_id is None for part in event.of("class_teacher")):
            raise NobodyOwnsUrgent

    before = await hand.school.snapshot()
    assert (await hand.away("T2", 2, 4, None)).status_code == 200  # nothing is urgent yet
    hand.school = with_feature(hand.school, refuse)
    assert await hand.settle(2) is not None
    assert (await hand.school.snapshot()).now == before.now
    assert (await hand.away("T2", 2, 4, "T3")).status_code == 200
    await hand.settle(2)
    assert await hand.leads() == {"T3": ["七年级(1)班"]}


async def test_what_is_refused_when_it_comes_due_leaves_nothing(hand: Leaves) -> None:
    """Neither in the database nor in the record of changes."""
    org_id = hand.school.org_id

    async def refused(uow: UnitOfWork) -> str:
        await uow.conn.execute("update staff set name = '改过' where org_id = $1", org_id)
        uow.changed(actions.PERSON_EDIT, "staff", None)
        raise NobodyOwnsUrgent

    async with system_uow(hand.school.services, org_id) as uow:
        assert await unless_refused(uow, refused(uow), "later") == "later"
        assert uow.changes == []
    assert await hand.school.rows("select 1 from staff where org_id = $1 and name = '改过'", org_id) == []


def _as_always(*, stand_in_too: bool = True) -> books.Book:
    """The school's own list, which knows of no leave."""
    book = books.school()
    book["教职工"][1] = staff(
        "T2", TEACHER, "周丽华", "班主任、心理教师", 任教班级="七年级(2)班:数学", 班主任班级="七年级(1)班"
    )
    if stand_in_too:
        book["教职工"].append(staff("T3", STAND_IN, "新老师", "科任教师", 任教班级="七年级(2)班:数学"))
    book["教职工"].append(staff("T4", OTHER, "又一位", ""))
    book["教职工"].append(staff("T5", LEADER, "吴校长", "校领导"))
    return book


async def test_a_list_of_that_time_keeps_the_leave(hand: Leaves) -> None:
    before = await hand.school.snapshot()
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    away = await hand.school.snapshot()
    tried = await hand.school.tried(_as_always())
    assert [note["code"] for note in tried["notes"]] == ["leave_kept"]
    assert "周丽华" in tried["notes"][0]["message"]
    assert (tried["canApply"], tried["lossCount"]) == (False, 0)  # nothing differs from today
    book = books.more_students(_as_always(), 1)
    await hand.school.applied(books.xlsx(book))
    assert await hand.leads() == {"T3": ["七年级(1)班"]}
    now = await hand.school.snapshot()
    assert (now.now.staff, now.now.lessons) == (away.now.staff, away.now.lessons)
    await _counsels(hand, STAND_IN, True)
    await hand.settle(7)
    back = await hand.school.snapshot()
    assert (back.now.staff, back.now.lessons) == (before.now.staff, before.now.lessons)
    await _counsels(hand, TEACHER, True)


async def test_a_class_that_a_list_gives_to_who_is_away_comes_to_them_afterwards(hand: Leaves) -> None:
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    book = _as_always()
    book["教职工"][1] = staff(
        "T2",
        TEACHER,
        "周丽华",
        "班主任、心理教师",
        任教班级="七年级(2)班:数学;七年级(2)班:音乐",
        班主任班级="七年级(2)班",
    )
    await hand.school.applied(books.xlsx(book))
    assert await hand.leads() == {"T3": ["七年级(2)班"]}
    assert {one["subject"] for one in (await hand.of("T3"))["teaches"]} == {"数学", "音乐"}
    assert (await hand.of("T2"))["teaches"] == []
    await hand.settle(7)
    assert await hand.leads() == {"T2": ["七年级(2)班"]}
    assert {one["subject"] for one in (await hand.of("T2"))["teaches"]} == {"数学", "音乐"}
    assert [one["subject"] for one in (await hand.of("T3"))["teaches"]] == ["数学"]


async def test_who_stands_in_leaves_by_a_list(hand: Leaves) -> None:
    """The leave goes on with nobody, as by hand; the list of losses names the class."""
    assert (await hand.away("T2", 0, 6, "T3")).status_code == 200
    tried = (await hand.school.upload(books.xlsx(_as_always(stand_in_too=False)), covers="school")).json()
    assert "七年级(1)班" in next(loss["detail"] for loss in tried["losses"] if loss["kind"] == "staff")
    await hand.school.applied(books.xlsx(_as_always(stand_in_too=False)))
    assert await hand.leads() == {}
    await hand.settle(7)
    assert await hand.leads() == {"T2": ["七年级(1)班"]}
