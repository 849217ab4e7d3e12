"""Somebody's part ended: each once, told to every feature in the import's transaction, which a failing feature rolls back."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from api.core import parts
from api.core.feature import Feature, Registry
from api.core.parts import EndedPart, PartEnded, PartsEnded
from api.core.unit_of_work import UnitOfWork, system_uow
from api.features import FEATURES
from api.observations.errors import NobodyOwnsUrgent
from api.roster.actions import ROSTER_IMPORT
from tests.roster import books
from tests.roster.books import TEACHER, more_students, staff, student
from tests.roster.school import School

NEW = "16400000109"


class Heard:
    """A feature that writes down what it hears, and what the roster says at that moment."""

    def __init__(self) -> None:
        self.events: list[PartsEnded] = []
        self.ended: list[set[UUID]] = []

    async def handle(self, uow: UnitOfWork, event: PartsEnded) -> None:
        """Reads inside the import's transaction."""
        rows = await uow.conn.fetch(
            "select student_id from students where org_id = $1 and ended_at = $2", uow.actor.org_id, event.at
        )
        self.events.append(event)
        self.ended.append({row["student_id"] for row in rows})


def with_feature(school: School, handler: PartEnded) -> School:
    """The school, whose worker has one more feature."""
    registry = Registry((*FEATURES, Feature(name="heard", part_ended=handler)))
    return replace(school, services=replace(school.services, registry=registry))


async def ids(school: School) -> dict[str, UUID]:
    """Students by number, staff by number, classes by name."""
    found: dict[str, Any] = {}
    for select in (
        "select student_number, student_id from students",
        "select staff_number, staff_id from staff",
        "select name, class_id from classes",
    ):
        found |= dict(await school.rows(select + " where org_id = $1", school.org_id))
    return found


async def test_each_ended_part_is_told_once_with_what_happened(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 12)))
    heard, before = Heard(), await ids(school)
    guardian_of = dict(
        await school.rows("select student_id, guardian_id from guardianships where org_id = $1", school.org_id)
    )
    book = more_students(books.school(), 11)
    book["学生"][0] = student(klass="七年级(2)班")
    book["教职工"] = [
        staff("T1", roles="学校管理员"),
        staff("T2", TEACHER, "周丽华", "科任教师", 任教班级="七年级(1)班:数学"),
        staff("T3", NEW, "新老师", "班主任", 班主任班级="七年级(1)班"),
    ]
    done = await with_feature(school, heard.handle).applied(books.xlsx(book))
    assert done["state"] == "done", done
    [event] = heard.events
    now = await ids(school)
    first, second, gone = now["七年级(1)班"], now["七年级(2)班"], before["P011"]
    assert (event.cause, str(event.cause_id)) == ("roster_import", done["importId"])
    assert len(event.ended) == len(set(event.ended))
    assert set(event.ended) == {
        EndedPart(account_id=gone, part="student", how="left", class_id=second),
        EndedPart(account_id=now["S1"], part="student", how="moved_class", class_id=first, to_class_id=second),
        EndedPart(account_id=guardian_of[gone], part="guardianship", how="left", student_id=gone),
        EndedPart(account_id=guardian_of[gone], part="guardian", how="left"),
        EndedPart(account_id=now["T2"], part="class_teacher", how="replaced", class_id=first, successor_id=now["T3"]),
        EndedPart(account_id=now["T2"], part="subject_teacher", how="left", class_id=second),
    }
    assert heard.ended == [{gone}]  # the handler reads what the import wrote, before it is committed


async def test_who_leaves_work_loses_the_role_too(school: School) -> None:
    book = books.school()
    book["教职工"].append(staff("T4", NEW, "心理老师", "心理教师"))
    await school.applied(books.xlsx(book))
    heard, who = Heard(), (await ids(school))["T4"]
    heard_in = with_feature(school, heard.handle)
    book["教职工"][-1] = staff("T4", NEW, "心理老师", "校领导")
    await heard_in.applied(books.xlsx(book))
    assert [event.ended for event in heard.events] == [
        (EndedPart(account_id=who, part="role", how="left", role="counsellor"),)
    ]
    await heard_in.applied(books.xlsx(books.school()))
    assert set(heard.events[1].ended) == {
        EndedPart(account_id=who, part="role", how="left", role="leader"),
        EndedPart(account_id=who, part="staff", how="left"),
    }


async def test_a_feature_that_fails_rolls_the_import_back(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 3)))

    async def fails(_: UnitOfWork, event: PartsEnded) -> None:
        assert event.of("student")
        raise RuntimeError("no successor")

    failing = with_feature(school, fails)
    tried = await failing.tried(books.school())
    assert (await failing.say_yes(tried["importId"], losses=True)).status_code == 202
    await failing.run()
    assert (await school.shown(tried["importId"]))["state"] == "waiting"
    assert await school.rows("select 1 from students where org_id = $1 and ended_at is not null", school.org_id) == []


async def test_nothing_ended_is_no_event(school: School) -> None:
    heard = Heard()
    await with_feature(school, heard.handle).applied(books.xlsx(more_students(books.school(), 2)))
    assert heard.events == []


async def test_a_part_that_is_named_twice_is_told_once(school: School) -> None:
    heard, child = Heard(), UUID(int=7)
    told = with_feature(school, heard.handle)
    ended = EndedPart(account_id=UUID(int=1), part="guardianship", how="barred", student_id=child)
    async with system_uow(told.services, told.org_id) as uow:
        await parts.end(uow, "court_order", None, [ended, ended])
    assert [event.ended for event in heard.events] == [(ended,)]


async def test_three_thousand_endings_are_a_handful_of_statements(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every feature works in sets."""
    sent: list[str] = []
    ended = [
        EndedPart(account_id=UUID(int=n), part="student", how="left", class_id=UUID(int=n % 60)) for n in range(1, 3001)
    ]
    async with system_uow(school.services, school.org_id) as uow:
        for verb in ("fetch", "fetchrow", "fetchval", "execute", "queue"):
            monkeypatch.setattr(uow.conn, verb, noting(getattr(uow.conn, verb), sent))
        await parts.end(uow, "test", None, ended)
    assert 0 < len(sent) <= 20, sent


def noting(call: Any, sent: list[str]) -> Any:
    """The same call, written down."""

    async def noted(query: str, *args: Any, **more: Any) -> Any:
        sent.append(query)
        return await call(query, *args, **more)

    return noted


async def test_an_import_that_a_feature_refuses_changes_nothing_and_says_why(school: School) -> None:
    await school.applied(books.xlsx(more_students(books.school(), 3)))

    async def refuses(uow: UnitOfWork, event: PartsEnded) -> None:
        for part in event.of("student"):
            uow.changed(ROSTER_IMPORT, "student", part.account_id)
        raise NobodyOwnsUrgent

    tried = await with_feature(school, refuses).tried(books.school())
    refusing = with_feature(school, refuses)
    assert (await refusing.say_yes(tried["importId"], losses=True)).status_code == 202
    await refusing.run()
    shown = await school.shown(tried["importId"])
    assert shown["state"] == "failed"
    assert "没有人负责" in shown["failure"]
    assert await school.rows("select 1 from students where org_id = $1 and ended_at is not null", school.org_id) == []
    audited = "select 1 from audit_changes where org_id = $1 and resource = 'student'"
    assert await school.rows(audited, school.org_id) == []
    await school.applied(books.xlsx(more_students(books.school(), 4)))  # the next one is not in its way
