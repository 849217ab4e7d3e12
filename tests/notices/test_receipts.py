"""Receipts: who was reached, who answered, who has not, for whom to see; and the one reminder."""

from typing import Any

import pytest

from api.core.clock import FixedClock
from api.messages.broadcasts import rules as broadcast_rules
from tests.counselling.desk import ok, slug
from tests.notices.office import DAY, HOUR, Office
from tests.world import Person


def waiting(receipts: Any) -> list[tuple[str, str | None]]:
    return [(w["name"], w["studentName"]) for w in receipts["waiting"]]


def counts(receipts: Any) -> dict[str, tuple[int, int, int, int, int]]:
    keys = ("reached", "opened", "answered", "students", "answeredStudents")
    return {c["className"]: tuple(c[k] for k in keys) for c in receipts["classes"]}


async def test_the_sender_sees_who_has_not_by_class(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.jun)
    notice = await office.tell(who.gao, audience={"wholeSchool": True}, kind="acknowledge")
    await ok(await office.answer(who.father, notice, "open"))
    receipts = await office.receipts(who.gao, notice)
    assert counts(receipts) == {"A": (2, 1, 0, 1, 0), "B": (2, 0, 0, 1, 0)}
    assert receipts["totals"] == {"people": 3, "opened": 1, "answered": 0, "waiting": 3}, (
        "who has a child in each class is one"
    )
    assert sorted(waiting(receipts)) == [
        ("father", "ming"),
        ("jun_mother", "jun"),
        ("mother", "jun"),
        ("mother", "ming"),
    ]
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    receipts = await office.receipts(who.gao, notice)
    assert counts(receipts) == {"A": (2, 2, 1, 1, 1), "B": (2, 1, 1, 1, 1)}
    assert receipts["totals"] == {"people": 3, "opened": 2, "answered": 1, "waiting": 2}
    assert sorted(waiting(receipts)) == [("father", "ming"), ("jun_mother", "jun")]
    father = next(w for w in receipts["waiting"] if w["name"] == "father")
    assert father == {
        "accountId": str(who.father.account_id),
        "name": "father",
        "part": "guardian",
        "studentId": str(who.ming.account_id),
        "studentName": "ming",
        "studentNumber": "ming",
        "classId": str(office.world.north_a),
        "grade": "七年级",
        "className": "A",
        "openedAt": "2026-11-23T04:00:00Z",
        "answeredBefore": None,
    }


async def test_a_class_teacher_sees_the_own_class_alone(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True, "parts": ["guardian", "staff"]})
    own = await office.receipts(who.wang, notice)
    assert counts(own) == {"A": (2, 0, 0, 1, 0)}
    assert own["totals"] == {"people": 2, "opened": 0, "answered": 0, "waiting": 2}
    assert {w[1] for w in waiting(own)} == {"ming"}
    other = await office.receipts(who.wang, notice, classId=str(office.world.north_b))
    assert waiting(other) == []
    assert counts(await office.receipts(who.chen, notice)) == {"B": (1, 0, 0, 1, 0)}
    everything = await office.receipts(who.gao, notice)
    assert counts(everything) == {"": (6, 0, 0, 0, 0), "A": (2, 0, 0, 1, 0), "B": (1, 0, 0, 1, 0)}
    assert {w["part"] for w in everything["waiting"]} == {"staff", "guardian"}
    of_b = await office.receipts(who.gao, notice, classId=str(office.world.north_b))
    assert waiting(of_b) == [("jun_mother", "jun")]


async def test_classes_are_in_the_order_people_count_them(office: Office) -> None:
    world, who = office.world, office.world.people
    rename = "update classes set name = $3 where org_id = $1 and class_id = $2"
    await world.sql(world.north, rename, world.north, world.north_a, "七年级(10)班")
    await world.sql(world.north, rename, world.north, world.north_b, "七年级(2)班")
    notice = await office.tell(who.gao, audience={"wholeSchool": True})
    assert list(counts(await office.receipts(who.gao, notice))) == ["七年级(2)班", "七年级(10)班"]


async def test_others_see_no_receipts(office: Office) -> None:
    world, who = office.world, office.world.people
    notice = await office.tell(who.wang)
    path = f"{office.notices}/{notice['noticeId']}/receipts"
    assert slug(await world.client(who.chen).get(path)) == (404, "not-found")
    for person in (who.lin, who.he, who.mother, who.ming, who.south_admin, who.former_teacher, who.nobody):
        assert slug(await world.client(person).get(path)) == (403, "forbidden")


async def test_signatures_count_by_child(office: Office) -> None:
    who = office.world.people
    await office.sibling(who.mother, who.hong)
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.hong))
    receipts = await office.receipts(who.wang, notice)
    assert counts(receipts) == {"A": (2, 1, 1, 2, 1)}
    assert sorted(waiting(receipts)) == [("father", "ming"), ("mother", "ming")]


async def test_an_information_waits_to_be_opened(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang)
    await ok(await office.answer(who.mother, notice, "open"))
    receipts = await office.receipts(who.wang, notice)
    assert (counts(receipts), waiting(receipts)) == ({"A": (2, 1, 1, 1, 1)}, [("father", "ming")])


async def test_who_has_left_is_neither_counted_nor_named(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.gao, audience={"wholeSchool": True, "parts": ["guardian", "student", "staff"]})
    await office.leave(who.ming)
    for table, key, person in (("staff", "staff_id", who.lin), ("guardianships", "guardian_id", who.jun_mother)):
        statement = f"update {table} set ended_at = $3 where org_id = $1 and {key} = $2"
        await office.world.sql(office.org_id, statement, office.org_id, person.account_id, office.world.now)
    names = {n for pair in waiting(await office.receipts(who.gao, notice)) for n in pair if n}
    assert names == {"hong", "jun", "wang", "chen", "gao", "he", "north_admin"}


async def test_pages_of_those_who_wait(office: Office) -> None:
    who = office.world.people
    await office.crowd(25)
    notice = await office.tell(who.gao, audience={"wholeSchool": True})
    seen: list[tuple[str, str | None]] = []
    cursor = None
    while True:
        page = await office.receipts(who.gao, notice, limit=10, **({"cursor": cursor} if cursor else {}))
        seen += waiting(page)
        if (cursor := page["next"]) is None:
            break
        assert len(page["waiting"]) == 10
    assert len(seen) == len(set(seen)) == 28
    assert [s[1] for s in seen[:2]] == ["ming", "ming"]


async def test_a_draft_has_no_receipts_yet(office: Office) -> None:
    who = office.world.people
    receipts = await office.receipts(who.wang, await office.add(who.wang))
    assert (receipts["classes"], receipts["waiting"], receipts["next"]) == ([], [], None)


def texts(office: Office, person: Person) -> list[str]:
    return [i.body for i in office.city.sms.items if i.address == f"+86{person.phone}"]


REMINDER = "【心桥】北校的一条通知《秋游》还在等您回复，请在心桥中处理。"


async def test_one_reminder_a_day_before_to_those_who_have_not(
    office: Office, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcast_rules, "CHUNK", 1)
    who = office.world.people
    due = (clock.now() + 5 * DAY).isoformat()
    notice = await office.tell(
        who.gao, audience={"wholeSchool": True}, kind="acknowledge", answerBy=due, titleEn="Trip", bodyEn="Friday"
    )
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    await ok(await office.answer(who.father, notice, "open"))
    clock.advance(4 * DAY - DAY / 86400)
    await office.work()
    assert texts(office, who.father)[1:] == []
    clock.advance(DAY / 86400)
    await office.work()
    assert texts(office, who.mother)[1:] == []
    assert texts(office, who.father)[1:] == texts(office, who.jun_mother)[1:] == [REMINDER]
    assert await office.inbox(who.father) == [("Trip", True)], "the notice itself waits there"
    again = "update tasks set state = 'planned', attempt = attempt + 1 where kind = 'remind_notice' returning 1"
    assert len(await office.city.rows(again)) == 1
    clock.advance(3 * DAY)
    await office.work()
    assert texts(office, who.jun_mother)[1:] == [REMINDER]


async def test_without_a_deadline_the_reminder_comes_after_two_days(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign", eachGuardian=True)
    await ok(await office.sign(who.mother, notice, who.ming))
    clock.advance(2 * DAY)
    await office.work()
    assert (texts(office, who.mother)[1:], texts(office, who.father)[1:]) == ([], [REMINDER])


async def test_a_reminder_goes_to_nobody_who_has_left(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    await office.tell(who.gao, audience={"wholeSchool": True}, kind="acknowledge")
    await office.leave(who.ming)
    clock.advance(2 * DAY)
    await office.work()
    assert texts(office, who.mother)[1:] == texts(office, who.father)[1:] == []
    assert texts(office, who.jun_mother)[1:] == [REMINDER]


@pytest.mark.parametrize("kind", ["acknowledge", "information"])
async def test_no_reminder_of_what_was_withdrawn_or_asks_nothing(office: Office, clock: FixedClock, kind: str) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind=kind)
    if kind == "acknowledge":
        await ok(await office.do(who.wang, notice, "withdraw"))
    clock.advance(3 * DAY)
    await office.work()
    assert texts(office, who.father)[1:] == []
    rows = await office.city.rows("select state from tasks where kind = 'remind_notice'")
    assert [r["state"] for r in rows] == (["cancelled"] if kind == "acknowledge" else [])


async def test_nobody_is_named_as_waiting_for_what_was_withdrawn(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    assert len(waiting(await office.receipts(who.wang, notice))) == 2
    await ok(await office.do(who.wang, notice, "withdraw"))
    receipts = await office.receipts(who.wang, notice)
    assert (waiting(receipts), receipts["next"], counts(receipts)) == ([], None, {"A": (2, 0, 0, 1, 0)})


async def test_withdrawing_takes_the_reminder_back_too(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="acknowledge")
    clock.advance(2 * DAY)
    await office.work()
    assert len(await office.inbox(who.father)) == 1
    await ok(await office.do(who.wang, notice, "withdraw"))
    assert await office.inbox(who.father) == []


async def test_what_is_pending_in_quiet_hours_is_not_sent_once_answered(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    clock.advance(10 * HOUR)  # 22:00 in Shanghai
    notice = await office.tell(who.wang, kind="acknowledge")
    assert office.city.sms.items == []
    await ok(await office.answer(who.mother, notice, "acknowledge"))
    clock.advance(10 * HOUR)
    await office.work()
    assert texts(office, who.mother) == []
    assert len(texts(office, who.father)) == 1
