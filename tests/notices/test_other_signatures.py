"""One guardian's signature answers for a child, unless the notice wants each guardian's."""

from typing import Any
from uuid import UUID

from api.core.clock import FixedClock
from tests.counselling.desk import ok, version
from tests.notices.office import DAY, HOUR, Office
from tests.world import Person


async def _waits(office: Office, person: Person) -> int:
    return (await ok(await office.world.client(person).get("/me/home")))["noticesWaiting"]


async def test_the_other_guardian_sees_it_and_is_asked_no_more(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign", answerBy=(clock.now() + 3 * DAY).isoformat())
    asked = await ok(await office.read(who.father, notice))
    assert (asked["asked"], asked["children"][0]["others"]) == (True, [])
    await ok(await office.sign(who.mother, notice, who.ming))
    seen = await ok(await office.read(who.father, notice))
    assert (seen["asked"], seen["answered"]) == (False, False)
    assert seen["children"][0]["others"] == [
        {"name": "mother", "relation": "other", "signedAt": "2026-11-23T04:00:00Z", "agrees": True, "settles": True}
    ]
    assert [(n["asked"], n["answered"]) for n in await office.mine(who.father)] == [(False, False)]
    assert await _waits(office, who.father) == 0
    receipts = await office.receipts(who.wang, notice)
    assert receipts["waiting"] == []
    assert (receipts["totals"]["answered"], receipts["totals"]["waiting"]) == (1, 0), "one has answered, nobody has to"
    office.city.sms.items.clear()
    clock.advance(2 * DAY + HOUR)
    await office.work()
    assert office.city.sms.items == [], "nobody is reminded of what another has signed"


async def test_who_thinks_differently_may_sign_all_the_same(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming))
    no = await ok(await office.sign(who.father, notice, who.ming, agrees=False))
    assert (no["answered"], no["disagreed"]) == (True, True)
    [other] = (await ok(await office.read(who.mother, notice)))["children"][0]["others"]
    assert (other["name"], other["agrees"]) == ("father", False)
    receipts = await office.receipts(who.wang, notice)
    assert [(d["name"], d["studentName"]) for d in receipts["disagreed"]] == [("father", "ming")]


async def test_where_each_guardian_has_to_sign_both_are_asked(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    due = (clock.now() + 3 * DAY).isoformat()
    notice = await office.tell(who.wang, kind="sign", eachGuardian=True, answerBy=due)
    assert (await office.get(who.wang, notice))["eachGuardian"] is True
    await ok(await office.sign(who.mother, notice, who.ming))
    seen = await ok(await office.read(who.father, notice))
    assert (seen["asked"], [o["name"] for o in seen["children"][0]["others"]]) == (True, ["mother"])
    assert await _waits(office, who.father) == 1
    receipts = await office.receipts(who.wang, notice)
    assert [w["name"] for w in receipts["waiting"]] == ["father"]
    office.city.sms.items.clear()
    clock.advance(2 * DAY + HOUR)
    await office.work()
    assert [item.address for item in office.city.sms.items] == [f"+86{who.father.phone}"]


async def test_it_is_asked_for_again_when_who_signed_is_no_guardian_any_more(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming))
    assert await _waits(office, who.father) == 0
    end = "update guardianships set ended_at = $3 where org_id = $1 and guardian_id = $2"
    await office.world.sql(office.org_id, end, office.org_id, who.mother.account_id, office.world.now)
    seen = await ok(await office.read(who.father, notice))
    assert (seen["asked"], seen["children"][0]["others"]) == (True, []), "and nothing of hers is shown"
    assert await _waits(office, who.father) == 1
    assert [w["name"] for w in (await office.receipts(who.wang, notice))["waiting"]] == ["father"]


async def test_of_two_children_the_one_that_nobody_signed_for_is_asked_for(office: Office) -> None:
    who = office.world.people
    for guardian in (who.mother, who.father):
        await office.sibling(guardian, who.hong, 5 if guardian is who.mother else 6)
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming))
    assert [(await ok(await office.read(p, notice)))["asked"] for p in (who.mother, who.father)] == [True, True]
    await ok(await office.sign(who.father, notice, who.hong))
    assert [(await ok(await office.read(p, notice)))["asked"] for p in (who.mother, who.father)] == [False, False]
    assert [await _waits(office, p) for p in (who.mother, who.father)] == [0, 0]


async def test_a_students_own_signature_is_nobody_elses(office: Office) -> None:
    who = office.world.people
    audience = {"classIds": [str(office.world.north_a)], "parts": ["student", "guardian"]}
    notice = await office.tell(who.gao, audience=audience, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming))
    own = await ok(await office.read(who.ming, notice))
    assert (own["asked"], own["children"][0]["others"]) == (True, [])
    await ok(await office.sign(who.ming, notice, who.ming))
    later = await office.tell(who.gao, audience=audience, kind="sign")
    await ok(await office.sign(who.ming, later, who.ming))
    assert (await ok(await office.read(who.mother, later)))["asked"] is True, "a child signs for themself alone"
    waiting = {w["name"] for w in (await office.receipts(who.gao, later))["waiting"]}
    assert {"mother", "father"} <= waiting
    assert await _waits(office, who.mother) == 1


async def test_only_what_is_signed_can_want_each_guardian(office: Office) -> None:
    notice = await office.tell(office.world.people.wang, kind="acknowledge", eachGuardian=True)
    assert (await office.get(office.world.people.wang, notice))["eachGuardian"] is False


async def _added_today(office: Office) -> Person:
    """Somebody whom an administrator adds to Ming's guardians, with a phone of their own."""
    who = office.world.people
    path = f"/orgs/{office.org_id}/roster/students/{who.ming.account_id}"
    admin, phone = office.world.client(who.north_admin), f"167{office.org_id:08d}"
    shown = await ok(await admin.get(path))
    new = {"name": "小姨", "relation": "relative", "contactOrder": 6, "phone": phone}
    await ok(await admin.post(f"{path}/guardians", json=new, headers=version(shown["version"])))
    [added] = [g for g in (await ok(await admin.get(path)))["guardians"] if g["name"] == "小姨"]
    return Person(name="小姨", account_id=UUID(added["guardianId"]), phone=phone, token="")


async def _signs(office: Office, person: Person, notice: dict[str, Any]) -> None:
    signed = {"name": person.name, "studentIds": [str(office.world.people.ming.account_id)], "agrees": True}
    client = await office.world.sign_in(person, assurance=1)
    await ok(await client.post(office.own(notice, "sign"), json=signed))


async def test_whom_the_school_added_today_does_not_answer_for_the_parents(office: Office, clock: FixedClock) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    aunt = await _added_today(office)
    await _signs(office, aunt, notice)
    for parent in (who.mother, who.father):
        seen = await ok(await office.read(parent, notice))
        assert (seen["asked"], [o["settles"] for o in seen["children"][0]["others"]]) == (True, [False])
        assert await _waits(office, parent) == 1
    receipts = await office.receipts(who.wang, notice)
    assert sorted(w["name"] for w in receipts["waiting"]) == ["father", "mother"]
    clock.advance(7 * DAY)
    later = await office.tell(who.wang, kind="sign")
    await _signs(office, aunt, later)
    assert (await ok(await office.read(who.mother, later)))["asked"] is False, "she is a guardian like any other by now"
    assert (await office.receipts(who.wang, later))["waiting"] == []
    assert (await ok(await office.read(who.mother, notice)))["asked"] is True, (
        "what she signed on her first day is that"
    )


async def test_who_was_added_today_is_answered_for_by_a_parent(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    aunt = await _added_today(office)
    await ok(await office.sign(who.mother, notice, who.ming))
    client = await office.world.sign_in(aunt, assurance=1)
    assert (await ok(await client.get(office.own(notice))))["asked"] is False


async def test_ending_the_parents_and_adding_them_again_lets_nobody_answer_for_them(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    await _signs(office, await _added_today(office), notice)
    path = f"/orgs/{office.org_id}/roster/students/{who.ming.account_id}"
    admin = office.world.client(who.north_admin)
    for order, parent in enumerate((who.mother, who.father), 7):
        shown = await ok(await admin.get(path))
        gone = f"{path}/guardians/{parent.account_id}/end"
        await ok(await admin.post(gone, headers=version(shown["version"])))
        shown = await ok(await admin.get(path))
        back = {"name": parent.name, "relation": "other", "contactOrder": order, "phone": parent.phone}
        await ok(await admin.post(f"{path}/guardians", json=back, headers=version(shown["version"])))
    for parent in (who.mother, who.father):
        client = await office.world.sign_in(parent, assurance=1)
        assert (await ok(await client.get(office.own(notice))))["asked"] is True
    receipts = await office.receipts(who.wang, notice)
    assert sorted(w["name"] for w in receipts["waiting"]) == ["father", "mother"]


async def test_a_withdrawn_notice_shows_no_opinion(office: Office) -> None:
    who = office.world.people
    notice = await office.tell(who.wang, kind="sign")
    await ok(await office.sign(who.mother, notice, who.ming, agrees=False))
    await ok(await office.do(who.wang, await office.get(who.wang, notice), "withdraw"))
    assert (await ok(await office.read(who.father, notice)))["children"][0]["others"] == []
